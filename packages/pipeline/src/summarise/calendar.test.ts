import { type FetchAttempt, parseSettlementDate, type SettlementDate } from "@windhash/core";
import { memoryStores } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { script, scriptedSource, stackRow, units } from "../../test/scriptedSource.ts";
import { ingestDay } from "../ingest/ingestDay.ts";
import { calendarOf } from "./calendar.ts";

const [first, second, third] = ["2024-06-03", "2024-06-04", "2024-06-05"].map(parseSettlementDate) as [
  SettlementDate,
  SettlementDate,
  SettlementDate,
];
const today = parseSettlementDate("2024-07-01");

function failed(settlementDate: SettlementDate, attemptedAt: number): FetchAttempt {
  const message = `no answer at ${attemptedAt}`;
  return { settlementDate, settlementPeriod: null, method: "stack", attemptedAt, outcome: "failed", message };
}

/** The first day is held, the third was tried in vain. */
async function heldAndTried() {
  const store = memoryStores();
  const said = script();
  said.stack = [stackRow(first, 5, { volumeMwh: "-10" })];
  said.counts = (period) => (period === 5 ? 1 : 0);
  const input = { method: "stack" as const, source: scriptedSource(said), units, store, clock: () => 1000 };
  await ingestDay({ ...input, settlementDate: first });
  await store.addAttempts([failed(third, 2000), failed(third, 3000)]);
  return store;
}

describe("calendarOf", () => {
  it("has every day from the first to the last that is held or was tried", async () => {
    const { range, days, byState } = await calendarOf(await heldAndTried(), { range: null, today });
    expect(range).toEqual({ from: first, to: third });
    expect(days.map(({ settlementDate, state }) => [settlementDate, state])).toEqual([
      [first, "complete"],
      [second, "unknown"],
      [third, "unknown"],
    ]);
    expect(byState).toEqual({ complete: 1, empty: 0, provisional: 0, unconfirmed: 0, unknown: 2 });
    expect(days[0]).toMatchObject({ held: { revision: 1 }, attempts: { lastOkAt: 1000, failures: 0 } });
    expect(days[1]).toMatchObject({ held: null, attempts: null });
    expect(days[2]).toMatchObject({
      held: null,
      attempts: { lastOkAt: null, failures: 2, lastFailure: { attemptedAt: 3000 } },
    });
  });

  it("knows no tries that were made later than it is told", async () => {
    const stores = await heldAndTried();
    const range = { from: third, to: third };
    const failures = async (until: number) =>
      (await calendarOf(stores, { range, today, until })).days[0]?.attempts?.failures;
    expect([await failures(1999), await failures(2000), await failures(3000)]).toEqual([undefined, 1, 2]);
  });

  it("leaves out what is still to come", async () => {
    const range = { from: first, to: parseSettlementDate("2024-12-31") };
    const calendar = await calendarOf(await heldAndTried(), { range, today: second });
    expect(calendar.range).toEqual(range);
    expect(calendar.days.map(({ settlementDate }) => settlementDate)).toEqual([first, second]);
    expect((await calendarOf(memoryStores(), { range, today: parseSettlementDate("2024-01-01") })).days).toEqual([]);
  });

  it("has no range where nothing is held and nothing was tried", async () => {
    expect(await calendarOf(memoryStores(), { range: null, today })).toMatchObject({ range: null, days: [] });
  });
});
