import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dumpCanonical, openPostgres } from "@windhash/store-pg";
import { createTestDatabase, type TestDatabase } from "@windhash/testkit";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ended, start } from "./process.ts";
import { writeSmallExtract } from "./smallExtract.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 120_000 });

/** Kills of each of the two commands. */
const KILLS = 25;

const folder = mkdtempSync(join(tmpdir(), "windhash-kills-"));
const archive = join(folder, "extract");
const INGEST = ["ingest", "2022-01-01", "--to", "2022-01-02", "--method", "pn", "--archive", archive];

beforeAll(() => void writeSmallExtract(archive));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command on a database; `killAfterMs` ends it with SIGKILL, at whatever point that may be. */
async function run(
  database: TestDatabase,
  argv: readonly string[],
  killAfterMs: number | null = null,
): Promise<number> {
  const startedAt = performance.now();
  const child = start([...argv, "--database-url", database.connectionString], { cwd: folder });
  const killer = killAfterMs === null ? null : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  const { code, stderr } = await ended(child);
  if (killer !== null) clearTimeout(killer);
  if (killAfterMs === null && code !== 0 && code !== 4) throw new Error(stderr);
  return performance.now() - startedAt;
}

async function ask<Answer>(
  database: TestDatabase,
  question: (open: Awaited<ReturnType<typeof openPostgres>>) => Promise<Answer>,
) {
  const open = await openPostgres({ connectionString: database.connectionString });
  try {
    return await question(open);
  } finally {
    await open.close();
  }
}

/** All that the database holds, apart from records of runs and times. */
function dump(database: TestDatabase): Promise<string> {
  return ask(database, async (open) => {
    const lines: string[] = [];
    for await (const line of dumpCanonical(open)) lines.push(line);
    return lines.join("\n");
  });
}

/** Days of which the rows are not what the day's revision says; none where there are no tables yet. */
function halfWrittenDays(database: TestDatabase): Promise<readonly unknown[]> {
  return ask(database, async (open) => {
    const [last] = await open.query("SELECT 1 WHERE to_regclass('reconciliation_findings') IS NOT NULL");
    if (last === undefined) return [];
    return open.query(
      `SELECT settlement_date FROM day_revisions FULL JOIN
         (SELECT settlement_date, count(*) AS rows, sum(gross_wh) AS wh FROM curtailment_records GROUP BY 1) AS held
         USING (settlement_date)
       WHERE records IS DISTINCT FROM rows OR gross_wh IS DISTINCT FROM wh`,
    );
  });
}

/** A delay somewhere in a run of that length, spread evenly over the rounds so that every phase is met. */
function delayIn(durationMs: number, round: number): number {
  return ((round + Math.random()) / KILLS) * durationMs;
}

describe("a command that is killed and run again", () => {
  let undisturbed: string;
  let ingestMs: number;
  let reconcileMs: number;

  beforeAll(async () => {
    const database = await createTestDatabase();
    ingestMs = await run(database, INGEST);
    reconcileMs = await run(database, ["reconcile"]);
    undisturbed = await dump(database);
    await database.drop();
  });

  it("starts from a run that leaves two days with their calculations", () => {
    const lines = undisturbed.split("\n");
    expect(lines.filter((line) => line.startsWith("2022-01-01")).length).toBeGreaterThan(500);
    expect(lines.filter((line) => line.startsWith("2022-01-02")).length).toBeGreaterThan(500);
  });

  it(`leaves what an undisturbed run leaves, after ${KILLS} kills of ingest`, async () => {
    for (let round = 0; round < KILLS; round += 1) {
      const database = await createTestDatabase();
      const killAfterMs = delayIn(ingestMs, round);
      await run(database, INGEST, killAfterMs);
      expect(await halfWrittenDays(database)).toEqual([]);
      await run(database, INGEST);
      await run(database, ["reconcile"]);
      expect({ killAfterMs, same: (await dump(database)) === undisturbed }).toEqual({ killAfterMs, same: true });
      await database.drop();
    }
  });

  it(`leaves what an undisturbed run leaves, after ${KILLS} kills of reconcile`, async () => {
    const database = await createTestDatabase();
    await run(database, INGEST);
    for (let round = 0; round < KILLS; round += 1) {
      const killAfterMs = delayIn(reconcileMs, round);
      await run(database, ["reconcile"], killAfterMs);
      await run(database, ["reconcile"]);
      expect({ killAfterMs, same: (await dump(database)) === undisturbed }).toEqual({ killAfterMs, same: true });
      await ask(database, async (open) => {
        await open.query("DELETE FROM historical_bitcoin_calculations");
        await open.query("DELETE FROM calculation_tallies");
      });
    }
    await database.drop();
  });
});
