import {
  DayMovedError,
  DEFAULT_BASIS,
  minerModel,
  parseSettlementDate,
  type SettlementDate,
  type Stores,
} from "@windhash/core";
import { networkHistory } from "@windhash/core/network-history";
import { memoryStores } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { script, scriptedSource, stackRow, units } from "../../test/scriptedSource.ts";
import { ingestDay } from "../ingest/ingestDay.ts";
import { openLedger } from "../reconcile/ledger.ts";
import { reconcileRange } from "../reconcile/reconcileRange.ts";
import { type DayRows, type RowKind, rowsOfDays } from "./rowsOfDays.ts";

const [first, second, third] = ["2024-06-03", "2024-06-04", "2024-06-05"].map(parseSettlementDate) as [
  SettlementDate,
  SettlementDate,
  SettlementDate,
];
const range = { from: first, to: third };

async function ingest(store: Stores, settlementDate: SettlementDate, volumes: readonly string[]): Promise<void> {
  const said = script();
  said.stack = volumes.map((volumeMwh, index) => stackRow(settlementDate, 9 - index, { volumeMwh }));
  const source = scriptedSource(said);
  await ingestDay({ settlementDate, method: "stack", source, units, store, clock: () => 0, force: true });
}

/** The first day has curtailment, the second none, the third is not held. */
async function stored() {
  const store = memoryStores();
  await store.saveSettings({ models: [minerModel("S9")], basis: DEFAULT_BASIS }, { committedAt: 0 });
  await store.saveHistory(networkHistory, "built in");
  await ingest(store, first, ["-10", "-20", "-30"]);
  await ingest(store, second, []);
  await reconcileRange(await openLedger(store), { range: null, command: "test", clock: () => 0 });
  return store;
}

async function rows(store: Stores, kind: RowKind): Promise<readonly DayRows[]> {
  const days: DayRows[] = [];
  await rowsOfDays(store, { range, kind }, (day) => void days.push(day));
  return days;
}

describe("rowsOfDays", () => {
  it("gives every day of the range in order, those that are not held without rows", async () => {
    const store = await stored();
    for (const kind of ["records", "volumes", "calculations"] as const) {
      const days = await rows(store, kind);
      expect(days.map(({ settlementDate }) => settlementDate)).toEqual([first, second, third]);
      expect(days.map(({ held }) => held?.revision ?? null)).toEqual([1, 1, null]);
      expect(days.map((day) => day.rows.length)).toEqual([3, 0, 0]);
    }
    const days = await rows(store, "days");
    expect(days.map((day) => (day.kind === "days" ? day.rows.map(({ totals }) => totals.netWh) : null))).toEqual([
      [60_000_000],
      [0],
      [],
    ]);
  });

  it.each(["records", "volumes", "calculations"] as const)("gives %s in key order", async (kind) => {
    const [day] = await rows(await stored(), kind);
    expect(day?.rows).toMatchObject([{ settlementPeriod: 7 }, { settlementPeriod: 8 }, { settlementPeriod: 9 }]);
  });

  it("says which bitcoin was worked out from other records than those held", async () => {
    const store = await stored();
    const outdated = async (kind: RowKind) => (await rows(store, kind)).map(({ isOutdated }) => isOutdated);
    expect(await outdated("calculations")).toEqual([false, false, false]);
    await ingest(store, first, ["-10", "-25"]);
    expect(await outdated("calculations")).toEqual([true, false, false]);
    expect(await outdated("days")).toEqual([true, false, false]);
  });

  it("reads a day again that is committed meanwhile, so that rows and states are of one revision", async () => {
    const store = await stored();
    const recordsOfDay: Stores["recordsOfDay"] = async (date) => {
      const records = await store.recordsOfDay(date);
      if (date === first && records.length === 3) await ingest(store, first, ["-1"]);
      return records;
    };
    const [day] = await rows({ ...store, recordsOfDay }, "records");
    expect([day?.held?.revision, day?.rows.length]).toEqual([2, 1]);
  });

  it("gives up on a day that is committed faster than it can be read", async () => {
    const store = await stored();
    let volume = 0;
    const recordsOfDay: Stores["recordsOfDay"] = async (date) => {
      await ingest(store, first, [`-${(volume += 1)}`]);
      return store.recordsOfDay(date);
    };
    await expect(rows({ ...store, recordsOfDay }, "records")).rejects.toThrow(DayMovedError);
  });

  it("ends before the next day when it is stopped", async () => {
    const stop = new AbortController();
    const given: SettlementDate[] = [];
    const give = ({ settlementDate }: DayRows): void => {
      given.push(settlementDate);
      stop.abort();
    };
    const outcome = await rowsOfDays(await stored(), { range, kind: "days" }, give, { signal: stop.signal });
    expect([outcome, given]).toEqual([{ interrupted: true }, [first]]);
  });
});
