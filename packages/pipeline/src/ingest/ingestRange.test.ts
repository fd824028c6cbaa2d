import { parseSettlementDate, type SettlementDate, SourceError, SourceRowError } from "@windhash/core";
import { memoryStores } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { script, scriptedSource, stackRow, units } from "../../test/scriptedSource.ts";
import { ingestRange, type IngestRangeInput } from "./ingestRange.ts";
import { planIngest } from "./planIngest.ts";

const DATES = ["2024-06-03", "2024-06-04", "2024-06-05", "2024-06-06", "2024-06-07"].map(parseSettlementDate);
const FETCHED_AT = Date.parse("2024-06-15T12:00Z") / 1000;

/** Stores, and a source that is whole but for the dates that fail, with the error that each of their requests meets. */
function bench() {
  const said = script();
  const failing = new Map<SettlementDate, Error>();
  said.counts = () => 0;
  said.fetchedAt = FETCHED_AT;
  const scripted = scriptedSource(said);
  const source: typeof scripted = {
    ...scripted,
    stack: async (query) => {
      const error = failing.get(query.settlementDate);
      if (error !== undefined) throw error;
      return scripted.stack(query);
    },
  };
  const store = memoryStores();
  const input = (dates: readonly SettlementDate[] = DATES): IngestRangeInput => {
    const days = dates.map((settlementDate) => ({ settlementDate, method: "stack" as const }));
    return { days, source, units, store, clock: () => FETCHED_AT };
  };
  return { said, failing, store, input };
}

const unreachable = (): SourceError => new SourceError("No connection.", {}, { retryable: true });

describe("ingestRange", () => {
  it("goes on after a day that failed", async () => {
    const { failing, store, input } = bench();
    failing.set(DATES[1]!, unreachable()).set(DATES[2]!, unreachable()).set(DATES[4]!, unreachable());
    const { outcomes, sourceIsDown } = await ingestRange(input());
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["stored", "failed", "failed", "stored", "failed"]);
    expect(sourceIsDown).toBe(false);
    expect((await store.days(null)).map(({ settlementDate }) => settlementDate)).toEqual([DATES[0], DATES[3]]);
  });

  it("stops after three days in a row that could not be reached", async () => {
    const { failing, input } = bench();
    for (const date of DATES.slice(1)) failing.set(date, unreachable());
    const { outcomes, sourceIsDown, interrupted } = await ingestRange(input());
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["stored", "failed", "failed", "failed"]);
    expect({ sourceIsDown, interrupted }).toEqual({ sourceIsDown: true, interrupted: false });
  });

  it("does not take answers that break a rule for a source that is down", async () => {
    const { failing, input } = bench();
    for (const date of DATES) failing.set(date, new SourceRowError("A bid must be below 0."));
    const { outcomes, sourceIsDown } = await ingestRange(input());
    expect({ failed: outcomes.length, sourceIsDown }).toEqual({ failed: DATES.length, sourceIsDown: false });
  });

  it("finishes the days that it has begun when it is interrupted, and begins no other", async () => {
    const { store, input } = bench();
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }): void => void (done === 2 && controller.abort());
    const first = await ingestRange({ ...input(), daysAtOnce: 2 }, { signal: controller.signal, onProgress });
    expect(first.interrupted).toBe(true);
    const held = await store.days(null);
    expect(held.map(({ settlementDate }) => settlementDate)).toEqual(
      first.outcomes.map(({ settlementDate }) => settlementDate),
    );
    expect(held.length).toBeGreaterThanOrEqual(2);
    expect(held.length).toBeLessThan(DATES.length);
  });

  it("reads nothing when it is planned again, and the rest where it was interrupted", async () => {
    const { store, input } = bench();
    const plan = async (): Promise<readonly SettlementDate[]> => {
      const [held, attempts] = [await store.days(null), await store.dayAttempts(null)];
      const planned = planIngest({ dates: DATES, held, attempts, now: FETCHED_AT, method: "stack", force: false });
      return planned.days.map(({ settlementDate }) => settlementDate);
    };
    await ingestRange(input(DATES.slice(0, 2)));
    expect(await plan()).toEqual(DATES.slice(2));
    await ingestRange(input(await plan()));
    expect(await plan()).toEqual([]);
  });

  it("gives the same whether days are read one by one or together", async () => {
    const rows = DATES.map((date, index) => stackRow(date, index + 1));
    const contents = await Promise.all(
      [1, 4].map(async (daysAtOnce) => {
        const { said, store, input } = bench();
        said.stack = rows;
        const { outcomes } = await ingestRange({ ...input(), daysAtOnce });
        const records = await Promise.all(DATES.map((date) => store.recordsOfDay(date)));
        return { dates: outcomes.map(({ settlementDate }) => settlementDate), records };
      }),
    );
    expect(contents[0]).toEqual(contents[1]);
    expect(contents[0]?.dates).toEqual(DATES);
  });
});
