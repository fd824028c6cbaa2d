import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import {
  type CurtailmentDay,
  type SettlementDate,
  settlementDates,
  settlementMonth,
  settlementPeriods,
  type Stores,
} from "@windhash/core";
import { ELEXON_BASE_URL, type Fetch, openArchive, recordingFetch } from "@windhash/elexon";
import { ingestDay, type IngestOutcome } from "@windhash/pipeline";
import { openPostgres, openStores } from "@windhash/store-pg";
import {
  createDatabase,
  startPostgres,
  syntheticWorld,
  type TestPostgres,
  type World,
  worldBodies,
} from "@windhash/testkit";
import { barText, type Benchmark, line } from "./benchmark.ts";

/** With the day on which the clock goes forward: 1,486 settlement periods. */
const MONTH = "2025-03";
const DATES = settlementDates(settlementMonth(MONTH));

/** Gives some 145 rows of each period's bid side and some 75 of its offer side; real ones have about 150 and 60. */
const WORLD = {
  seed: 1,
  units: { wind: 240, other: 40 },
  liveliness: { acceptances: 12, calm: 0, dead: 0 },
};

/** As many as the ingestion reads at the same time. */
const CONCURRENT_READS = 8;

/**
 * Ingesting a month of settlement stacks from a recorded archive into PostgreSQL, against reading and parsing the same bodies alone
 * and against that plus writing the same days. What is read is made up, and recorded once into a temporary folder.
 */
export const ingestBenchmark: Benchmark = { name: "ingest", run: runIngest };

async function runIngest(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "windhash-bench-"));
  const server = await startPostgres(process.env["DATABASE_URL"] ?? null);
  try {
    const world = syntheticWorld(WORLD);
    await record(world, folder);
    return await withStores(server, (ingested) =>
      withStores(server, (written) => measure({ world, folder, ingested, written })),
    );
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Fresh stores in a database of their own. */
async function withStores<Result>(server: TestPostgres, work: (stores: Stores) => Promise<Result>): Promise<Result> {
  const { connectionString, drop } = await createDatabase(server);
  const database = await openPostgres({ connectionString });
  try {
    return await work(await openStores(database));
  } finally {
    await database.close();
    await drop();
  }
}

function urlsOf(date: SettlementDate): readonly string[] {
  const stacks = settlementPeriods(date).flatMap((period) =>
    ["bid", "offer"].map((side) => `/balancing/settlement/stack/all/${side}/${date}/${period}`),
  );
  return [...stacks, `/data-status/ISPSTACK?settlementDateFrom=${date}&settlementDateTo=${date}`];
}

/** Long after the month, so that nothing of it is likely to be restated. */
const RECORDED_AT = 1_768_046_400;

async function record(world: World, directory: string): Promise<void> {
  const bodies = worldBodies(world);
  const answering: Fetch = async (input) => new Response(bodies(new URL(input instanceof Request ? input.url : input)));
  const recording = recordingFetch({ fetch: answering, directory, now: () => RECORDED_AT });
  await recording(`${ELEXON_BASE_URL}/reference/bmunits/all`);
  for (const url of DATES.flatMap(urlsOf)) await recording(`${ELEXON_BASE_URL}${url}`);
}

type Input = {
  readonly world: World;
  readonly folder: string;
  /** Filled by ingesting. */
  readonly ingested: Stores;
  /** Filled with the same days, ready made. */
  readonly written: Stores;
};

/** Day by day, so that a slow moment of the machine falls on all of them. */
async function measure({ world, folder, ingested, written }: Input): Promise<boolean> {
  const { balancingSource: source, bmUnitSource } = await openArchive(folder);
  const { rows: units } = (await bmUnitSource?.bmUnits()) ?? { rows: [] };
  const index = await readIndex(folder);
  const spent = { ingestMs: 0, storeMs: 0, readMs: 0, parseMs: 0, writeMs: 0 };
  const read = { bodies: 0, bytes: 0, rows: 0 };
  const outcomes: IngestOutcome[] = [];
  for (const settlementDate of DATES) {
    let made: CurtailmentDay | null = null;
    const store: Stores = {
      ...ingested,
      async replaceDay(day, commit) {
        made = day;
        const { ms, result } = await timed(() => ingested.replaceDay(day, commit));
        spent.storeMs += ms;
        return result;
      },
    };
    const clock = () => RECORDED_AT;
    const whole = await timed(() => ingestDay({ settlementDate, method: "stack", source, units, store, clock }));
    spent.ingestMs += whole.ms;
    outcomes.push(whole.result);
    const texts = await timed(() => readBodies(folder, index, urlsOf(settlementDate)));
    spent.readMs += texts.ms;
    const parsed = await timed(async () => texts.result.map((text) => JSON.parse(text) as { data: unknown[] }));
    spent.parseMs += parsed.ms;
    read.bodies += texts.result.length;
    read.bytes += texts.result.reduce((sum, text) => sum + text.length, 0);
    read.rows += parsed.result.reduce((sum, { data }) => sum + data.length, 0);
    const day = made;
    if (day === null) return false;
    spent.writeMs += (await timed(() => written.replaceDay(day, { committedAt: RECORDED_AT }))).ms;
  }
  await tell({ folder, spent, read, records: await recordsOf(ingested) });
  return isTrue(world, outcomes, ingested);
}

type Told = {
  readonly folder: string;
  readonly spent: Readonly<Record<"ingestMs" | "storeMs" | "readMs" | "parseMs" | "writeMs", number>>;
  readonly read: { readonly bodies: number; readonly bytes: number; readonly rows: number };
  readonly records: number;
};

async function tell({ folder, spent, read, records }: Told): Promise<void> {
  const [megabytes, compressed] = [read.bytes / 1e6, (await sizeOf(join(folder, "objects"))) / 1e6];
  const reading = spent.readMs + spent.parseMs;
  console.log(
    `ingest: ${MONTH} from an archive, ${DATES.length} days, ${read.bodies.toLocaleString("en")} requests, ${read.rows.toLocaleString("en")} rows, ` +
      `${megabytes.toFixed(0)} MB (${compressed.toFixed(0)} MB compressed), ${records.toLocaleString("en")} records`,
  );
  const rate = `${Math.round(read.rows / (spent.ingestMs / 1000)).toLocaleString("en")} rows/s`;
  line("ingest", `${seconds(spent.ingestMs)}, ${rate}, of it storing ${seconds(spent.storeMs)}`);
  line("decompress the same bodies", seconds(spent.readMs));
  line("parse them as JSON", seconds(spent.parseMs));
  line("write the same days", seconds(spent.writeMs));
  line("ingest / (decompress + parse)", `${(spent.ingestMs / reading).toFixed(2)}x`);
  line("ingest / (parse + write)", `${(spent.ingestMs / (spent.parseMs + spent.writeMs)).toFixed(2)}x`);
  line("ingest / (decompress + parse + write)", barText(spent.ingestMs / (reading + spent.writeMs), { atMost: 1.5 }));
}

/** Every day whole, and every record of the month as the world made it. */
async function isTrue(world: World, outcomes: readonly IngestOutcome[], stores: Stores): Promise<boolean> {
  const isWhole = outcomes.every(
    (day) => day.outcome === "stored" && day.periods.every(({ state }) => state === "complete" || state === "empty"),
  );
  for (const date of DATES) {
    const [found, truth] = [await stores.recordsOfDay(date), world.truth(date)];
    const isSame = truth.every(({ netWh, paymentGbp }, at) => {
      const stored = found[at];
      return stored?.netWh === netWh && (stored.paymentGbp?.toFixed(6) ?? null) === paymentGbp;
    });
    if (!isSame || found.length !== truth.length) return false;
  }
  return isWhole;
}

async function recordsOf(stores: Stores): Promise<number> {
  return (await stores.days(null)).reduce((sum, { tally }) => sum + tally.records, 0);
}

/** The object of every url. */
async function readIndex(folder: string): Promise<ReadonlyMap<string, string>> {
  const lines = (await readFile(join(folder, "index.ndjson"), "utf8")).trimEnd().split("\n");
  const entries = lines.map((text) => JSON.parse(text) as { readonly url: string; readonly sha256: string });
  return new Map(entries.map(({ url, sha256 }) => [url, sha256]));
}

const decompress = promisify(gunzip);
const BASE_PATH = new URL(ELEXON_BASE_URL).pathname;

/** The texts of bodies, so many at a time. */
async function readBodies(
  folder: string,
  index: ReadonlyMap<string, string>,
  urls: readonly string[],
): Promise<readonly string[]> {
  const texts: string[] = [];
  const waiting = [...urls.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const sha256 = index.get(`${BASE_PATH}${next[1]}`) ?? "";
      const file = join(folder, "objects", sha256.slice(0, 2), `${sha256.slice(2)}.gz`);
      texts[next[0]] = (await decompress(await readFile(file))).toString("utf8");
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_READS }, work));
  return texts;
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith(".gz"));
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ readonly ms: number; readonly result: Result }> {
  const startedAt = performance.now();
  const result = await work();
  return { ms: performance.now() - startedAt, result };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
