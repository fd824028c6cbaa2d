import { createTestDatabase, type TestDatabase } from "@windhash/testkit";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { windhash, windhashJson } from "../../test/windhash.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it("does on a PostgreSQL server what it does on the embedded database", async () => {
  const environment = { DATABASE_URL: database.connectionString };
  const demo = await windhashJson(["demo"], { environment });
  expect(demo).toMatchObject({
    code: 0,
    document: { summary: { netWh: 65_843_719_316 }, status: { matching: 5853 }, verification: { findings: [] } },
  });
  const status = await windhash(["status", "--rows", "--database-url", database.connectionString]);
  expect(status.code).toBe(4);
  expect(status.stdout).toMatch(/^2022-01-01 \(PostgreSQL at [^)]*\)\n/);
});

it("makes no tables in a database that it only reads, whose name may be mistyped", async () => {
  const empty = await createTestDatabase();
  const { code, stderr } = await windhash(["status", "--database-url", empty.connectionString]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/A database must exist before it is read, got none at PostgreSQL at/);
  expect((await windhash(["status", "--database-url", empty.connectionString])).stderr).toBe(stderr);
  await empty.drop();
});

it.each(["mysql://user:secret@host/database", "garbage"])(
  "refuses %s as a server, and does not repeat it",
  async (url) => {
    const { code, stderr } = await windhash(["status", "--database-url", url]);
    expect(code).toBe(1);
    expect(stderr).toContain("DATABASE_URL must be a connection string such as postgresql://");
    expect(stderr).not.toContain(url);
  },
);
