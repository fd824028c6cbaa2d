import { type ErrorDetails, SourceError } from "@windhash/core";
import type { z } from "zod";

/** Where rows come from, for the message of an error: a dataset or a file. */
export type Origin = { readonly name: string; readonly place: string };

/**
 * The rows of a body in any of Elexon's wrappers: `{ data, metadata }`, `{ data }` or a bare array.
 *
 * @throws {SourceError} for any other shape
 */
export function unwrapRows(json: unknown, origin: Origin): readonly unknown[] {
  const rows = wrappedRows(json);
  if (rows !== null) return rows;
  const got = typeof json === "object" && json !== null ? `an object of ${Object.keys(json).join(", ")}` : shown(json);
  throw new SourceError(
    `The ${origin.name} must be an array of rows, or an object whose "data" is one, got ${got} (${origin.place}).`,
    { endpoint: origin.name, place: origin.place, value: shown(json) },
  );
}

/** The rows of a body in any of Elexon's wrappers; null for any other shape. */
export function wrappedRows(json: unknown): readonly unknown[] | null {
  if (Array.isArray(json)) return json;
  const rows: unknown = typeof json === "object" && json !== null && "data" in json ? json.data : undefined;
  return Array.isArray(rows) ? rows : null;
}

/**
 * Rows checked against their schema, all or none. Unknown extra fields are dropped.
 *
 * @param firstRow the number of the first of them in their body
 * @throws {SourceError} naming the first row, field, rule and value that is wrong
 */
export function parseRows<Schema extends z.ZodType>(
  schema: z.ZodArray<Schema>,
  rows: readonly unknown[],
  origin: Origin,
  firstRow = 0,
): z.output<Schema>[] {
  const result = schema.safeParse(rows);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const [row, ...path] = issue?.path ?? [];
  throw wrongRow(origin, {
    row: firstRow + Number(row),
    field: path.join("."),
    rule: issue?.message ?? "",
    value: valueAt(rows, issue?.path ?? []),
  });
}

/** What is wrong with a row. */
export type RowFault = {
  /** Counted from 0. */
  readonly row: number;
  readonly field: string;
  readonly rule: string;
  readonly value: unknown;
};

/** The error of a row that breaks a rule. @param options.retryable true where the next answer may well be right */
export function wrongRow(
  origin: Origin,
  { row, field, rule, value }: RowFault,
  options: { readonly retryable?: boolean } = {},
): SourceError {
  const details: ErrorDetails = { endpoint: origin.name, place: origin.place, row, field, rule, value: shown(value) };
  const advice = options.retryable === true ? " Ask again later." : "";
  return new SourceError(
    `Row ${row} of the ${origin.name} breaks a rule: ${field || "the row"}: ${rule}, got ${shown(value)} (${origin.place}). Nothing of it is used.${advice}`,
    details,
    options,
  );
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return value;
}

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}
