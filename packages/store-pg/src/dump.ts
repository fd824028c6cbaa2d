import type { Queryable, SqlRow } from "./db/database.ts";
import { isoDate, unixSeconds } from "./db/packed.ts";

/** Records of runs, tries and commits, and what is not content. */
const LEFT_OUT_TABLES = [
  "schema_migrations",
  "fetch_attempts",
  "reconciliation_runs",
  "reconciliation_findings",
  "ledger",
];
/** When something was done, and in which order over all days. Such a column still tells in which order the rows of a key come. */
const LEFT_OUT_COLUMNS = ["committed_at", "fetched_at", "stated_at", "ledger_no", "replaced_by"];

type Column = SqlRow & {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly key: number | null;
};

/**
 * The content of the database as lines of text, the same on every engine and server: a line for each row of each table in key
 * order. Two databases with equal dumps hold the same, whenever and in how many attempts it was written.
 */
export async function* dumpCanonical(queryable: Queryable): AsyncGenerator<string, void, undefined> {
  const all = await readColumns(queryable);
  for (const table of new Set(all.map((column) => column.table))) {
    const every = all.filter((column) => column.table === table);
    const columns = every.filter(({ column }) => !LEFT_OUT_COLUMNS.includes(column));
    yield `# ${table}: ${columns.map(({ column }) => column).join("|")}`;
    const key = every.filter((column) => column.key !== null).toSorted((a, b) => Number(a.key) - Number(b.key));
    const rows = await queryable.query<{ readonly line: string }>(
      `SELECT concat_ws('|', ${columns.map(canonicalSql).join(", ")}) AS line FROM ${table}
       ORDER BY ${key.map(({ column }) => `${table}.${column}`).join(", ")}`,
    );
    for (const { line } of rows) yield line;
  }
}

/** Base tables in order of name, columns in order of definition; `key` is the place in the primary key. */
function readColumns(queryable: Queryable): Promise<readonly Column[]> {
  return queryable.query<Column>(
    `SELECT tables.relname::text AS table, attribute.attname::text AS column, types.typname::text AS type,
            array_position(primary_key.indkey::smallint[], attribute.attnum) AS key
     FROM pg_class AS tables
     JOIN pg_attribute AS attribute ON attribute.attrelid = tables.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
     JOIN pg_type AS types ON types.oid = attribute.atttypid
     JOIN pg_index AS primary_key ON primary_key.indrelid = tables.oid AND primary_key.indisprimary
     WHERE tables.relkind = 'r' AND tables.relnamespace = current_schema()::regnamespace
       AND tables.relname <> ALL ($1::text[])
     ORDER BY tables.relname, attribute.attnum`,
    [LEFT_OUT_TABLES],
  );
}

/** How a server prints dates, instants and bytes depends on its settings; NULL is told apart from an empty text. */
function canonicalSql({ column, type }: Column): string {
  const byType: Readonly<Record<string, string>> = {
    date: `CASE WHEN isfinite(${column}) THEN ${isoDate(column)} ELSE ${column}::text END`,
    timestamptz: unixSeconds(column),
    bytea: `encode(${column}, 'hex')`,
  };
  return `coalesce((${byType[type] ?? column})::text, '~')`;
}
