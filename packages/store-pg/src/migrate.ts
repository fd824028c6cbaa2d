import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { StoreError } from "@windhash/core";
import type { Database, Queryable, SqlRow } from "./db/database.ts";
import { MIGRATIONS_LOCK } from "./db/locks.ts";

/** The same place seen from `src` and from the built `dist`. */
const MIGRATIONS = new URL("../migrations/", import.meta.url);
/** The oldest that the tests run on. */
const OLDEST_POSTGRES = 15;

type Migration = { readonly name: string; readonly sha256: string; readonly sql: string };
type Applied = SqlRow & { readonly name: string; readonly sha256: string };

/**
 * Brings the tables to the form that this version works with; on a database that has it already this is two short queries.
 *
 * All of it is one transaction, and of several processes that start together one does it while the others wait.
 *
 * @returns names of the migrations that were applied now
 * @throws {StoreError} when PostgreSQL is too old, an applied migration was changed, or the database is of a later windhash
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  const [migrations, isPrepared] = await Promise.all([readMigrations(), checkServer(database)]);
  if (isPrepared && pending(migrations, await readApplied(database)).length === 0) return [];
  return database.transaction([MIGRATIONS_LOCK], async (transaction) => {
    await transaction.script(
      'CREATE TABLE IF NOT EXISTS schema_migrations (name text COLLATE "C" PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const due = pending(migrations, await readApplied(transaction));
    for (const { name, sha256, sql } of due) {
      await transaction.script(sql);
      await transaction.query("INSERT INTO schema_migrations (name, sha256) VALUES ($1, $2)", [name, sha256]);
    }
    return due.map(({ name }) => name);
  });
}

/** Whether the database holds the tables of any windhash; looks and writes nothing. @throws {StoreError} when PostgreSQL is too old */
export function hasTables(database: Database): Promise<boolean> {
  return checkServer(database);
}

async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(MIGRATIONS)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, MIGRATIONS), "utf8");
      return { name, sha256: createHash("sha256").update(sql).digest("hex"), sql };
    }),
  );
}

/** True when migrations were applied before. */
async function checkServer(database: Database): Promise<boolean> {
  const [server] = await database.query<{ readonly version: number; readonly isPrepared: boolean }>(
    `SELECT current_setting('server_version_num')::integer / 10000 AS version,
            to_regclass('schema_migrations') IS NOT NULL AS "isPrepared"`,
  );
  if (server === undefined || server.version >= OLDEST_POSTGRES) return server?.isPrepared === true;
  throw new StoreError(
    `PostgreSQL must be version ${OLDEST_POSTGRES} or later, got ${server.version} (${database.location}). Upgrade the server.`,
    { location: database.location, version: server.version },
  );
}

function readApplied(queryable: Queryable): Promise<readonly Applied[]> {
  return queryable.query<Applied>("SELECT name, sha256 FROM schema_migrations ORDER BY name");
}

/** Those still to be applied, in order. */
function pending(migrations: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration.sha256]));
  for (const { name, sha256 } of applied) {
    if (known.get(name) === sha256) continue;
    const what = known.has(name)
      ? `Migration ${name} must be the file that was applied, got another content. Restore the file; changes go into a new one.`
      : `The database must be of this windhash or an earlier one, got the unknown migration ${name}. Use the later windhash.`;
    throw new StoreError(what, { migration: name });
  }
  const done = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}
