import { copyBuffer, type CopyBuffer, roomFor, takeBytes } from "./copyBuffer.ts";
import { writeNull } from "./copyValues.ts";

/** A column, and how its value of a row is written. */
export type BulkColumn<Row> = { readonly name: string; readonly write: (buffer: CopyBuffer, row: Row) => void };

/** The columns of a table that rows are copied into. */
export type BulkTable<Row> = { readonly name: string; readonly columns: readonly BulkColumn<Row>[] };

/**
 * A column of one kind; null is written as NULL.
 *
 * @param write the function of copyValues.ts that fits the column's SQL type
 */
export function column<Row, Value>(
  name: string,
  write: (buffer: CopyBuffer, value: Value) => void,
  valueOf: (row: Row) => Value | null,
): BulkColumn<Row> {
  return {
    name,
    write(buffer, row) {
      const value = valueOf(row);
      if (value === null) writeNull(buffer);
      else write(buffer, value);
    },
  };
}

/** Bytes that are handed on at a time, and what a row may need beyond them. */
const CHUNK_BYTES = 1 << 17;
const ROW_BYTES = 256;
/** Eleven bytes that are always the same, then no flags and no extension. */
const SIGNATURE = Buffer.from("PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0", "latin1");

/** The rows as COPY reads them, in pieces. */
export function* copyBytes<Row>(table: BulkTable<Row>, rows: readonly Row[]): Generator<Uint8Array, void, undefined> {
  const { columns } = table;
  const buffer = copyBuffer(Math.min(CHUNK_BYTES, rows.length * ROW_BYTES) + ROW_BYTES);
  buffer.bytes.set(SIGNATURE, roomFor(buffer, SIGNATURE.length));
  for (const row of rows) {
    writeCount(buffer, columns.length);
    for (const { write } of columns) write(buffer, row);
    if (buffer.end >= CHUNK_BYTES) yield takeBytes(buffer);
  }
  writeCount(buffer, NO_MORE_ROWS);
  yield takeBytes(buffer);
}

const NO_MORE_ROWS = -1;

/** The number of values in the row that follows. */
function writeCount(buffer: CopyBuffer, values: number): void {
  const start = roomFor(buffer, 2);
  buffer.view.setInt16(start, values);
}

/** The statement that the bytes are for. */
export function copyStatement<Row>({ name, columns }: BulkTable<Row>, from: "STDIN" | "'/dev/blob'"): string {
  return `COPY ${name} (${columns.map((each) => each.name).join(", ")}) FROM ${from} (FORMAT binary)`;
}
