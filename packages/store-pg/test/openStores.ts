import { createTestDatabase, type OpenedStores } from "@windhash/testkit";
import { type Database, openPglite, openPostgres, openStores } from "../src/index.ts";

/** Stores of an engine, with the database that they stand on. */
export type OpenedDatabase = OpenedStores & { readonly database: Database };

/** How a server may be set up, all of it the opposite of what is usual: nothing that is read may depend on it. */
const ODD_SETTINGS = {
  datestyle: "German, DMY",
  timezone: "Australia/Lord_Howe",
  bytea_output: "escape",
  intervalstyle: "iso_8601",
  extra_float_digits: "-15",
  default_transaction_isolation: "repeatable read",
  standard_conforming_strings: "off",
};

/** A database of the test run's server, with tables. */
export async function openTestPostgres(): Promise<OpenedDatabase & { readonly connectionString: string }> {
  const { connectionString, drop } = await createTestDatabase();
  await setOdd(connectionString);
  const database = await openPostgres({ connectionString });
  const close = async () => {
    await database.close();
    await drop();
  };
  return { ...(await opened(database, close)), connectionString };
}

async function setOdd(connectionString: string): Promise<void> {
  const database = await openPostgres({ connectionString });
  const name = new URL(connectionString).pathname.slice(1);
  for (const [setting, value] of Object.entries(ODD_SETTINGS))
    await database.query(`ALTER DATABASE ${name} SET ${setting} = '${value}'`);
  await database.close();
}

/** An embedded database in memory, with tables. */
export async function openTestPglite(): Promise<OpenedDatabase> {
  const database = await openPglite({ directory: null });
  return opened(database, () => database.close());
}

async function opened(database: Database, close: () => Promise<void>): Promise<OpenedDatabase> {
  const stores = await openStores(database);
  const tables = await database.query<{ readonly name: string }>(
    `SELECT string_agg(table_name::text, ', ') AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'schema_migrations'`,
  );
  const clear = async () => void (await database.query(`TRUNCATE ${tables[0]!.name}`));
  return { stores, database, clear, close };
}
