import type { DayAttempts } from "@windhash/core";
import { parseSettlementDate } from "@windhash/core";
import { describe, expect, it } from "vitest";
import { at, heldDay, type HeldDayOptions } from "../../test/heldDay.ts";
import { planIngest } from "./planIngest.ts";

const DATE = parseSettlementDate("2025-03-10");

/** Fetched when nothing of it is provisional any more and before its first run; planned the day after. */
const FETCHED_AT = at("2025-03-14T12:00Z");
const NOW = at("2025-03-15T12:00Z");

function plan(options: HeldDayOptions | null, more: Partial<Parameters<typeof planIngest>[0]> = {}) {
  const held = options === null ? [] : [heldDay(DATE, options)];
  return planIngest({ dates: [DATE], held, attempts: [], now: NOW, method: "stack", force: false, ...more });
}

function lookedAt(lastOkAt: number): readonly DayAttempts[] {
  return [{ settlementDate: DATE, lastOkAt, failures: 0, lastFailure: null }];
}

describe("planIngest", () => {
  it("reads a day of which nothing is held", () => {
    const day = { settlementDate: DATE, method: "stack", reason: "not-held", run: null };
    expect(plan(null)).toEqual({ days: [day], skipped: [] });
  });

  it("leaves a complete day alone, also one with empty periods", () => {
    const skipped = [{ settlementDate: DATE, reason: "complete" }];
    expect(plan({ fetchedAt: FETCHED_AT })).toEqual({ days: [], skipped });
    expect(plan({ fetchedAt: FETCHED_AT, state: "empty" })).toEqual({ days: [], skipped });
  });

  it.each(["provisional", "unconfirmed"] as const)("reads a day again of which one period is %s", (state) => {
    expect(plan({ fetchedAt: FETCHED_AT, state }).days).toMatchObject([{ reason: state }]);
  });

  it("reads a day again that has lost a period", () => {
    expect(plan({ fetchedAt: FETCHED_AT, lostPeriods: 1 }).days).toMatchObject([{ reason: "lost-periods" }]);
  });

  it("leaves what was imported from a file alone, unless reading it is asked for", () => {
    const held = [heldDay("2025-03-11", { fetchedAt: null, method: "import" })];
    const input = {
      dates: [parseSettlementDate("2025-03-11")],
      held,
      attempts: [],
      now: at("2025-06-01"),
      method: "stack",
    } as const;
    expect(planIngest({ ...input, force: false })).toMatchObject({ days: [], skipped: [{ reason: "imported" }] });
    expect(planIngest({ ...input, force: true }).days).toMatchObject([{ reason: "asked" }]);
  });

  it.each(["boav", "pn"] as const)("reads a day by the method asked for that is held by method %s", (method) => {
    expect(plan({ fetchedAt: FETCHED_AT, method }).days).toMatchObject([{ method: "stack", reason: "other-method" }]);
  });

  it("reads everything when it is forced to", () => {
    expect(plan({ fetchedAt: FETCHED_AT }, { force: true }).days).toMatchObject([{ reason: "asked" }]);
    expect(plan(null, { force: true }).days).toMatchObject([{ reason: "not-held" }]);
  });

  // Of 2025-03-10, run II is out by 2025-03-24 and run RF by 2026-05-14.
  it("reads a day again when a settlement run has come out since it was fetched", () => {
    const before = plan({ fetchedAt: FETCHED_AT }, { now: at("2025-03-23T23:59Z") });
    expect(before.days).toEqual([]);
    const after = plan({ fetchedAt: FETCHED_AT }, { now: at("2025-03-24T00:00Z") });
    expect(after.days).toMatchObject([{ reason: "settlement-run", run: "II" }]);
    expect(plan({ fetchedAt: FETCHED_AT }, { now: at("2027-01-01T00:00Z") }).days).toMatchObject([{ run: "RF" }]);
  });

  it("does not read it again for a run since which it was looked at and found unchanged", () => {
    const attempts = lookedAt(at("2025-03-24T06:00Z"));
    expect(plan({ fetchedAt: FETCHED_AT }, { attempts, now: at("2025-03-25T00:00Z") }).days).toEqual([]);
    const next = plan({ fetchedAt: FETCHED_AT }, { attempts, now: at("2025-04-08T12:00Z") });
    expect(next.days).toMatchObject([{ run: "SF" }]);
  });

  it("takes what was read from an archive for looked at when it was recorded", () => {
    const committedAt = at("2026-07-01T12:00Z");
    const replayed = { fetchedAt: FETCHED_AT, committedAt };
    const more = { attempts: lookedAt(committedAt), now: committedAt + 60 };
    expect(plan(replayed, more).days).toMatchObject([{ reason: "settlement-run", run: "RF" }]);
    expect(plan({ ...replayed, fetchedAt: null }, more).days).toEqual([]);
  });

  it("plans the dates that are left when an interrupted range is planned again", () => {
    const dates = ["2025-03-10", "2025-03-11", "2025-03-12"].map(parseSettlementDate);
    const held = [heldDay("2025-03-10", { fetchedAt: at("2025-03-20T00:00Z") })];
    const { days, skipped } = plan(null, { dates, held, now: at("2025-03-20T00:00Z") });
    expect(days.map(({ settlementDate }) => settlementDate)).toEqual(["2025-03-11", "2025-03-12"]);
    expect(skipped).toEqual([{ settlementDate: "2025-03-10", reason: "complete" }]);
  });
});
