import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { link, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { WindhashError } from "@windhash/core";
import { UsageError } from "./usageError.ts";

/** What was written. */
export type WrittenFile = {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
};

/** Where a file goes, and whether one that is there already may be replaced. */
export type FilePlace = { readonly path: string; readonly mayReplace: boolean };

/** @throws {UsageError} when the file is there and must not be replaced, or its folder is not there */
export function refuseToReplace({ path, mayReplace }: FilePlace): void {
  refuseNoFolder(path);
  if (!mayReplace && existsSync(path)) throw fileExists(path);
}

/** @throws {UsageError} code `output` */
export function refuseNoFolder(path: string): void {
  const folder = dirname(path);
  if (existsSync(folder)) return;
  const message = `The folder of a file to write must exist, got ${folder}, which does not. Make it first, or name another.`;
  throw new UsageError(message, { path, folder }, { code: "output" });
}

/**
 * Writes a file whole or not at all: beside its place first, then put there. What is there already is replaced at the very end, or
 * not at all.
 *
 * @param write gives the text, a part at a time; when it throws, nothing is left behind
 * @throws {UsageError} as `refuseToReplace`
 * @throws {WindhashError} code `output`, when the file cannot be written
 */
export async function writeWhole(
  place: FilePlace,
  write: (append: (text: string) => Promise<void>) => Promise<void>,
): Promise<WrittenFile> {
  refuseToReplace(place);
  const part = join(dirname(place.path), `.${basename(place.path)}.${randomUUID()}.part`);
  const file = await translated(place.path, () => open(part, "wx"));
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    await write(async (text) => {
      const encoded = Buffer.from(text, "utf8");
      hash.update(encoded);
      bytes += encoded.length;
      await translated(place.path, () => file.appendFile(encoded));
    });
    await translated(place.path, () => file.sync());
    await file.close();
    await putInPlace(part, place);
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw error;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** A link is refused where a file is, which renaming would replace; where the disk knows no links, a moment is left between. */
async function putInPlace(part: string, place: FilePlace): Promise<void> {
  const { path, mayReplace } = place;
  if (mayReplace) return translated(path, () => rename(part, path));
  try {
    await link(part, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw fileExists(path, error);
    refuseToReplace(place);
    return translated(path, () => rename(part, path));
  }
  await rm(part, { force: true });
}

function fileExists(path: string, cause?: unknown): UsageError {
  const message = `--out must name a file that is not there yet, got ${path}. --force replaces it.`;
  return new UsageError(message, { path }, { cause });
}

async function translated<Value>(path: string, write: () => Promise<Value>): Promise<Value> {
  try {
    return await write();
  } catch (cause) {
    // What the system says after the comma names the file that is written beside the place, which nobody asked for.
    const why = cause instanceof Error ? cause.message.replace(/, \w+ '.*$/s, "") : String(cause);
    throw new WindhashError("output", `${path} could not be written: ${why}.`, { path }, { cause });
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
