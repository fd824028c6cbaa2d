import { StoreError } from "@windhash/core";
import type { Queryable, SqlRow } from "./database.ts";

/** What joins the values of a column: the unit separator of ASCII, which no identifier holds. */
const SEPARATOR = "\u001f";

/** The columns of many rows, each as texts in the order of the rows; NULL is an empty text. */
export type PackedColumns<Name extends string> = { readonly [Each in Name]: readonly string[] };

/**
 * Rows read as one row of long texts. A row of its own costs an engine several times more than its values: a server twice,
 * PGlite more than three times. See bench/.
 *
 * @param columns name and SQL of each column over the rows
 * @param rows a statement that gives the rows in order
 */
export async function queryPacked<Name extends string>(
  queryable: Queryable,
  columns: Readonly<Record<Name, string>>,
  rows: string,
  parameters: readonly unknown[],
): Promise<PackedColumns<Name>> {
  const names = Object.keys(columns) as Name[];
  const selected = names.map((name) => `string_agg(coalesce((${columns[name]})::text, ''), chr(31)) AS ${name}`);
  const [packed] = await queryable.query<SqlRow>(`SELECT ${selected.join(", ")} FROM (${rows}) AS rows`, parameters);
  const values = names.map((name) => unpack(packed?.[name]));
  const lengths = new Set(values.map(({ length }) => length));
  if (lengths.size > 1) throw new StoreError("No stored text may hold the character U+001F, one does. Remove it.");
  return Object.fromEntries(names.map((name, index) => [name, values[index]])) as unknown as PackedColumns<Name>;
}

function unpack(text: unknown): readonly string[] {
  return typeof text === "string" ? text.split(SEPARATOR) : [];
}

/** SQL of a date as `YYYY-MM-DD`, whatever the server is set to. */
export function isoDate(column: string): string {
  return `to_char(${column}, 'YYYY-MM-DD')`;
}

/** SQL of an instant as Unix seconds. */
export function unixSeconds(column: string): string {
  return `extract(epoch FROM ${column})::bigint`;
}
