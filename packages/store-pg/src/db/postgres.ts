import { once } from "node:events";
import { finished } from "node:stream/promises";
import { type BulkTable, copyBytes, copyStatement } from "./bulkTable.ts";
import type { Database, SqlRow, Transaction } from "./database.ts";
import { openingSql } from "./locks.ts";
import { parserOf } from "./parsers.ts";
import { unusableConnectionString, withStoreErrors } from "./postgresErrors.ts";

/** What a query is given to a client as. */
export type PgQuery = { readonly text: string; readonly values?: unknown[]; readonly types?: PgTypes };
type PgTypes = { getTypeParser(typeId: number): (text: string) => unknown };

/** The part of a `pg` client that is used. */
export interface PgClient {
  query(query: PgQuery): Promise<{ rows: unknown[] }>;
  on(event: "error", listener: () => void): unknown;
  off(event: "error", listener: () => void): unknown;
  release(error?: boolean): void;
}

/** The part of a `pg` pool that is used; any look-alike fits. */
export interface PgPool {
  connect(): Promise<PgClient>;
  end(): Promise<void>;
}

/** A server by its connection string, or a pool of the caller's, which then stays open. */
export type PostgresOptions =
  | { readonly connectionString: string }
  | { readonly pool: PgPool; readonly location: string };

const CONNECT_TIMEOUT_MS = 10_000;
const TYPES: PgTypes = { getTypeParser: parserOf };

/**
 * A PostgreSQL server. Connects on first use.
 *
 * @throws {StoreError} when the connection string cannot be read; what it says is never repeated, as it may hold a password
 */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  if ("pool" in options) return postgresDatabase(options.pool, options.location, async () => {});
  const { pool, location } = await ownPool(options.connectionString);
  return postgresDatabase(pool, location, () => pool.end());
}

async function ownPool(connectionString: string): Promise<{ readonly pool: PgPool; readonly location: string }> {
  if (!/^postgres(ql)?:\/\//.test(connectionString)) throw unusableConnectionString();
  const { default: pg } = await import("pg");
  try {
    const settings = { connectionString, application_name: "windhash", connectionTimeoutMillis: CONNECT_TIMEOUT_MS };
    const { host, port, database } = new pg.Client(settings);
    const pool = new pg.Pool(settings);
    pool.on("error", ignore);
    return { pool, location: `PostgreSQL at ${host}:${port}/${database}` };
  } catch {
    throw unusableConnectionString();
  }
}

/**
 * A connection may break while nobody waits for it; without a listener that would end the process. Whoever asks it next is
 * told, and the pool replaces it.
 */
function ignore(): void {}

function postgresDatabase(pool: PgPool, location: string, close: () => Promise<void>): Database {
  const withClient = <Result>(work: (client: PgClient) => Promise<Result>): Promise<Result> =>
    withStoreErrors(location, async () => {
      const client = await pool.connect();
      client.on("error", ignore);
      let isBroken = true;
      try {
        const result = await work(client);
        isBroken = false;
        return result;
      } catch (error) {
        isBroken = !(await isUsable(client));
        throw error;
      } finally {
        client.off("error", ignore);
        client.release(isBroken);
      }
    });
  return {
    engine: "postgres",
    location,
    query: (sql, parameters) => withClient((client) => queryRows(client, sql, parameters)),
    transaction: (locks, work, durability) =>
      withClient((client) => inTransaction(client, openingSql(locks, durability), work)),
    close,
  };
}

/** After a failure the transaction is undone; a client that cannot even do that is thrown away. */
async function isUsable(client: PgClient): Promise<boolean> {
  try {
    await client.query({ text: "ROLLBACK" });
    return true;
  } catch {
    return false;
  }
}

async function inTransaction<Result>(
  client: PgClient,
  opening: string,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  await client.query({ text: `BEGIN ISOLATION LEVEL READ COMMITTED;\n${opening}` });
  const result = await work({
    query: (sql, parameters) => queryRows(client, sql, parameters),
    script: async (sql) => void (await client.query({ text: sql })),
    copy: (table, rows) => copyRows(client, table, rows),
  });
  await client.query({ text: "COMMIT" });
  return result;
}

async function queryRows<Row extends SqlRow>(
  client: PgClient,
  text: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const { rows } = await client.query({ text, values: [...parameters], types: TYPES });
  return rows as Row[];
}

async function copyRows<Row>(client: PgClient, table: BulkTable<Row>, rows: readonly Row[]): Promise<number> {
  if (rows.length === 0) return 0;
  const { from: copyFrom } = await import("pg-copy-streams");
  const stream = copyFrom(copyStatement(table, "STDIN"));
  void (client.query as (submittable: unknown) => unknown).call(client, stream);
  const isFinished = finished(stream);
  try {
    for (const bytes of copyBytes(table, rows))
      if (!stream.write(bytes)) await Promise.race([once(stream, "drain"), isFinished]);
    stream.end();
    await isFinished;
    return stream.rowCount;
  } catch (error) {
    // The server may be in the middle of the copy: it must be told, or it waits for more rows for ever.
    stream.destroy(error as Error);
    await isFinished.catch(ignore);
    throw error;
  }
}
