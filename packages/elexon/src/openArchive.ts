import { readdir } from "node:fs/promises";
import { type BalancingSource, type BmUnitSource, SourceError } from "@windhash/core";
import { INDEX_FILE } from "./archive/entries.ts";
import { replayFetch } from "./archive/replayFetch.ts";
import { elexonClient } from "./client/client.ts";
import { ACCEPTANCES_FILE, ndjsonSource, NOTIFICATIONS_FILE } from "./extract/ndjsonSource.ts";
import { elexonBalancingSource } from "./sources/balancingSource.ts";
import { elexonBmUnitSource } from "./sources/bmUnitSource.ts";

/** A directory that can be read in place of Elexon. */
export type OpenedArchive = {
  /** `raw`: bodies as `recordingFetch` kept them. `extract`: whole days as compressed NDJSON files. */
  readonly kind: "raw" | "extract";
  readonly balancingSource: BalancingSource;
  /** Null where the kind keeps no register. */
  readonly bmUnitSource: BmUnitSource | null;
};

/**
 * Opens a directory of either kind. Nothing of it is read yet but its list of files.
 *
 * @throws {SourceError} when the directory does not exist or is of neither kind
 */
export async function openArchive(directory: string): Promise<OpenedArchive> {
  const names = new Set(await listed(directory));
  if (names.has(INDEX_FILE)) return rawArchive(directory);
  if (names.has(NOTIFICATIONS_FILE) && names.has(ACCEPTANCES_FILE)) {
    return { kind: "extract", balancingSource: ndjsonSource({ directory }), bmUnitSource: null };
  }
  throw new SourceError(
    `An archive must hold ${INDEX_FILE}, or ${NOTIFICATIONS_FILE} and ${ACCEPTANCES_FILE}; ${directory} holds neither. Look at the path.`,
    { directory },
  );
}

function rawArchive(directory: string): OpenedArchive {
  const client = elexonClient({
    fetch: replayFetch({ directory }),
    requestsPerSecond: Number.POSITIVE_INFINITY,
    retries: 0,
  });
  return {
    kind: "raw",
    balancingSource: elexonBalancingSource({ client }),
    bmUnitSource: elexonBmUnitSource({ client }),
  };
}

async function listed(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SourceError(
      `An archive must be a directory that can be read, got: ${reason}. Look at the path.`,
      { directory },
      { cause },
    );
  }
}
