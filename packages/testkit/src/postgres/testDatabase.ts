import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import type { TestPostgres } from "./startPostgres.ts";

/** A database of a test's own. */
export type TestDatabase = {
  readonly connectionString: string;
  readonly drop: () => Promise<void>;
};

declare module "vitest" {
  interface ProvidedContext {
    /** Where the server of the run is asked for: it starts with the first question. See globalSetup.ts. */
    readonly postgresDoor: string;
  }
}

/** The server of this test run. */
export async function testPostgres(): Promise<Pick<TestPostgres, "adminUrl" | "prefix">> {
  const response = await fetch(inject("postgresDoor"));
  const body = await response.text();
  if (!response.ok) throw new Error(body);
  return JSON.parse(body) as Pick<TestPostgres, "adminUrl" | "prefix">;
}

/** A new, empty database on the server of this test run, in English order where the server knows it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(await testPostgres());
}

/** A new, empty database on the given server. */
export async function createDatabase({
  adminUrl,
  prefix,
}: Pick<TestPostgres, "adminUrl" | "prefix">): Promise<TestDatabase> {
  const name = `${prefix}${randomBytes(6).toString("hex")}`;
  await asAdmin(adminUrl, async (client) => {
    try {
      await client.query(
        `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en-GB'`,
      );
    } catch (error) {
      // 0A000: this server was built without ICU.
      if ((error as { code?: string }).code !== "0A000") throw error;
      await client.query(`CREATE DATABASE ${name}`);
    }
  });
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    connectionString: url.href,
    drop: () =>
      asAdmin(adminUrl, async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

async function asAdmin(connectionString: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString, application_name: "windhash tests" });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
