import type { z } from "zod";
import type { Body, Endpoint, Request } from "./attempt.ts";
import { attemptOnce, type Outcome } from "./attempt.ts";
import type { RowRule } from "./belonging.ts";
import { parseRows, unwrapRows } from "./rows.ts";

/** What one request asks for and how its rows are read. */
export type Reading<Row> = {
  readonly endpoint: Endpoint;
  readonly schema: z.ZodArray<z.ZodType<Row>>;
  /** What rows must keep to beside the schema; made anew for each body, as a rule may remember what it saw. */
  readonly rules?: () => readonly RowRule<Row>[];
  /** Which rows are given, after all have been checked; all where it is absent. Made anew for each body. */
  readonly selection?: () => (row: Row) => boolean;
};

/** Rows as Elexon gave them, checked, with where and when from. */
export type Answer<Row> = {
  readonly rows: readonly Row[];
  /** sha256 of the raw body, hexadecimal. */
  readonly bodySha256: string;
  /** Unix seconds at which the body was asked for; the original time when it is replayed. */
  readonly fetchedAt: number;
  readonly url: string;
};

/** One request for a whole body. */
export function attemptWhole<Row>(request: Request, reading: Reading<Row>): Promise<Outcome<Answer<Row>>> {
  return attemptOnce(request, (body) => answerOf(body, reading));
}

function answerOf<Row>({ json, sha256, fetchedAt, url }: Body, reading: Reading<Row>): Answer<Row> {
  const raw = unwrapRows(json, { name: reading.endpoint.name, place: url });
  return { rows: rowReader(reading, url)(raw), bodySha256: sha256, fetchedAt, url };
}

/**
 * Checks the rows of one body, as many at a time as come, and gives those that are wanted.
 *
 * The reader throws a `SourceError` for the first row that breaks its schema or a rule.
 */
export function rowReader<Row>(reading: Reading<Row>, url: string): (raw: readonly unknown[]) => readonly Row[] {
  const origin = { name: reading.endpoint.name, place: url };
  const rules = reading.rules?.() ?? [];
  const isWanted = reading.selection?.();
  let count = 0;
  return (raw) => {
    const rows = parseRows(reading.schema, raw, origin, count);
    for (const rule of rules) {
      for (const [index, row] of rows.entries()) rule(row, count + index, origin);
    }
    count += rows.length;
    return isWanted === undefined ? rows : rows.filter(isWanted);
  };
}
