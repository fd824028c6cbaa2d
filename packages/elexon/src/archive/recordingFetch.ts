import { mkdir } from "node:fs/promises";
import { SourceError } from "@windhash/core";
import { type Fetch, FETCHED_AT_HEADER } from "../client/fetch.ts";
import { wrappedRows } from "../client/rows.ts";
import { archiveUrl } from "./archiveUrl.ts";
import { appendEntry } from "./entries.ts";
import { writeObject } from "./objects.ts";

/** What is recorded where, and by which clock. */
export type RecordingOptions = {
  readonly fetch: Fetch;
  /** Made when it is not there. */
  readonly directory: string;
  /** Unix seconds. */
  readonly now: () => number;
};

/**
 * A `fetch` that keeps every body it brings in an archive, which `replayFetch` reads.
 *
 * Kept are the source's own statements: 200 with rows in one of its wrappers, and 404. Anything else passes through unrecorded, so
 * that an error page never takes the place of an answer, be it JSON or not. The object is in place before the index names it. Many may record
 * into one archive at the same time.
 *
 * @throws {SourceError} when the archive cannot be written: an answer that is not kept is not given either
 */
export function recordingFetch({ fetch, directory, now }: RecordingOptions): Fetch {
  return async (input, init) => {
    const fetchedAt = Math.floor(now());
    const response = await fetch(input, init);
    const isGet = (init?.method ?? (input instanceof Request ? input.method : "GET")).toUpperCase() === "GET";
    if (!isGet || (response.status !== 200 && response.status !== 404)) return response;
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (response.status === 404 || holdRows(bytes)) {
      await keep(directory, { url: archiveUrl(input), fetchedAt, status: response.status }, bytes);
    }
    return stampedResponse(bytes, { status: response.status, fetchedAt, type: response.headers.get("content-type") });
  };
}

async function keep(
  directory: string,
  answer: { readonly url: string; readonly fetchedAt: number; readonly status: number },
  bytes: Uint8Array,
): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    const sha256 = await writeObject(directory, bytes);
    await appendEntry(directory, { ...answer, sha256, bytes: bytes.length });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SourceError(
      `The archive must be writable while it is recorded, got: ${reason} (${directory}). Free some space or choose another directory.`,
      { directory, url: answer.url },
      { cause },
    );
  }
}

function holdRows(bytes: Uint8Array): boolean {
  try {
    return wrappedRows(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))) !== null;
  } catch {
    return false;
  }
}

/** A response that carries when the source was asked for it. */
export function stampedResponse(
  bytes: Uint8Array<ArrayBuffer>,
  { status, fetchedAt, type }: { readonly status: number; readonly fetchedAt: number; readonly type: string | null },
): Response {
  const headers = { "content-type": type ?? "application/json", [FETCHED_AT_HEADER]: String(fetchedAt) };
  return new Response(bytes, { status, headers });
}
