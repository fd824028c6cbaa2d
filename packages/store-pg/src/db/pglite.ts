import type { PGliteInterface, Transaction as PgliteTransaction } from "@electric-sql/pglite";
import { StoreError } from "@windhash/core";
import { type BulkTable, copyBytes, copyStatement } from "./bulkTable.ts";
import type { Database, SqlRow, Transaction } from "./database.ts";
import { openingSql } from "./locks.ts";
import { PARSERS } from "./parsers.ts";
import { prepareDirectory, realDirectory } from "./pgliteDirectory.ts";
import { type DirectoryHolder, holdDirectory } from "./pgliteLock.ts";
import { messageOf, withStoreErrors } from "./postgresErrors.ts";

/** An embedded database in a directory, which one process at a time may hold; null is a database in memory. */
export type PgliteOptions =
  | { readonly directory: string; readonly holder: DirectoryHolder }
  | { readonly directory: null };

/**
 * The embedded database. The directory is created when absent, and held until `close` or the end of the process.
 *
 * @throws {StoreError} when another process holds the directory, or it was written by another version of PostgreSQL
 */
export async function openPglite(options: PgliteOptions): Promise<Database> {
  if (options.directory === null)
    return pgliteDatabase(await startPglite(null), "embedded database in memory", () => {});
  const { holder } = options;
  const location = `embedded database in ${options.directory}`;
  const directory = await realDirectory(options.directory);
  const release = await holdDirectory(directory, holder);
  try {
    const isPrepared = await prepareDirectory(directory);
    const pglite = await startPglite(directory).catch((error: unknown) => {
      throw cannotOpen(directory, error);
    });
    await isPrepared();
    return pgliteDatabase(pglite, location, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function startPglite(directory: string | null): Promise<PGliteInterface> {
  const { PGlite } = await import("@electric-sql/pglite");
  return PGlite.create({ ...(directory === null ? {} : { dataDir: directory }), parsers: PARSERS });
}

function cannotOpen(directory: string, error: unknown): StoreError {
  const why = messageOf(error);
  return new StoreError(
    `The embedded database in ${directory} must be sound, and it does not open (${why}). ` +
      "Put a copy in its place, or move the directory away and ingest again.",
    { directory, why },
    { cause: error },
  );
}

function pgliteDatabase(pglite: PGliteInterface, location: string, release: () => void): Database {
  return {
    engine: "pglite",
    location,
    query: (sql, parameters) => withStoreErrors(location, () => queryRows(pglite, sql, parameters)),
    transaction: (locks, work, durability) =>
      withStoreErrors(location, () =>
        pglite.transaction(async (transaction) => {
          const opening = openingSql(locks, durability);
          if (opening !== "") await transaction.exec(opening);
          return work(wrapped(transaction));
        }),
      ),
    async close() {
      try {
        if (!pglite.closed) await pglite.close();
      } finally {
        release();
      }
    },
  };
}

function wrapped(transaction: PgliteTransaction): Transaction {
  return {
    query: (sql, parameters) => queryRows(transaction, sql, parameters),
    script: async (sql) => void (await transaction.exec(sql)),
    copy: (table, rows) => copyRows(transaction, table, rows),
  };
}

type Asked = Pick<PgliteTransaction, "query">;

async function queryRows<Row extends SqlRow>(
  pglite: Asked,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const { rows } = await pglite.query<Row>(sql, [...parameters]);
  return rows;
}

/** The same bytes as a server is sent; PGlite reads them as a file that is the query's blob. */
async function copyRows<Row>(pglite: Asked, table: BulkTable<Row>, rows: readonly Row[]): Promise<number> {
  if (rows.length === 0) return 0;
  const blob = new Blob([...copyBytes(table, rows)]);
  const { affectedRows } = await pglite.query(copyStatement(table, "'/dev/blob'"), [], { blob });
  if (affectedRows !== rows.length)
    throw new StoreError(`${table.name} must take all ${rows.length} rows, took ${affectedRows ?? 0}.`);
  return affectedRows;
}
