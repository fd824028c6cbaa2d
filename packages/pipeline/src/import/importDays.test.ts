import { type BmUnitId, parseSettlementDate, type SettlementDate } from "@windhash/core";
import { memoryStores } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { stackRow, script, scriptedSource, units } from "../../test/scriptedSource.ts";
import { ingestDay } from "../ingest/ingestDay.ts";
import type { VolumeFileFormat } from "./format.ts";
import { importDays } from "./importDays.ts";
import { heldElsewhere, type ImportChoice, planImport } from "./planImport.ts";
import { readVolumeFile } from "./readVolumeFile.ts";

const FORMAT: VolumeFileFormat = {
  columns: { date: "date", period: "period", id: "unit", volume: "mwh" },
  unit: "mwh",
  sign: "positive",
};
const [FIRST, SECOND] = ["2025-04-01", "2025-04-02"].map(parseSettlementDate) as [SettlementDate, SettlementDate];
const NOTHING_CHOSEN: ImportChoice = { acceptRest: false, replace: false };

function bench() {
  const store = memoryStores();
  const plan = (rows: readonly string[], name = "mine.csv", attribution: string | null = null) => {
    const bytes = new TextEncoder().encode(["date,period,unit,mwh", ...rows].join("\n"));
    const file = readVolumeFile({ bytes, name, format: FORMAT, now: 1_767_225_600 });
    return planImport({ file, units, attribution, store });
  };
  const take = async (rows: readonly string[], choice: Partial<ImportChoice> = {}, name = "mine.csv") =>
    importDays({
      plan: await plan(rows, name),
      choice: { ...NOTHING_CHOSEN, ...choice },
      store,
      clock: () => 1_767_225_600,
    });
  const ingested = async (settlementDate: SettlementDate) => {
    const said = script();
    said.stack = [stackRow(settlementDate, 1)];
    await ingestDay({ settlementDate, method: "stack", source: scriptedSource(said), units, store, clock: () => 0 });
  };
  return { store, plan, take, ingested };
}

describe("importDays", () => {
  it("stores volumes under the register's ids, those of one key added and not dropped", async () => {
    const { store, take } = bench();
    const rows = [
      "2025-04-01,17,MOWEO-1,1.5",
      "2025-04-01,17,T_MOWEO-1,1.5",
      "2025-04-01,17,MOWEO-1,0.25",
      "2025-04-01,18,BEATO-1,0",
    ];
    expect(await take(rows)).toMatchObject({
      stored: [{ settlementDate: FIRST, changed: true, revision: 1, added: 1 }],
    });
    expect(await store.recordsOfDay(FIRST)).toMatchObject([
      {
        bmUnitId: "T_MOWEO-1",
        settlementPeriod: 17,
        grossWh: 3_250_000,
        netWh: 3_250_000,
        undoWh: 0,
        soGrossWh: null,
        paymentGbp: null,
        unpricedWh: 3_250_000,
        acceptances: null,
      },
    ]);
    expect(
      (await store.volumesOfDay(FIRST)).map(({ ordinal, side, acceptanceId, bidOfferPairId }) => [
        ordinal,
        side,
        acceptanceId,
        bidOfferPairId,
      ]),
    ).toEqual([
      [0, "bid", 0, -1],
      [1, "bid", 0, -1],
      [2, "bid", 0, -1],
    ]);
    expect(await store.attempts(FIRST)).toMatchObject([{ method: "import", outcome: "ok", settlementPeriod: null }]);
  });

  it("holds every period as unconfirmed, with the file and whose figures they are, and never the folder", async () => {
    const { plan } = bench();
    const { days } = await plan(["2025-04-01,17,MOWEO-1,1"], "/home/someone/mine.csv", "NESO Open Data Licence");
    const periods = days[0]!.day.periods;
    expect(periods).toHaveLength(48);
    expect(new Set(periods.map(({ state, reason, fetchedAt }) => [state, reason, fetchedAt].join("; ")))).toEqual(
      new Set(["unconfirmed; from the file mine.csv (NESO Open Data Licence), and nothing vouches that it is whole; "]),
    );
    expect(periods.map(({ sourceRows }) => sourceRows).indexOf(1)).toBe(16);
  });

  it("counts beforehand what replacing a day does to its records, as storing it does", async () => {
    const { plan, take } = bench();
    await take(["2025-04-01,1,MOWEO-1,1", "2025-04-01,2,MOWEO-1,2", "2025-04-01,3,MOWEO-1,3"]);
    const other = [2, 3, 4, 5].map((period) => `2025-04-01,${period},MOWEO-1,${period === 3 ? 9 : 2}`);
    const { days } = await plan(other);
    expect(days[0]?.difference).toEqual({ added: 2, updated: 1, removed: 1 });
    expect((await take(other, { replace: true })).stored[0]).toMatchObject(days[0]!.difference);
  });

  it("clears what a source said of units that nobody knows to be wind", async () => {
    const { store, take } = bench();
    const said = script();
    said.stack = [stackRow(FIRST, 1), { ...stackRow(FIRST, 1), bmUnitId: "T_NEWW-1" as BmUnitId }];
    await ingestDay({
      settlementDate: FIRST,
      method: "stack",
      source: scriptedSource(said),
      units,
      store,
      clock: () => 0,
    });
    expect(await store.unmappedBids(null)).toHaveLength(1);
    await take(["2025-04-01,1,MOWEO-1,1"], { replace: true });
    expect(await store.unmappedBids(null)).toEqual([]);
  });

  it("says nothing of days between of which the file has no row", async () => {
    const { store, take } = bench();
    await take(["2025-04-01,1,MOWEO-1,1", "2025-04-03,1,MOWEO-1,1"]);
    expect((await store.days(null)).map(({ settlementDate }) => settlementDate)).toEqual(["2025-04-01", "2025-04-03"]);
  });

  it("writes nothing when the same file is imported again, also under another name", async () => {
    const { store, take } = bench();
    const rows = ["2025-04-01,1,MOWEO-1,1", "2025-04-02,1,MOWEO-1,2"];
    await take(rows);
    const before = [await store.days(null), await store.attempts(FIRST)];
    expect(await take(rows)).toEqual({ stored: [], interrupted: false });
    expect(await take(rows, { replace: true }, "renamed.csv")).toEqual({ stored: [], interrupted: false });
    expect([await store.days(null), await store.attempts(FIRST)]).toEqual(before);
  });

  it("lists units that the register does not hold, or does not call wind, and keeps them as they are written", async () => {
    const { store, plan, take } = bench();
    const rows = ["2025-04-01,1,NEWW-1,1", "2025-04-01,2,NEWW-1,2", "2025-04-01,1,DAMC-1,4", "2025-04-01,1,MOWEO-1,1"];
    expect((await plan(rows)).units).toEqual({
      count: 3,
      unregistered: [{ id: "NEWW-1", rows: 2, volumeMwh: { numerator: -3n, denominator: 1n } }],
      notWind: [{ id: "DAMC-1", rows: 1, volumeMwh: { numerator: -4n, denominator: 1n } }],
    });
    await take(rows);
    expect((await store.recordsOfDay(FIRST)).map(({ bmUnitId }) => bmUnitId)).toEqual([
      "NEWW-1",
      "T_DAMC-1",
      "T_MOWEO-1",
      "NEWW-1",
    ]);
  });
});

describe("an import of which rows are refused", () => {
  const rows = [
    "2025-04-01,1,MOWEO-1,1",
    "2025-04-01,49,MOWEO-1,1",
    "2025-04-02,7,MOWEO-1,-1",
    "2025-04-02,8,MOWEO-1,1",
  ];

  it("stores nothing", async () => {
    const { store, take } = bench();
    expect(await take(rows)).toEqual({ stored: [], interrupted: false });
    expect(await store.days(null)).toEqual([]);
  });

  it("stores the rest where that is wanted, and says at each period what was left out", async () => {
    const { store, take } = bench();
    await take([...rows, "no date,1,MOWEO-1,1"], { acceptRest: true });
    const [first, second] = await store.days(null);
    const reasons = (day: typeof first, period: number) => day?.periods[period - 1]?.reason?.replace(/^.*whole/, "");
    expect([reasons(first, 1), reasons(first, 48)]).toEqual(
      Array(2).fill("; 1 row of it refused; 1 row without a date refused"),
    );
    expect(reasons(second, 7)).toBe("; 1 row of it refused; 1 row without a date refused");
    expect(reasons(second, 8)).toBe("; 1 row without a date refused");
  });

  it("makes no day of refused rows alone", async () => {
    const { store, take } = bench();
    await take(["2025-04-01,1,MOWEO-1,1", "2025-04-02,1,MOWEO-1,-1"], { acceptRest: true });
    expect((await store.days(null)).map(({ settlementDate }) => settlementDate)).toEqual([FIRST]);
  });

  it("replaces what it stored without them, once they are put right", async () => {
    const { store, take } = bench();
    await take(["2025-04-01,1,MOWEO-1,1", "2025-04-01,2,MOWEO-1,-1"], { acceptRest: true });
    const mended = ["2025-04-01,1,MOWEO-1,1", "2025-04-01,2,MOWEO-1,1"];
    expect((await take(mended)).stored).toEqual([]);
    expect(await take(mended, { replace: true })).toMatchObject({ stored: [{ revision: 2, added: 1 }] });
    expect(await store.recordsOfDay(FIRST)).toHaveLength(2);
  });
});

describe("an import of days that are held from elsewhere", () => {
  const rows = ["2025-04-01,1,MOWEO-1,1", "2025-04-02,1,MOWEO-1,1"];

  it("stores nothing, and names them", async () => {
    const { store, plan, take, ingested } = bench();
    await ingested(FIRST);
    const before = await store.days(null);
    expect((await take(rows)).stored).toEqual([]);
    expect(await store.days(null)).toEqual(before);
    const blocking = heldElsewhere(await plan(rows), NOTHING_CHOSEN);
    expect(blocking.map(({ day, held }) => [day.settlementDate, held?.method])).toEqual([[FIRST, "stack"]]);
  });

  it("stores the other days where the rest is wanted", async () => {
    const { store, take, ingested } = bench();
    await ingested(FIRST);
    expect(await take(rows, { acceptRest: true })).toMatchObject({ stored: [{ settlementDate: SECOND, revision: 1 }] });
    expect((await store.days(null)).map(({ method }) => method)).toEqual(["stack", "import"]);
  });

  it("replaces them where that is wanted", async () => {
    const { store, take, ingested } = bench();
    await ingested(FIRST);
    expect(await take(rows, { replace: true })).toMatchObject({
      stored: [{ settlementDate: FIRST, revision: 2 }, { settlementDate: SECOND }],
    });
    expect((await store.days(null)).map(({ method }) => method)).toEqual(["import", "import"]);
  });

  it("does not write over a day that was written since it was planned", async () => {
    const { store, plan, ingested } = bench();
    const planned = await plan(rows);
    await ingested(FIRST);
    const importing = importDays({ plan: planned, choice: { acceptRest: true, replace: true }, store, clock: () => 0 });
    await expect(importing).rejects.toMatchObject({ code: "day-moved" });
    expect((await store.days(null)).map(({ method }) => method)).toEqual(["stack"]);
  });
});

it("goes on where it was interrupted", async () => {
  const { store, plan } = bench();
  const rows = ["2025-04-01,1,MOWEO-1,1", "2025-04-02,1,MOWEO-1,1"];
  const controller = new AbortController();
  const options = { signal: controller.signal, onProgress: () => controller.abort() };
  const run = async (jobOptions = {}) =>
    importDays({ plan: await plan(rows), choice: NOTHING_CHOSEN, store, clock: () => 0 }, jobOptions);
  expect(await run(options)).toMatchObject({ interrupted: true, stored: [{ settlementDate: FIRST }] });
  expect(await run()).toMatchObject({ interrupted: false, stored: [{ settlementDate: SECOND }] });
});
