import { createTestDatabase } from "@windhash/testkit";
import { StoreError } from "@windhash/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Database, migrate, openPostgres } from "../src/index.ts";

describe("migrations", () => {
  let databases: Database[];
  let drop: () => Promise<void>;
  beforeEach(async () => {
    const created = await createTestDatabase();
    drop = created.drop;
    const { connectionString } = created;
    databases = await Promise.all([1, 2, 3, 4].map(() => openPostgres({ connectionString })));
  });
  afterEach(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await drop();
  });

  it("are applied once, in order, however many processes start together", async () => {
    const applied = await Promise.all(databases.map(migrate));
    const names = applied.filter(({ length }) => length > 0);
    expect(names).toHaveLength(1);
    expect(names[0]).toEqual(names[0]!.toSorted());
    expect(names[0]![0]).toBe("0001_reference.sql");
    expect(await migrate(databases[0]!)).toEqual([]);
  });

  it("are refused when one that was applied has another content now", async () => {
    await migrate(databases[0]!);
    await databases[0]!.query("UPDATE schema_migrations SET sha256 = 'other' WHERE name LIKE '0002%'");
    const refused = migrate(databases[1]!);
    await expect(refused).rejects.toThrow(StoreError);
    await expect(refused).rejects.toThrow(/0002_curtailment.sql must be the file that was applied/);
  });

  it("are refused on a database of a later version", async () => {
    await migrate(databases[0]!);
    await databases[0]!.query("INSERT INTO schema_migrations (name, sha256) VALUES ('9999_future.sql', 'x')");
    await expect(migrate(databases[1]!)).rejects.toThrow(/9999_future.sql. Use the later windhash/);
  });

  it("are taken up where an earlier version left off", async () => {
    const all = await migrate(databases[0]!);
    const last = all.at(-1)!;
    await databases[0]!.query("DELETE FROM schema_migrations WHERE name = $1", [last]);
    await databases[0]!.query("DROP VIEW farms, monthly_summaries, yearly_summaries, explained_bitcoin_calculations");
    expect(await migrate(databases[1]!)).toEqual([last]);
  });

  it("leave nothing behind when one fails", async () => {
    await databases[0]!.query("CREATE TABLE reconciliation_runs (occupied integer)");
    await expect(migrate(databases[1]!)).rejects.toThrow(/reconciliation_runs/);
    const [row] = await databases[0]!.query<{ readonly tables: bigint }>(
      "SELECT count(*) AS tables FROM information_schema.tables WHERE table_schema = 'public'",
    );
    expect(row?.tables).toBe(1n);
  });

  it("are refused by a server older than 15", async () => {
    const server = databases[0]!;
    const old: Database = {
      ...server,
      query: (sql, parameters) =>
        server.query(sql.replace("current_setting('server_version_num')", "'140011'"), parameters),
    };
    await expect(migrate(old)).rejects.toThrow(/PostgreSQL must be version 15 or later, got 14/);
  });
});
