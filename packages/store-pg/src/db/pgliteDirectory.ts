import { existsSync, statSync } from "node:fs";
import { mkdir, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { StoreError } from "@windhash/core";

/** Major version of PostgreSQL that the PGlite in use is built from (PGlite 0.5: PostgreSQL 18). */
const PGLITE_VERSION = "18";

/**
 * The one path of a directory, however it is spelled and whatever links lead to it: what is held, marked and opened must be the
 * same for all. It is created when absent.
 *
 * @throws {StoreError} when it cannot be
 */
export async function realDirectory(directory: string): Promise<string> {
  try {
    const path = resolve(directory);
    await makeDirectory(path);
    return await realpath(path);
  } catch (error) {
    throw unusable(directory, error);
  }
}

/** One level at a time: `recursive` never comes back where the system refuses a level as absent, as below /proc. */
async function makeDirectory(path: string): Promise<void> {
  if (isDirectory(path)) return;
  await makeDirectory(dirname(path));
  await mkdir(path).catch((error: unknown) => {
    if (!isDirectory(path)) throw error;
  });
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Makes the directory ready to be opened, and refuses one that PGlite would fail on in a puzzling way, or write into.
 *
 * A first start takes seconds and may be interrupted. A mark beside the directory says so, and what lies there is begun anew.
 *
 * @param directory as `realDirectory` gives it
 * @returns to be called once the database is open
 * @throws {StoreError} when the directory holds a database of another version, or something else
 */
export async function prepareDirectory(directory: string): Promise<() => Promise<void>> {
  const mark = `${directory}.unfinished`;
  try {
    if (existsSync(mark)) await empty(directory);
    const isNew = await isEmptyOrDatabase(directory);
    if (isNew) await writeFile(mark, "The first start of this embedded database was interrupted.\n");
    return () => rm(mark, { force: true });
  } catch (error) {
    throw error instanceof StoreError ? error : unusable(directory, error);
  }
}

/** The directory itself stays: it may be one that a process stands in. */
async function empty(directory: string): Promise<void> {
  for (const entry of await readdir(directory)) await rm(join(directory, entry), { recursive: true, force: true });
}

/** True when it is empty, false when it is a database. */
async function isEmptyOrDatabase(directory: string): Promise<boolean> {
  const entries = await readdir(directory);
  if (entries.length === 0) return true;
  if (!entries.includes("PG_VERSION")) throw notOurs(directory, entries.length);
  const version = (await readFile(join(directory, "PG_VERSION"), "utf8")).trim();
  if (version === PGLITE_VERSION) return false;
  throw new StoreError(
    `The embedded database in ${directory} must be of PostgreSQL ${PGLITE_VERSION}, got ${version}. ` +
      "Open it with the windhash that wrote it, or move the directory away and ingest again.",
    { directory, version },
  );
}

function notOurs(directory: string, files: number): StoreError {
  return new StoreError(
    `The directory of an embedded database must be empty or a database, ${directory} holds ${files} other files. ` +
      "Choose another directory.",
    { directory, files },
  );
}

/** A directory that the system does not let this process work in. */
export function unusable(directory: string, error: unknown): StoreError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new StoreError(
    `The directory of an embedded database must be readable and writable, ${directory} is not (${code}). Choose another one.`,
    { directory, code },
    { cause: error },
  );
}
