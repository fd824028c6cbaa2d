import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { DEFAULT_BASIS, minerModel } from "@windhash/core";
import { networkHistory } from "@windhash/core/network-history";
import { openLedger, reconcileRange, statusOf, verifyRange } from "@windhash/pipeline";
import { openPostgres, openStores } from "@windhash/store-pg";
import { createDatabase, startPostgres } from "@windhash/testkit";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { barText, type Benchmark, line } from "./benchmark.ts";
import { syntheticYear, UNIT_PERIODS } from "./syntheticYear.ts";

const MODELS = ["S19J_PRO", "S9", "M20S"];
const CALCULATIONS = UNIT_PERIODS * MODELS.length;
/** Calculations present in the predecessor's last state, by model. */
const PRESENT: Readonly<Record<string, number>> = { S19J_PRO: 345_031, S9: 345_021, M20S: 345_021 };
const COPY_ROUNDS = 3;

/** Calculating and storing a year on a real server, against a plain binary COPY of the very same rows. */
export const storeBenchmark: Benchmark = { name: "store", run: runStore };

async function runStore(): Promise<boolean> {
  const server = await startPostgres(process.env["DATABASE_URL"] ?? null);
  const database = await createDatabase(server);
  try {
    return await measure(database.connectionString);
  } finally {
    await database.drop();
    await server.stop();
  }
}

async function measure(connectionString: string): Promise<boolean> {
  const database = await openPostgres({ connectionString });
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const stores = await openStores(database);
    await stores.saveHistory(networkHistory, "built in");
    await stores.saveSettings({ models: MODELS.map(minerModel), basis: DEFAULT_BASIS }, { committedAt: 0 });
    const days = [...syntheticYear()];
    const stored = await timed(async () => {
      for (const day of days) await stores.replaceDay(day, { committedAt: 0 });
    });
    const ledger = await openLedger(stores);
    const reconcile = () => reconcileRange(ledger, { range: null, command: "bench", clock: () => 0 });
    const whole = await timed(reconcile);
    const copy = await plainCopy(client);
    await reduceToPresent(client);
    const repaired = await timed(reconcile);
    await client.query("VACUUM ANALYZE");
    const counted = await timed(() => client.query(COUNT_BOTH));
    const status = await timed(() => statusOf(ledger, { range: null }));
    const verified = await timed(() => verifyRange(ledger, { range: null }));
    console.log(
      `store: ${CALCULATIONS.toLocaleString("en")} calculations of ${UNIT_PERIODS.toLocaleString("en")} records, 366 days`,
    );
    line("store records", rate(stored.ms, UNIT_PERIODS));
    line("plain binary COPY, same rows", rate(copy, CALCULATIONS));
    line("calculate + store, from nothing", `${rate(whole.ms, CALCULATIONS)}, ${(whole.ms / copy).toFixed(2)}x COPY`);
    line(
      "from 1,035,073 to all",
      `${seconds(repaired.ms)}, COPY of all ${barText(repaired.ms / copy, { atMost: 2.5 })}`,
    );
    line(
      "status from tallies",
      `${seconds(status.ms)}, count(*) of both ${barText(status.ms / counted.ms, { atMost: 3 })}`,
    );
    line("verify everything", `${seconds(verified.ms)} (bar <= 10 s)`);
    const { expected, matching } = status.result;
    return expected === CALCULATIONS && matching === expected && verified.result.findings.length === 0;
  } finally {
    await client.end();
    await database.close();
  }
}

const COUNT_BOTH =
  "SELECT (SELECT count(*) FROM curtailment_records), (SELECT count(*) FROM historical_bitcoin_calculations)";

/** The median time, ms, of copying the calculations into an empty table with the same columns and primary key. */
async function plainCopy(client: pg.Client): Promise<number> {
  const chunks: Buffer[] = [];
  await pipeline(
    client.query(copyTo("COPY historical_bitcoin_calculations TO STDOUT (FORMAT binary)")),
    async (source: AsyncIterable<Buffer>) => {
      for await (const chunk of source) chunks.push(chunk);
    },
  );
  await client.query("CREATE TABLE copied (LIKE historical_bitcoin_calculations INCLUDING ALL)");
  const times: number[] = [];
  for (let round = 0; round < COPY_ROUNDS; round += 1) {
    await client.query("TRUNCATE copied");
    const copying = () =>
      pipeline(Readable.from(chunks), client.query(copyFrom("COPY copied FROM STDIN (FORMAT binary)")));
    times.push((await timed(copying)).ms);
  }
  await client.query("DROP TABLE copied");
  return times.toSorted((a, b) => a - b)[COPY_ROUNDS >> 1] ?? Number.NaN;
}

/** Deletes calculations until as many of each model are left as the predecessor had; days in the middle lose most. */
async function reduceToPresent(client: pg.Client): Promise<void> {
  for (const [model, present] of Object.entries(PRESENT)) {
    await client.query(
      `DELETE FROM historical_bitcoin_calculations WHERE (settlement_date, settlement_period, bm_unit_id, miner_model_id) IN (
         SELECT settlement_date, settlement_period, bm_unit_id, miner_model_id FROM historical_bitcoin_calculations
         WHERE miner_model_id = $1 ORDER BY abs(settlement_date - date '2024-07-01'), settlement_period, bm_unit_id LIMIT $2)`,
      [model, UNIT_PERIODS - present],
    );
  }
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ readonly ms: number; readonly result: Result }> {
  const startedAt = performance.now();
  const result = await work();
  return { ms: performance.now() - startedAt, result };
}

function rate(ms: number, rows: number): string {
  return `${seconds(ms)}, ${Math.round(rows / (ms / 1000)).toLocaleString("en")} rows/s`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
