import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Bodies } from "./bodies.ts";

type Entry = { readonly url: string; readonly fetchedAt: number; readonly status: number; readonly sha256: string };

/**
 * The bodies of an archive of recorded answers, read as it stands on disk and by nobody's code: of every url the newest 200. Null
 * for a recorded 404 and for what was never recorded.
 */
export function archiveBodies(directory: string): Bodies {
  const newest = new Map<string, Entry>();
  for (const entry of entriesOf(directory)) {
    if (entry.status !== 200) continue;
    const held = newest.get(entry.url);
    if (held === undefined || entry.fetchedAt >= held.fetchedAt) newest.set(entry.url, entry);
  }
  return (url) => {
    const entry = newest.get(canonicalUrl(url));
    return entry === undefined ? null : objectText(directory, entry.sha256);
  };
}

/** The path with its query in order of name, then of value: what an archive knows an answer by. */
export function canonicalUrl({ pathname, searchParams }: URL): string {
  const query = [...searchParams].toSorted((a, b) => compareText(a[0], b[0]) || compareText(a[1], b[1]));
  return query.length === 0 ? pathname : `${pathname}?${new URLSearchParams(query).toString()}`;
}

function entriesOf(directory: string): readonly Entry[] {
  const path = join(directory, "index.ndjson");
  if (!existsSync(path)) throw new Error(`An archive must have an index.ndjson, got none in ${directory}.`);
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line) as Entry);
}

function objectText(directory: string, sha256: string): string {
  return gunzipSync(readFileSync(join(directory, "objects", sha256.slice(0, 2), `${sha256.slice(2)}.gz`))).toString();
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
