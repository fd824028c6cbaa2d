import {
  canonicalRecord,
  canonicalVolume,
  type BmUnit,
  type CurtailmentRecord,
  type HeldPeriod,
  parseSettlementDate,
  PROVISIONAL_S,
  type SettlementDate,
  settlementDay,
  type SourceMethod,
  type Stores,
} from "@windhash/core";
import { elexonBalancingSource, elexonBmUnitSource, elexonClient, type Fetch, type Timing } from "@windhash/elexon";
import { ingestDay } from "@windhash/pipeline";
import { openPglite, openStores } from "@windhash/store-pg";
import {
  ALL_FAULTS,
  type Faults,
  memoryStores,
  type ReplayServer,
  startReplayServer,
  syntheticWorld,
  type TrueRecord,
  type World,
} from "@windhash/testkit";
import { afterAll, describe, expect, it } from "vitest";
import { inTemporaryFolder } from "./windhash.ts";

/** `WINDHASH_LONG=1` asks some 10,000 times; without it a small part of the same is done. */
const IS_LONG = process.env["WINDHASH_LONG"] === "1";

/** 2026-01-10T12:00:00Z: the last two of the days are then younger than three days. */
const START_S = 1_768_046_400;
const DAY_S = 86_400;

/** Both days on which the clock changes, days that follow each other, and days that are still likely to be restated. */
const SOME_DAYS = ["2025-03-30", "2025-10-26", "2026-01-08"];
const MANY_DAYS = [...SOME_DAYS, "2025-10-27", "2025-12-30", "2025-12-31", "2026-01-01", "2026-01-09"];
const DATES = (IS_LONG ? MANY_DAYS : SOME_DAYS).map(parseSettlementDate).toSorted();

const FAULTS: Faults = { share: 0.3, weights: ALL_FAULTS };
const REQUESTS_PER_SECOND = 4;

type Trial = {
  readonly method: SourceMethod;
  readonly seed: number;
  /** Runs over all days under faults; then the source is healed. */
  readonly disturbedRuns: number;
  /** All by default. */
  readonly dates?: readonly SettlementDate[];
};

/** The methods need 97, 5 and 6 requests a day and more under faults, so the last two are asked for more often. */
const TRIALS: readonly Trial[] = IS_LONG
  ? [
      ...[1, 2, 3].map((seed): Trial => ({ method: "stack", seed, disturbedRuns: 3 })),
      ...[4, 5, 6, 7].map((seed): Trial => ({ method: "boav", seed, disturbedRuns: 12 })),
      ...[8, 9, 10, 11].map((seed): Trial => ({ method: "pn", seed, disturbedRuns: 12 })),
    ]
  : [
      { method: "stack", seed: 1, disturbedRuns: 1 },
      { method: "boav", seed: 4, disturbedRuns: 6 },
      { method: "pn", seed: 8, disturbedRuns: 6 },
    ];

/** What all trials came to, for the report of the long mode. */
const seen = {
  requests: 0,
  underFaults: 0,
  faults: new Map<string, number>(),
  outcomes: new Map<string, number>(),
  states: new Map<string, number>(),
};

afterAll(() => {
  if (IS_LONG)
    console.log(
      JSON.stringify(seen, (_, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value)),
    );
});

describe.each(TRIALS)("a hostile source, $method, seed $seed", (trial) => {
  it("never makes a figure of a failure, and once it is healed everything is as if it had never failed", async () => {
    await expectSurvival(trial, memoryStores());
  }, 600_000);
});

describe("a hostile source and a real database", () => {
  it("leaves the same behind there", async () => {
    await inTemporaryFolder(async (directory) => {
      const database = await openPglite({ directory: `${directory}/db`, holder: { command: "test", startedAt: 0 } });
      try {
        const trial: Trial = { method: "pn", seed: 21, disturbedRuns: 2, dates: DATES.slice(-2) };
        await expectSurvival(trial, await openStores(database));
      } finally {
        await database.close();
      }
    });
  }, 600_000);
});

describe("a source that loses what it said of the evening before", () => {
  it("is not believed about the first periods of a day, in which that may still hold units down", async () => {
    const world = syntheticWorld({ seed: 8 });
    const dates = ["2025-11-02", "2025-11-04"].map(parseSettlementDate);
    const server = await startReplayServer({ world });
    try {
      const { source, units, timing } = await connect(server);
      const forgetful: typeof source = {
        ...source,
        async acceptances(query) {
          const answer = await source.acceptances(query);
          const midnight = dates.map((date) => settlementDay(date).startsAt).find((at) => at > query.startsAt) ?? 0;
          return { ...answer, rows: answer.rows.filter(({ startsAt }) => startsAt >= midnight) };
        },
      };
      const stores = memoryStores();
      const clock = () => Math.floor(timing.nowMs() / 1000);
      await runOnce({ dates, method: "pn", source: forgetful, units, stores, clock }, world);
      const periods = (await stores.days(null)).flatMap((day) => day.periods);
      const unsure = periods.filter(({ state }) => state === "unconfirmed").map((period) => period.settlementPeriod);
      expect(unsure).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
    } finally {
      await server.close();
    }
  });
});

async function expectSurvival({ method, seed, disturbedRuns, dates = DATES }: Trial, stores: Stores): Promise<void> {
  const world = syntheticWorld({ seed });
  const server = await startReplayServer({ world }, { seed });
  try {
    const { source, units, timing, asked } = await connect(server);
    const ingest = { dates, method, source, units, stores, clock: () => Math.floor(timing.nowMs() / 1000) };
    server.setFaults(FAULTS);
    for (let run = 0; run < disturbedRuns; run += 1) await runOnce(ingest, world);
    server.setFaults(null);
    seen.underFaults += server.served.length;
    await runOnce(ingest, world);
    await timing.sleep(5 * DAY_S * 1000);
    await runOnce(ingest, world);
    expect(await unsureDays(stores, dates)).toEqual([]);
    const undisturbed = memoryStores();
    await runOnce({ ...ingest, stores: undisturbed }, world);
    const expected = await dump(undisturbed, dates);
    expect(await dump(stores, dates)).toEqual(expected);
    expectTruth(method, expected, world);
    expectRateKept(asked);
    await tell(server, stores);
  } finally {
    await server.close();
  }
}

/** The real client over real HTTP; waiting alone is not real. */
async function connect(server: ReplayServer) {
  const asked: number[] = [];
  const timing = virtualTiming();
  const timedFetch: Fetch = (...request) => {
    asked.push(timing.elapsedMs());
    return fetch(...request);
  };
  const client = elexonClient({
    fetch: timedFetch,
    baseUrl: server.baseUrl,
    requestsPerSecond: REQUESTS_PER_SECOND,
    timeoutMs: 1000,
    timing,
  });
  const { rows: units } = await elexonBmUnitSource({ client }).bmUnits();
  return { source: elexonBalancingSource({ client }), units, timing, asked };
}

/**
 * A clock that only sleeping moves: when everything else that can go on has gone on, it goes to where the first sleeper wants to be.
 */
function virtualTiming(): Timing {
  const sleepers: { readonly wakesAt: number; readonly wake: () => void }[] = [];
  let elapsed = 0;
  let drawn = 0;
  const wakeFirst = () => {
    sleepers.sort((a, b) => a.wakesAt - b.wakesAt);
    const first = sleepers.shift();
    if (first === undefined) return;
    elapsed = Math.max(elapsed, first.wakesAt);
    first.wake();
  };
  return {
    nowMs: () => START_S * 1000 + elapsed,
    elapsedMs: () => elapsed,
    sleep: (durationMs) =>
      new Promise((resolve) => {
        sleepers.push({ wakesAt: elapsed + durationMs, wake: resolve });
        setImmediate(wakeFirst);
      }),
    random: () => ((drawn += 1) % 10) / 10,
  };
}

type DayInput = Parameters<typeof runDay>[0];
type Ingest = Omit<DayInput, "settlementDate"> & { readonly dates: readonly SettlementDate[] };

/** Ingests every day once and holds what must hold, whatever the source did. */
async function runOnce({ dates, ...ingest }: Ingest, world: World): Promise<void> {
  for (const settlementDate of dates) {
    await runDay({ ...ingest, settlementDate });
    await expectTrueStates(ingest, settlementDate, world);
  }
}

/** A failure leaves the day as it was and is told of in the attempts, with its reason. */
async function runDay(input: {
  readonly settlementDate: SettlementDate;
  readonly method: SourceMethod;
  readonly source: ReturnType<typeof elexonBalancingSource>;
  readonly units: readonly BmUnit[];
  readonly stores: Stores;
  readonly clock: () => number;
}): Promise<void> {
  const { stores, settlementDate, ...rest } = input;
  const before = { day: await dumpDay(stores, settlementDate), attempts: await stores.attempts(settlementDate) };
  const { outcome } = await ingestDay({ ...rest, settlementDate, store: stores });
  count(seen.outcomes, outcome);
  const attempts = (await stores.attempts(settlementDate)).slice(before.attempts.length);
  const failures = attempts.filter((attempt) => attempt.outcome !== "ok");
  if (outcome === "stored" || outcome === "unchanged") {
    expect(failures).toEqual([]);
    return;
  }
  expect(outcome).toBe("failed");
  expect(failures.length).toBeGreaterThan(0);
  for (const { message } of failures) expect(message).not.toBeFalsy();
  expect(await dumpDay(stores, settlementDate)).toEqual(before.day);
}

/** `complete` and `empty` are said only of what is so, to the last digit; anything else says why it is not sure. */
async function expectTrueStates(
  { method, stores }: Pick<DayInput, "method" | "stores">,
  date: SettlementDate,
  world: World,
) {
  const [held] = await stores.days({ from: date, to: date });
  const records = await stores.recordsOfDay(date);
  const truth = world.truth(date).map((record) => byMethod(record, method));
  if (held === undefined) expect(records).toEqual([]);
  for (const period of held?.periods ?? []) {
    const place = `${method} ${date} ${period.settlementPeriod} ${period.state}`;
    const own = <Row extends { readonly settlementPeriod: number }>(rows: readonly Row[]) =>
      rows.filter(({ settlementPeriod }) => settlementPeriod === period.settlementPeriod);
    const [found, trueRecords] = [own(records).map(plainRecord), own(truth)];
    expect([place, isEarly(date, period)]).toEqual([place, period.state === "provisional"]);
    if (period.state === "complete" || period.state === "empty") {
      expect([place, found]).toEqual([place, trueRecords]);
      expect([place, period.state]).toEqual([place, trueRecords.length === 0 ? "empty" : "complete"]);
    } else expect([place, period.reason]).not.toEqual([place, null]);
  }
}

function isEarly(date: SettlementDate, { fetchedAt }: HeldPeriod): boolean {
  return fetchedAt !== null && fetchedAt < settlementDay(date).endsAt + PROVISIONAL_S;
}

async function unsureDays(stores: Stores, dates: readonly SettlementDate[]): Promise<readonly string[]> {
  const days = await stores.days(null);
  expect(days.map(({ settlementDate }) => settlementDate)).toEqual(dates);
  return days
    .filter(({ periods }) => periods.some(({ state }) => state !== "complete" && state !== "empty"))
    .map(({ settlementDate }) => settlementDate);
}

/** All that is held, without when it was fetched and stored. */
async function dump(stores: Stores, dates: readonly SettlementDate[]) {
  return Promise.all(dates.map((date) => dumpDay(stores, date)));
}

async function dumpDay(stores: Stores, date: SettlementDate) {
  const [held] = await stores.days({ from: date, to: date });
  const records = await stores.recordsOfDay(date);
  const volumes = await stores.volumesOfDay(date);
  return {
    date,
    held: held && { method: held.method, payload: held.payloadHash, register: held.registerHash, tally: held.tally },
    periods: held?.periods.map(withoutTime) ?? [],
    records,
    canonical: [...records.map(canonicalRecord), ...volumes.map(canonicalVolume)],
  };
}

function withoutTime({ settlementPeriod, state, reason, sourceRows }: HeldPeriod) {
  return { settlementPeriod, state, reason, sourceRows };
}

function expectTruth(method: SourceMethod, days: Awaited<ReturnType<typeof dump>>, world: World): void {
  for (const { date, records } of days) {
    expect(records.map(plainRecord)).toEqual(world.truth(date).map((record) => byMethod(record, method)));
  }
}

function plainRecord(record: CurtailmentRecord) {
  const { bidPaymentGbp, undoPaymentGbp, paymentGbp, ...rest } = record;
  return {
    ...rest,
    bidPaymentGbp: bidPaymentGbp?.toFixed(6) ?? null,
    undoPaymentGbp: undoPaymentGbp?.toFixed(6) ?? null,
    paymentGbp: paymentGbp?.toFixed(6) ?? null,
  };
}

/** Accepted volumes have no flags, so no part of them is known to be flagged. */
function byMethod(record: TrueRecord, method: SourceMethod) {
  return method === "boav" ? { ...record, soGrossWh: null, soNetWh: null } : record;
}

/** Any window of N + 1 requests, retries among them, spans at least N / rate. */
function expectRateKept(askedAtMs: readonly number[]): void {
  for (const n of [1, REQUESTS_PER_SECOND, 10 * REQUESTS_PER_SECOND]) {
    const spans = askedAtMs.slice(n).map((at, index) => at - askedAtMs[index]!);
    expect(Math.min(...spans)).toBeGreaterThanOrEqual((n * 1000) / REQUESTS_PER_SECOND - 1e-6);
  }
}

async function tell(server: ReplayServer, stores: Stores): Promise<void> {
  seen.requests += server.served.length;
  for (const { fault } of server.served) if (fault !== null) count(seen.faults, fault);
  for (const { periods } of await stores.days(null)) for (const { state } of periods) count(seen.states, state);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
