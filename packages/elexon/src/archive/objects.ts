import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { SourceError } from "@windhash/core";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** SHA-256 of bytes, hexadecimal: the name of an object. */
export function objectName(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Keeps bytes under the name of their hash, compressed: `objects/ab/cdef....gz`. The file appears whole or not at all, and one
 * that is there already is replaced by the same bytes, which mends a damaged one.
 *
 * @returns the name
 */
export async function writeObject(directory: string, bytes: Uint8Array): Promise<string> {
  const sha256 = objectName(bytes);
  const path = objectPath(directory, sha256);
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  const compressed = await compress(bytes);
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeWhole(temporary, compressed);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return sha256;
}

/**
 * The bytes of an object.
 *
 * @throws {SourceError} when the file is absent, cannot be decompressed, or holds other bytes than its name says
 */
export async function readObject(directory: string, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  const path = objectPath(directory, sha256);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await decompress(await readFile(path)));
  } catch (cause) {
    throw damaged(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
  const found = objectName(bytes);
  if (found !== sha256) throw damaged(path, `its bytes have the sha256 ${found}`);
  return bytes;
}

function objectPath(directory: string, sha256: string): string {
  return join(directory, "objects", sha256.slice(0, 2), `${sha256.slice(2)}.gz`);
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function damaged(path: string, reason: string, cause?: unknown): SourceError {
  return new SourceError(
    `An object of the archive must hold the bytes of its name, got a damaged one: ${reason} (${path}). Fetch that day into the archive again.`,
    { path, reason },
    { cause },
  );
}
