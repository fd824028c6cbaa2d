import {
  calculated,
  calculationsOf,
  changeBetween,
  createTestDatabase,
  MODEL_IDS,
  plain,
  sample,
  SOME_INPUTS,
} from "@windhash/testkit";
import {
  type CurtailmentDay,
  DayMovedError,
  DEFAULT_BASIS,
  NO_RECORDS,
  parseSettlementDate,
  recordTally,
  settlementDates,
  StoreError,
} from "@windhash/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, dumpCanonical, openPostgres, pgStores } from "../src/index.ts";
import { startChild } from "./childProcess.ts";
import { type OpenedDatabase, openTestPglite, openTestPostgres } from "./openStores.ts";
import { DAY, versions } from "./versions.ts";

const NOON = { committedAt: 1_700_000_000 };
const MONTH = settlementDates({ from: DAY, to: parseSettlementDate("2022-01-24") });

async function dump(database: Database): Promise<string> {
  const lines = [];
  for await (const line of dumpCanonical(database)) lines.push(line);
  return lines.join("\n");
}

describe("a PostgreSQL server with several writers", () => {
  let opened: OpenedDatabase & { readonly connectionString: string };
  let others: Database[];
  beforeAll(async () => {
    opened = await openTestPostgres();
    const { connectionString } = opened;
    others = await Promise.all([1, 2, 3, 4].map(() => openPostgres({ connectionString })));
  }, 60_000);
  beforeEach(() => opened.clear());
  afterAll(async () => {
    await Promise.all(others.map((database) => database.close()));
    await opened.close();
  });

  it("orders text otherwise than JavaScript, so that these tests mean something", async () => {
    const [row] = await opened.database.query<{ readonly first: boolean }>("SELECT 'a' < 'B' AS first");
    expect(row?.first).toBe(true);
  });

  it("commits every one of several versions of a day that are given at once, and holds the last one", async () => {
    const given = versions(12);
    const changes = await Promise.all(given.map((day, index) => pgStores(others[index % 4]!).replaceDay(day, NOON)));
    expect(changes.map(({ revision }) => revision).toSorted((a, b) => a - b)).toEqual(
      given.map((_, index) => index + 1),
    );
    const last = given[changes.findIndex(({ revision }) => revision === given.length)]!;
    const alone = await openTestPostgres();
    await alone.stores.replaceDay(last, NOON);
    expect(JSON.stringify(await opened.stores.recordsOfDay(DAY))).toBe(
      JSON.stringify(await alone.stores.recordsOfDay(DAY)),
    );
    expect((await opened.stores.days(null)).map(({ payloadHash, tally }) => [payloadHash, tally])).toEqual(
      (await alone.stores.days(null)).map(({ payloadHash, tally }) => [payloadHash, tally]),
    );
    await alone.close();
  }, 60_000);

  it("shows the commits of many days at once as 1, 2, ... at every moment, without a gap", async () => {
    const writing = { isOn: true };
    const written = Promise.all(
      MONTH.map((date, index) => pgStores(others[index % 4]!).replaceDay(versions(1, date)[0]!, NOON)),
    ).then(() => (writing.isOn = false));
    while (writing.isOn) {
      const [seen] = await opened.database.query<{ readonly isBeginning: boolean }>(
        'SELECT coalesce(max(ledger_no), 0) = count(*) AS "isBeginning" FROM ledger',
      );
      expect(seen?.isBeginning).toBe(true);
    }
    await written;
    const numbers = (await opened.stores.days(null)).map(({ ledgerNo }) => ledgerNo);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(MONTH.map((_, index) => index + 1));
  });

  it("numbers days, calculations, registers and settings that are written at once in one order, each with its rows", async () => {
    const days = MONTH.slice(0, 8).map((date) => versions(30, date).find(({ records }) => records.length > 3)!);
    const calculate = async (day: CurtailmentDay, index: number) => {
      const store = pgStores(others[index % 4]!);
      await store.replaceDay(day, { committedAt: 1000 - index });
      const after = sample(calculationsOf(day.records), index);
      const change = changeBetween({ settlementDate: day.settlementDate, revision: 1, before: [], after });
      await store.applyChange(change, SOME_INPUTS, { committedAt: 2000 - index });
    };
    const units = [1, 2, 3].map((number) => unit(`T_A-${number}`, null));
    await Promise.all([
      ...days.map(calculate),
      ...units.map((each, index) =>
        pgStores(others[index]!).putBmUnits([each], { source: "test", statedAt: 0, committedAt: index }),
      ),
      pgStores(others[3]!).saveSettings({ models: [], basis: DEFAULT_BASIS }, NOON),
    ]);
    const [entries] = await opened.database.query(
      `SELECT count(*) AS entries, max(ledger_no) AS last, bool_and(in_order) AS in_order,
              (SELECT count(*) FROM ledger JOIN day_revisions USING (ledger_no, committed_at, settlement_date)) AS days,
              (SELECT count(DISTINCT ledger_no) FROM ledger JOIN calculation_tallies USING (ledger_no, settlement_date)) AS calculations,
              (SELECT count(*) FROM ledger JOIN bm_units USING (ledger_no) WHERE kind = 'register') AS units,
              (SELECT count(*) FROM ledger JOIN settings_history USING (ledger_no) WHERE kind = 'settings') AS settings
       FROM (SELECT ledger_no, committed_at >= coalesce(lag(committed_at) OVER (ORDER BY ledger_no), '-infinity') AS in_order
             FROM ledger) AS each`,
    );
    expect(entries).toEqual({
      entries: 20n,
      last: 20n,
      in_order: true,
      days: 8n,
      calculations: 8n,
      units: 3n,
      settings: 1n,
    });
  });

  it.each([
    ["records that were replaced are lost", "DELETE FROM curtailment_record_history"],
    ["inputs are lost", "DELETE FROM calculation_inputs"],
    [
      "rows of a tally that stands are changed",
      "UPDATE historical_bitcoin_calculations SET bitcoin_msat = bitcoin_msat + 1",
    ],
    ["what was told is changed", "UPDATE calculation_tally_history SET bitcoin_msat = bitcoin_msat + 1"],
    ["rows that were kept are lost", "DELETE FROM calculation_history"],
  ])("refuses to tell the bitcoin of the past when %s", async (_, damage) => {
    const [first, second] = versions(60).filter(({ records, method }) => records.length > 3 && method === "stack") as [
      CurtailmentDay,
      CurtailmentDay,
    ];
    const rowsOf = (day: CurtailmentDay, models: number, index: number) =>
      calculated(day.records, MODEL_IDS.slice(0, models), () => SOME_INPUTS[index]!);
    const write = (
      revision: number,
      day: CurtailmentDay,
      [before, after]: readonly [ReturnType<typeof rowsOf>, ReturnType<typeof rowsOf>],
    ) => {
      const recordsChecksum = recordTally(DAY, day.records).checksum;
      const change = changeBetween({ settlementDate: DAY, revision, before, after, recordsChecksum });
      return opened.stores.applyChange(change, SOME_INPUTS, NOON);
    };
    await opened.stores.replaceDay(first, NOON);
    const [whole, part] = [rowsOf(first, 3, 0), rowsOf(first, 3, 0).slice(1)];
    await write(1, first, [[], part]);
    await write(1, first, [part, whole]);
    await opened.stores.replaceDay(second, NOON);
    await write(2, second, [whole, rowsOf(second, 2, 1)]);
    const past = () => Promise.all([2, 3, 5].map((ledgerNo) => opened.stores.asOf(ledgerNo).calculationsOfDay(DAY)));
    expect(plain(await past())).toEqual(plain([part, whole, rowsOf(second, 2, 1)]));
    await opened.database.query(damage);
    await expect(past()).rejects.toThrow(/must add up to what was told then/);
    await expect(past()).rejects.toThrow(StoreError);
  });

  it("writes a day once when several give the same at once", async () => {
    const [day] = versions(1);
    const changes = await Promise.all(others.map((database) => pgStores(database).replaceDay(day!, NOON)));
    expect(changes.filter(({ changed }) => changed)).toHaveLength(1);
    expect(changes.every(({ revision }) => revision === 1)).toBe(true);
  });

  it("never shows a day half replaced", async () => {
    const [first, second] = versions(2);
    await opened.stores.replaceDay(first!, NOON);
    const seen = new Set<string>();
    const writing = { isOn: true };
    const written = (async () => {
      for (let round = 0; round < 20; round += 1)
        await pgStores(others[0]!).replaceDay(
          { ...(round % 2 ? first! : second!), registerHash: "e".repeat(64) },
          NOON,
        );
      writing.isOn = false;
    })();
    while (writing.isOn) seen.add(JSON.stringify(await opened.stores.recordsOfDay(DAY)));
    await written;
    const whole = [first!, second!].map(({ records }) => JSON.stringify(records));
    expect([...seen].filter((records) => !whole.includes(records))).toEqual([]);
  });

  it("lets attempts be added to the same days by several at once", async () => {
    const attempts = MONTH.slice(0, 3).map((settlementDate) => ({
      settlementDate,
      settlementPeriod: null,
      method: "stack" as const,
      attemptedAt: 1,
      outcome: "ok" as const,
      message: null,
    }));
    const given = others.flatMap((database) =>
      [attempts, attempts.toReversed()].map((each) => pgStores(database).addAttempts(each)),
    );
    await Promise.all(given);
    expect(await opened.stores.attempts(DAY)).toHaveLength(8);
  });

  it("numbers runs that are added at once", async () => {
    const run = { startedAt: 1, endedAt: 2, command: "x", from: DAY, to: DAY, historyDigest: "ab", findings: [] };
    const numbers = await Promise.all(others.map((database) => pgStores(database).addRun(run)));
    expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  });

  it("has every calculation once when several reconcile the same day at once", async () => {
    const day = versions(30).find(({ records }) => records.length > 3)!;
    await opened.stores.replaceDay(day, NOON);
    const after = sample(calculationsOf(day.records), 1);
    const change = changeBetween({ settlementDate: DAY, revision: 1, before: [], after });
    await Promise.all(others.map((database) => pgStores(database).applyChange(change, SOME_INPUTS, NOON)));
    expect(plain(await opened.stores.calculationsOfDay(DAY))).toEqual(plain(after));
  });

  it("never writes calculations of a day that moves at the same time", async () => {
    const [day, restated] = versions(30).filter(({ records }) => records.length > 3) as [
      CurtailmentDay,
      CurtailmentDay,
    ];
    await opened.stores.replaceDay(day, NOON);
    const after = sample(calculationsOf(day.records), 1);
    const change = changeBetween({ settlementDate: DAY, revision: 1, before: [], after });
    const [replaced, applied] = await Promise.allSettled([
      pgStores(others[0]!).replaceDay(restated, NOON),
      pgStores(others[1]!).applyChange(change, SOME_INPUTS, NOON),
    ]);
    expect(replaced.status).toBe("fulfilled");
    expect(applied.status === "fulfilled" || applied.reason instanceof DayMovedError).toBe(true);
    const written = applied.status === "rejected" ? [] : after;
    expect(plain(await opened.stores.calculationsOfDay(DAY))).toEqual(plain(written));
  });

  it("keeps what a revision replaced, so that every earlier one can be told", async () => {
    const given = versions(6);
    for (const day of given) await opened.stores.replaceDay(day, NOON);
    for (const [index, { records, periods }] of given.entries()) {
      const rows = await opened.database.query<{ readonly line: string }>(
        `SELECT settlement_period || ' ' || bm_unit_id || ' ' || gross_wh AS line FROM (
           SELECT settlement_period, bm_unit_id, gross_wh FROM curtailment_records WHERE revision <= $1
           UNION ALL SELECT settlement_period, bm_unit_id, gross_wh FROM curtailment_record_history
           WHERE revision <= $1 AND replaced_in > $1) AS held ORDER BY settlement_period, bm_unit_id`,
        [index + 1],
      );
      expect(rows.map(({ line }) => line)).toEqual(
        records.map(({ settlementPeriod, bmUnitId, grossWh }) => `${settlementPeriod} ${bmUnitId} ${grossWh}`),
      );
      const states = await opened.database.query<{ readonly state: string }>(
        `SELECT state FROM (
           SELECT settlement_period, state FROM settlement_periods WHERE revision <= $1
           UNION ALL SELECT settlement_period, state FROM settlement_period_history
           WHERE revision <= $1 AND replaced_in > $1) AS held ORDER BY settlement_period`,
        [index + 1],
      );
      expect(states.map(({ state }) => state)).toEqual(periods.map(({ state }) => state));
    }
  });

  it.each([
    [
      "a record that was lost",
      "DELETE FROM curtailment_records WHERE ctid = (SELECT min(ctid) FROM curtailment_records)",
    ],
    ["a record that was changed", "UPDATE curtailment_records SET gross_wh = gross_wh + 1, net_wh = net_wh + 1"],
    ["a volume that was changed", "UPDATE accepted_volumes SET price_gbp_per_mwh = 1.5"],
    ["a summary that was lost", "DELETE FROM daily_summaries"],
    ["a summary that was changed", "UPDATE daily_summaries SET gross_wh = gross_wh + 1, net_wh = net_wh + 1"],
    ["a tally that was changed", "UPDATE day_revisions SET gross_wh = gross_wh + 1"],
  ])("repairs %s by hand when the day is given again", async (_, damage) => {
    const day = versions(60).find(({ volumes, method }) => volumes.length > 4 && method !== "pn")!;
    await opened.stores.replaceDay(day, NOON);
    await opened.database.query(damage);
    expect(await opened.stores.replaceDay(day, NOON)).toMatchObject({ changed: true, revision: 2 });
    expect(JSON.stringify(await opened.stores.recordsOfDay(DAY))).toBe(JSON.stringify(day.records));
    expect((await opened.stores.days(null))[0]!.tally.grossWh).toBe(
      day.records.reduce((sum, { grossWh }) => sum + grossWh, 0),
    );
    expect(await opened.stores.replaceDay(day, NOON)).toMatchObject({ changed: false, revision: 2 });
  });

  it.each([
    ["its revisions were lost", "DELETE FROM day_revisions"],
    ["its revisions and records were lost", "DELETE FROM day_revisions; DELETE FROM curtailment_records"],
    ["its records name a later revision", "UPDATE curtailment_records SET revision = 9"],
    ["its records name an earlier revision", "UPDATE curtailment_records SET revision = 1"],
    ["its periods name a later revision", "UPDATE settlement_periods SET revision = 9"],
    ["its periods name an earlier revision", "UPDATE settlement_periods SET revision = 1"],
  ])("can replace a day also when %s", async (_, damage) => {
    const given = versions(60).filter(({ records, method }) => records.length > 4 && method !== "pn");
    for (const day of given.slice(0, 3)) await opened.stores.replaceDay(day, NOON);
    for (const statement of damage.split("; ")) await opened.database.query(statement);
    for (const day of [...given.slice(3, 6), given[0]!]) {
      expect(await opened.stores.replaceDay(day, NOON)).toMatchObject({ changed: true });
      expect(plain(await opened.stores.recordsOfDay(DAY))).toEqual(plain(day.records));
      expect(plain((await opened.stores.days(null))[0]?.periods)).toEqual(plain(day.periods));
    }
  });

  it("leaves a summary out of totals whose day is not held, and still tells it for verification", async () => {
    const day = versions(60).find(({ records }) => records.length > 3)!;
    await opened.stores.replaceDay(day, NOON);
    await opened.database.query("DELETE FROM day_revisions");
    const range = { from: DAY, to: DAY };
    expect(plain((await opened.stores.total(range)).totals)).toEqual(plain(NO_RECORDS));
    expect(await opened.stores.groups(range, "day")).toEqual([]);
    expect(await opened.database.query("SELECT * FROM monthly_summaries")).toEqual([]);
    expect(await opened.stores.storedSummary(DAY)).not.toBeNull();
  });

  it("keeps nothing of a writer that is killed just before it commits, and is not held up by it", async () => {
    const [first] = versions(2);
    await opened.stores.replaceDay(first!, NOON);
    const before = await dump(opened.database);
    const child = startChild(new URL("./children/stallBeforeCommit.ts", import.meta.url), opened.connectionString);
    await child.line("about to commit");
    expect(await dump(opened.database)).toBe(before);
    await child.kill("SIGKILL");
    expect(await opened.stores.replaceDay(first!, NOON)).toMatchObject({ changed: false, revision: 1 });
    expect(await dump(opened.database)).toBe(before);
  }, 60_000);

  it("goes on after the server has closed its connections", async () => {
    await opened.stores.replaceDay(versions(1)[0]!, NOON);
    const ended = others[3]!.transaction([], async (transaction) => {
      const [row] = await transaction.query<{ readonly pid: number }>("SELECT pg_backend_pid() AS pid");
      await opened.database.query("SELECT pg_terminate_backend($1)", [row!.pid]);
      await transaction.query("SELECT 1");
    });
    await expect(ended).rejects.toThrow(StoreError);
    await expect(ended).rejects.toThrow(/run the command again/);
    expect(await pgStores(others[3]!).days(null)).toHaveLength(1);
  });
});

describe("the canonical dump", () => {
  it("is the same on both engines, and on a server that prints everything otherwise", async () => {
    const [postgres, pglite] = await Promise.all([openTestPostgres(), openTestPglite()]);
    for (const { stores } of [postgres, pglite]) {
      for (const day of [...versions(3), ...MONTH.slice(1, 4).flatMap((date) => versions(2, date))])
        await stores.replaceDay(day, { committedAt: Math.round(performance.now()) });
      await stores.putBmUnits([unit("T_A-1", null), unit("T_B-1", parseSettlementDate("2020-01-01"))], {
        source: "test",
        statedAt: 5,
        ...NOON,
      });
      await stores.putBmUnits([unit("T_A-1", null, "2.50")], { source: "test", statedAt: 5, ...NOON });
      await stores.saveSettings({ models: [], basis: DEFAULT_BASIS }, NOON);
      const rows = sample(calculationsOf(versions(3)[2]!.records), 1);
      for (const [before, after] of [
        [[], rows],
        [rows, rows.slice(1)],
      ] as const)
        await stores.applyChange(changeBetween({ settlementDate: DAY, revision: 3, before, after }), SOME_INPUTS, NOON);
    }
    const text = await dump(postgres.database);
    expect(text.split("\n").length).toBeGreaterThan(300);
    expect(text).toContain("2022-01-01|1|");
    expect(await dump(pglite.database)).toBe(text);
    await Promise.all([postgres.close(), pglite.close()]);
  }, 120_000);
});

function unit(nationalGridId: string, validFrom: typeof DAY | null, generationCapacityMw = "1.50") {
  return {
    nationalGridId,
    elexonId: null,
    name: null,
    farmId: "A",
    leadPartyId: null,
    leadPartyName: null,
    fuelType: null,
    generationCapacityMw,
    validFrom,
    goneSince: null,
    countsAsWind: null,
  };
}

describe("a server that cannot be used", () => {
  const refusal = async (connectionString: string): Promise<StoreError> => {
    const database = await openPostgres({ connectionString });
    try {
      return await database.query("SELECT 1").then(
        () => expect.unreachable(),
        (error: unknown) => error as StoreError,
      );
    } finally {
      await database.close();
    }
  };
  const everything = (error: unknown) =>
    `${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)}`;

  it("says that nothing listens", async () => {
    const error = await refusal("postgresql://me:sesame@127.0.0.1:1/windhash");
    expect(error).toBeInstanceOf(StoreError);
    expect(error.message).toMatch(/PostgreSQL at 127.0.0.1:1\/windhash: nothing listens there. Start the server/);
    expect(everything(error)).not.toContain("sesame");
  });

  it("says that the password is wrong, and does not repeat it", async ({ skip }) => {
    const { connectionString, drop } = await createTestDatabase();
    const url = new URL(connectionString);
    skip(url.password === "", "the given server asks for no password");
    url.password = "open-sesame";
    const error = await refusal(url.href);
    expect(error.message).toMatch(/the password is wrong/);
    expect(everything(error)).not.toContain("sesame");
    await drop();
  });

  it("says that the database does not exist", async () => {
    const { connectionString, drop } = await createTestDatabase();
    const url = new URL(connectionString);
    url.pathname = "/no_such_database";
    expect((await refusal(url.href)).message).toMatch(/the database does not exist. Create it/);
    await drop();
  });

  it.each(["postgresql://me:sesame@host:notaport/x", "postgresql://me:ses%ame@[::/x"])(
    "refuses a connection string that cannot be read, and does not repeat it: %s",
    async (connectionString) => {
      const error = await openPostgres({ connectionString }).then(
        () => expect.unreachable(),
        (reason: unknown) => reason as StoreError,
      );
      expect(error).toBeInstanceOf(StoreError);
      expect(error.message).toMatch(/must be a connection string such as/);
      expect(everything(error)).not.toMatch(/ses/);
    },
  );
});
