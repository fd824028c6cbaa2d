import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { SourceError } from "@windhash/core";
import type { z } from "zod";
import { objectName } from "../archive/objects.ts";
import { parseRows } from "../client/rows.ts";

const decompress = promisify(gunzip);

/** A file of rows, one JSON object a line. */
export type NdjsonFile<Row> = {
  readonly rows: readonly Row[];
  /** sha256 of the uncompressed bytes, hexadecimal. */
  readonly sha256: string;
  readonly path: string;
};

/**
 * Reads a compressed NDJSON file, all rows or none.
 *
 * @throws {SourceError} when it cannot be read or decompressed, or a line is no JSON or breaks the schema
 */
export async function readNdjson<Schema extends z.ZodType>(
  path: string,
  schema: z.ZodArray<Schema>,
): Promise<NdjsonFile<z.output<Schema>>> {
  const bytes = await readWhole(path);
  const lines = new TextDecoder().decode(bytes).trimEnd().split("\n");
  const rows = lines.map((line, index) => readLine(line, index, path));
  return { rows: parseRows(schema, rows, { name: "extract", place: path }), sha256: objectName(bytes), path };
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    return await decompress(await readFile(path));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SourceError(`An extract must be a whole gzip file, got: ${reason} (${path}).`, { path }, { cause });
  }
}

function readLine(line: string, index: number, path: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    const got = JSON.stringify(line.slice(0, 100));
    throw new SourceError(
      `Every line of an extract must be JSON, got ${got} in line ${index + 1} (${path}).`,
      { path, line: index + 1 },
      { cause },
    );
  }
}
