import { DEFAULT_BASIS, minerModel, parseSettlementDate } from "@windhash/core";
import { networkHistory } from "@windhash/core/network-history";
import { memoryStores } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { script, scriptedSource, stackRow, units } from "../../test/scriptedSource.ts";
import { ingestDay } from "../ingest/ingestDay.ts";
import { openLedger } from "../reconcile/ledger.ts";
import { reconcileRange } from "../reconcile/reconcileRange.ts";
import { summariseRange } from "./summariseRange.ts";

const settlementDate = parseSettlementDate("2024-06-03");
const range = { from: settlementDate, to: parseSettlementDate("2024-06-04") };

async function calculated() {
  const stores = memoryStores();
  await stores.saveSettings({ models: [minerModel("S9")], basis: DEFAULT_BASIS }, { committedAt: 0 });
  await stores.saveHistory(networkHistory, "built in");
  const ingest = async (volumeMwh: string) => {
    const said = script();
    said.stack = [stackRow(settlementDate, 5, { volumeMwh })];
    said.counts = (period) => (period === 7 ? 3 : period === 5 ? 1 : 0);
    await ingestDay({
      settlementDate,
      method: "stack",
      source: scriptedSource(said),
      units,
      store: stores,
      clock: () => 0,
    });
  };
  await ingest("-10");
  await reconcileRange(await openLedger(stores), { range: null, command: "test", clock: () => 0 });
  return { stores, ingest };
}

describe("summariseRange", () => {
  it("says of which days the bitcoin is not that of today's records", async () => {
    const { stores, ingest } = await calculated();
    expect((await summariseRange(stores, { range })).outdatedDays).toEqual([]);
    await ingest("-5");
    expect((await summariseRange(stores, { range })).outdatedDays).toEqual([settlementDate]);
    const marks = async (by: "day" | "unit") =>
      (await summariseRange(stores, { range, by })).groups?.map(({ isOutdated }) => isOutdated);
    expect([await marks("day"), await marks("unit")]).toEqual([[true], [null]]);
  });

  it("names the periods that a reason keeps from being complete, and counts those of which nothing is held", async () => {
    const { stores } = await calculated();
    const { reasons, periods, days } = await summariseRange(stores, { range });
    expect(reasons).toEqual([
      { reason: "the source counts 3 rows, 0 were read", periods: [{ settlementDate, settlementPeriod: 7 }] },
    ]);
    expect(periods).toEqual({
      expected: 96,
      present: 48,
      byState: { complete: 1, empty: 46, provisional: 0, unconfirmed: 1 },
    });
    expect(days).toMatchObject({ unconfirmed: 1, unknown: 1 });
  });

  it("marks each line of a breakdown by day or period by the state of what it is built on", async () => {
    const { stores } = await calculated();
    const states = async (by: "day" | "period" | "unit") =>
      (await summariseRange(stores, { range, by })).groups?.map(({ group, state }) => [group, state]);
    expect(await states("day")).toEqual([[settlementDate, "unconfirmed"]]);
    expect(await states("period")).toEqual([["5", "complete"]]);
    expect(await states("unit")).toEqual([[expect.any(String), null]]);
  });

  it("marks a period by the worst in which it is held on any day of the range", async () => {
    const { stores } = await calculated();
    const [held] = await stores.days(range);
    const worse = held!.periods.map((period) =>
      period.settlementPeriod === 5 ? { ...period, state: "provisional" as const } : period,
    );
    const days = async () => [held!, { ...held!, settlementDate: range.to, periods: worse }];
    const { groups } = await summariseRange({ ...stores, days }, { range, by: "period" });
    expect(groups?.map(({ state }) => state)).toEqual(["provisional"]);
  });

  it("calls a line unknown that is built on a day which has lost periods", async () => {
    const { stores } = await calculated();
    const [held] = await stores.days(range);
    const days = async () => [{ ...held!, periods: held!.periods.filter((period) => period.settlementPeriod !== 5) }];
    const marked = async (by: "day" | "period") => (await summariseRange({ ...stores, days }, { range, by })).groups;
    expect((await marked("day"))?.map(({ state }) => state)).toEqual(["unknown"]);
    expect((await marked("period"))?.map(({ state }) => state)).toEqual(["unknown"]);
  });

  it("does not know the totals of a range of which nothing is held", async () => {
    const before = { from: parseSettlementDate("2021-01-01"), to: parseSettlementDate("2021-12-31") };
    const { total, groups } = await summariseRange((await calculated()).stores, { range: before, by: "unit" });
    expect({ total, groups }).toEqual({ total: null, groups: [] });
  });
});
