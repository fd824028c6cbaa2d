import {
  type BmUnit,
  curtailmentRecords,
  parseSettlementDate,
  registerHash,
  registerUpdate,
  settlementPeriods,
} from "@windhash/core";
import { memoryStores } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { script, scriptedSource, stackRow, units } from "../../test/scriptedSource.ts";
import { ingestDay } from "../ingest/ingestDay.ts";
import { concernedDays } from "./concernedDays.ts";
import { rederiveDays } from "./rederiveDays.ts";

const [MONDAY, TUESDAY] = [parseSettlementDate("2024-06-03"), parseSettlementDate("2024-06-04")];

/** Nobody knows yet what this one is. */
const open: BmUnit = { ...units[3]!, nationalGridId: "HAGHW-2", elexonId: "T_HAGHW-2", fuelType: null };
const register = [...units, open];
const decided = (countsAsWind: boolean, held: readonly BmUnit[] = register) =>
  registerUpdate({ held, stated: null, from: MONDAY, decisions: [{ id: "T_HAGHW-2", countsAsWind }] }).units;

/** Two held days from a source that can be asked again; only on Monday the open unit was bid down. */
async function twoDays(first = register) {
  const store = memoryStores();
  const put = (held: readonly BmUnit[]) => store.putBmUnits(held, { source: "test", statedAt: 0, committedAt: 0 });
  await put(first);
  const said = script();
  said.counts = () => 0;
  const source = scriptedSource(said);
  const ingest = async (settlementDate: typeof MONDAY, held = first) => {
    said.stack = rowsOf(settlementDate);
    await ingestDay({ settlementDate, method: "stack", source, units: held, store, clock: () => 1_717_500_000 });
  };
  await ingest(MONDAY);
  await ingest(TUESDAY);
  said.stack = rowsOf(MONDAY);
  const rederive = async (held: readonly BmUnit[], archive: typeof source | null = source) =>
    rederiveDays({ days: await concernedDays(store, held), archive, units: held, store, clock: () => 1_718_000_000 });
  return { store, said, put, ingest, rederive };
}

function rowsOf(settlementDate: typeof MONDAY) {
  const hidden = stackRow(settlementDate, 7, { bmUnitId: "T_HAGHW-2" as never, originalPriceGbpPerMwh: "-60" });
  return [stackRow(settlementDate, 5), ...(settlementDate === MONDAY ? [hidden] : [])];
}

describe("concernedDays", () => {
  it("are none while the register says of every row what it said when it was stored", async () => {
    const { store } = await twoDays();
    expect(await concernedDays(store, register)).toEqual([]);
    expect(await concernedDays(store, decided(false))).toEqual([]);
    expect(await concernedDays(memoryStores(), register)).toEqual([]);
  });

  it("are those with bids of a unit that counts as wind now, or with records of one that does not", async () => {
    const { store } = await twoDays();
    const dates = async (held: readonly BmUnit[]) =>
      (await concernedDays(store, held)).map(({ day, begins, ceases }) => [day.settlementDate, begins, ceases]);
    expect(await dates(decided(true))).toEqual([[MONDAY, ["T_HAGHW-2"], []]]);
    const without = register.map((unit) => ({ ...unit, fuelType: unit.fuelType === "WIND" ? "OTHER" : unit.fuelType }));
    expect(await dates(without)).toEqual([
      [MONDAY, [], ["T_MOWEO-1"]],
      [TUESDAY, [], ["T_MOWEO-1"]],
    ]);
  });
});

describe("what has become wind", () => {
  it("is found again after it was decided not to be", async () => {
    const { store, rederive } = await twoDays();
    let held: readonly BmUnit[] = register;
    for (const countsAsWind of [true, false, true]) {
      held = decided(countsAsWind, held);
      expect((await rederive(held)).days).toMatchObject([{ settlementDate: MONDAY, outcome: "stored" }]);
    }
    expect((await store.recordsOfDay(MONDAY)).map(({ bmUnitId }) => bmUnitId)).toEqual(["T_MOWEO-1", "T_HAGHW-2"]);
  });

  it("concerns every day, where another fuel type was stated until then, and none twice", async () => {
    const stated = (fuelType: string) => [...units, { ...open, fuelType }];
    const { store, said, put, rederive } = await twoDays(stated("OTHER"));
    expect(await store.unmappedBids(null)).toEqual([]);
    const wind = stated("WIND");
    const dates = async () => (await concernedDays(store, wind)).map(({ day, begins }) => [day.settlementDate, begins]);
    const both = [MONDAY, TUESDAY].map((date) => [date, ["HAGHW-2", "T_HAGHW-2"]]);
    expect(await dates()).toEqual(both);
    await put(wind);
    expect(await dates()).toEqual(both);
    said.stack = rowsOf(MONDAY);
    const [monday] = (await rederive(wind)).days;
    expect(monday).toMatchObject({ settlementDate: MONDAY, outcome: "stored", change: { added: 1 } });
    expect(await dates()).toEqual(both.slice(1));
    said.stack = rowsOf(TUESDAY);
    expect((await rederive(wind)).days).toMatchObject([
      { settlementDate: TUESDAY, outcome: "stored", change: { added: 0 } },
    ]);
    expect(await dates()).toEqual([]);
  });
});

describe("rederiveDays", () => {
  it("makes a new revision of the days concerned alone, from the same bodies, and keeps no attempt", async () => {
    const { store, rederive } = await twoDays();
    const before = await store.attempts(MONDAY);
    const { days, interrupted } = await rederive(decided(true));
    expect(interrupted).toBe(false);
    expect(days).toMatchObject([
      {
        settlementDate: MONDAY,
        method: "stack",
        outcome: "stored",
        change: { changed: true, revision: 2, added: 1, removed: 0 },
      },
    ]);
    const [monday, tuesday] = await store.days(null);
    expect([monday?.registerHash, monday?.tally.grossWh, tuesday?.revision]).toEqual([
      registerHash(decided(true)),
      21_000_000,
      1,
    ]);
    expect(await store.attempts(MONDAY)).toEqual(before);
  });

  it("repeats nothing, and takes back what was decided", async () => {
    const { store, rederive } = await twoDays();
    await rederive(decided(true));
    expect((await rederive(decided(true))).days).toEqual([]);
    expect((await rederive(decided(false, decided(true)))).days).toMatchObject([
      { outcome: "stored", change: { revision: 3, removed: 1 } },
    ]);
    expect((await rederive(decided(false))).days).toEqual([]);
    expect((await store.recordsOfDay(MONDAY)).map(({ bmUnitId }) => bmUnitId)).toEqual(["T_MOWEO-1"]);
  });

  it("leaves a day whose bodies are not there, cannot be read, or are others by now", async () => {
    const { store, said, rederive } = await twoDays();
    const held = [await store.days(null), await store.recordsOfDay(MONDAY), await store.attempts(MONDAY)];
    const reasons = async (archive?: null) =>
      (await rederive(decided(true), archive)).days.map((day) => (day.outcome === "left" ? day.reason : day.outcome));
    expect(await reasons(null)).toEqual(["what it was read from is not in the archive"]);
    said.stack = [...rowsOf(MONDAY), stackRow(MONDAY, 9)];
    expect(await reasons()).toEqual([expect.stringContaining("got other answers")]);
    said.failures.set(7, new Error("The disk is gone."));
    expect(await reasons()).toEqual([expect.stringContaining("The disk is gone.")]);
    expect([await store.days(null), await store.recordsOfDay(MONDAY), await store.attempts(MONDAY)]).toEqual(held);
  });

  it("is not concerned with a day that was imported, which is what its file says", async () => {
    const { store, rederive } = await twoDays();
    const volumes = await store.volumesOfDay(TUESDAY);
    const periods = settlementPeriods(TUESDAY).map((settlementPeriod) => ({
      settlementPeriod,
      state: "unconfirmed" as const,
      reason: "imported",
      sourceRows: 0,
      countedRows: null,
      fetchedAt: null,
    }));
    const hashes = { payloadHash: "0".repeat(64), registerHash: registerHash(register) };
    const day = { settlementDate: TUESDAY, method: "import" as const, ...hashes, periods, volumes };
    await store.replaceDay({ ...day, records: curtailmentRecords(volumes) }, { committedAt: 1_718_000_000 });
    const gone = register.map((unit) => ({ ...unit, fuelType: "OTHER" }));
    const { days } = await rederive(gone);
    expect(days.map(({ settlementDate, outcome }) => [settlementDate, outcome])).toEqual([[MONDAY, "stored"]]);
  });

  it("stops before the next day when it is interrupted, and goes on from there", async () => {
    const { store, said, rederive } = await twoDays();
    const gone = register.map((unit) => ({ ...unit, fuelType: "OTHER" }));
    const controller = new AbortController();
    const input = { days: await concernedDays(store, gone), archive: scriptedSource(said), units: gone, store };
    const stopped = await rederiveDays(
      { ...input, clock: () => 0 },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    expect([stopped.interrupted, stopped.days.length]).toEqual([true, 1]);
    said.stack = rowsOf(TUESDAY);
    expect((await rederive(gone)).days.map(({ settlementDate }) => settlementDate)).toEqual([TUESDAY]);
  });
});
