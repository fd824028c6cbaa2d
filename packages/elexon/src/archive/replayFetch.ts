import { SourceError } from "@windhash/core";
import type { Fetch } from "../client/fetch.ts";
import { archiveUrl } from "./archiveUrl.ts";
import { type ArchiveEntry, readEntries } from "./entries.ts";
import { readObject } from "./objects.ts";
import { stampedResponse } from "./recordingFetch.ts";

/**
 * A `fetch` that answers from an archive and never from the network: the newest 200 of that url, or without one its newest 404,
 * byte for byte, with the original fetch time in its header `x-windhash-fetched-at`. A later 404 does not unsay an answer: a proxy
 * in between says 404 as well.
 *
 * It reads the archive as it stands at the first request.
 *
 * @throws {SourceError} on a url that is not in the archive (`details.isInArchive` is false), and on a damaged archive
 */
export function replayFetch({ directory }: { readonly directory: string }): Fetch {
  let newest: Promise<ReadonlyMap<string, ArchiveEntry>> | undefined;
  return async (input) => {
    const url = archiveUrl(input);
    newest ??= readEntries(directory).then(newestByUrl);
    const entry = (await newest).get(url);
    if (entry === undefined) throw absent(url, directory);
    const { status, fetchedAt } = entry;
    return stampedResponse(await readObject(directory, entry.sha256), { status, fetchedAt, type: null });
  };
}

/** Of two answers of the same second the later line counts. */
function newestByUrl(entries: readonly ArchiveEntry[]): ReadonlyMap<string, ArchiveEntry> {
  const newest = new Map<string, ArchiveEntry>();
  for (const entry of entries) {
    if (entry.status !== 200 && entry.status !== 404) continue;
    const held = newest.get(entry.url);
    if (held === undefined || isBetter(entry, held)) newest.set(entry.url, entry);
  }
  return newest;
}

function isBetter(entry: ArchiveEntry, held: ArchiveEntry): boolean {
  return entry.status === held.status ? entry.fetchedAt >= held.fetchedAt : entry.status === 200;
}

function absent(url: string, directory: string): SourceError {
  return new SourceError(
    `What is read from an archive must be in it, got a request for ${url}, which is not in the archive ${directory}. Fetch that day into it first.`,
    { url, directory, isInArchive: false },
  );
}
