export type { BulkColumn, BulkTable } from "./db/bulkTable.ts";
export type { Database, Durability, Queryable, SqlRow, Transaction } from "./db/database.ts";
export { openPglite, type PgliteOptions } from "./db/pglite.ts";
export type { DirectoryHolder } from "./db/pgliteLock.ts";
export { openPostgres, type PgClient, type PgPool, type PgQuery, type PostgresOptions } from "./db/postgres.ts";
export { dumpCanonical } from "./dump.ts";
export { hasTables, migrate } from "./migrate.ts";
export { openStores, pgStores } from "./stores/pgStores.ts";
