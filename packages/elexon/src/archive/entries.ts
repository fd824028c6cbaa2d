import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SourceError } from "@windhash/core";
import { z } from "zod";

/** One answer in an archive: a line of `index.ndjson`. */
const archiveEntry = z.object({
  /** Path with its query in order of name; without the host, so that a mirror's answers fit. */
  url: z.string(),
  /** Unix seconds. */
  fetchedAt: z.int().min(0),
  status: z.int(),
  /** Of the uncompressed body: the name of its object. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits"),
  /** Length of the uncompressed body. */
  bytes: z.int().min(0),
});

/** One answer of the archive: where it came from, when, and which object holds it. */
export type ArchiveEntry = z.output<typeof archiveEntry>;

/** The file that lists all answers of an archive, oldest first. */
export const INDEX_FILE = "index.ndjson";

/**
 * Adds a line to the index in one write, so that concurrent ones do not mix. A line that a crash has torn is closed off first,
 * so that it cannot swallow this one.
 */
export async function appendEntry(directory: string, entry: ArchiveEntry): Promise<void> {
  const file = await open(join(directory, INDEX_FILE), "a+");
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const isTorn = size > 0 && last.toString() !== "\n";
    await file.appendFile(`${isTorn ? "\n" : ""}${JSON.stringify(entry)}\n`);
  } finally {
    await file.close();
  }
}

/**
 * All entries in the order of writing.
 *
 * A line that was torn by a crash is passed over: its answer was not kept, and is asked for again.
 *
 * @throws {SourceError} when there is no index, or a line that ends as it should says something else than an entry
 */
export async function readEntries(directory: string): Promise<ArchiveEntry[]> {
  const path = join(directory, INDEX_FILE);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new SourceError(
      `An archive must have an ${INDEX_FILE} that can be read, got none (${path}).`,
      { path },
      { cause },
    );
  }
  return text.split("\n").flatMap((line, index) => readEntry(line, `${path}, line ${index + 1}`));
}

function readEntry(line: string, place: string): ArchiveEntry[] {
  if (!line.trimEnd().endsWith("}")) return [];
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (cause) {
    throw wrongLine(place, "it is not JSON", cause);
  }
  const entry = archiveEntry.safeParse(json);
  if (entry.success) return [entry.data];
  const [issue] = entry.error.issues;
  throw wrongLine(place, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`, entry.error);
}

function wrongLine(place: string, reason: string, cause: unknown): SourceError {
  return new SourceError(
    `A line of an archive's index must be an entry, got another: ${reason} (${place}). Remove the line and fetch again.`,
    { place, reason },
    { cause },
  );
}
