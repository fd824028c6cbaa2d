import type { DayAttempts } from "@windhash/core";
import { parseSettlementDate } from "@windhash/core";
import { describe, expect, it } from "vitest";
import { at, heldDay } from "../../test/heldDay.ts";
import { endedDays, planRefresh, previousMonth } from "./planRefresh.ts";

/** A Tuesday: the last seven days are 2026-01-13 to 19, the month before is December. */
const NOW = at("2026-01-20T12:00Z");

function refresh(more: Partial<Parameters<typeof planRefresh>[0]> = {}) {
  return planRefresh({ held: [], attempts: [], now: NOW, method: null, force: false, ...more });
}

/** What is planned for a date: its reason, with the run where there is one. */
function of(date: string, more: Parameters<typeof refresh>[0]): string | null {
  const { days, skipped } = refresh(more);
  const day = days.find(({ settlementDate }) => settlementDate === date);
  if (day !== undefined) return day.run === null ? day.reason : `${day.reason} ${day.run}`;
  const skip = skipped.find(({ settlementDate }) => settlementDate === date);
  return skip === undefined ? null : `skipped: ${skip.reason}`;
}

function lookedAt(date: string, lastOkAt: number): readonly DayAttempts[] {
  return [{ settlementDate: parseSettlementDate(date), lastOkAt, failures: 0, lastFailure: null }];
}

describe("endedDays and previousMonth", () => {
  it("end with the day that has ended in London, where summer time begins an hour before UTC", () => {
    expect(endedDays(at("2025-07-01T22:59Z"), 7)).toEqual({ from: "2025-06-24", to: "2025-06-30" });
    expect(endedDays(at("2025-07-01T23:00Z"), 7)).toEqual({ from: "2025-06-25", to: "2025-07-01" });
    expect(endedDays(at("2025-03-01T00:00Z"), 1)).toEqual({ from: "2025-02-28", to: "2025-02-28" });
    expect(previousMonth(at("2025-07-31T22:59Z"))).toEqual({ from: "2025-06-01", to: "2025-06-30" });
    expect(previousMonth(at("2025-07-31T23:00Z"))).toEqual({ from: "2025-07-01", to: "2025-07-31" });
    expect(previousMonth(at("2024-03-15T00:00Z"))).toEqual({ from: "2024-02-01", to: "2024-02-29" });
    expect(previousMonth(at("2026-01-01T00:00Z"))).toEqual({ from: "2025-12-01", to: "2025-12-31" });
  });
});

describe("planRefresh", () => {
  it("reads the last seven ended days and the month before by the stack where nothing is held", () => {
    const { days, skipped } = refresh();
    expect(days).toHaveLength(31 + 7);
    expect(days[0]).toEqual({ settlementDate: "2025-12-01", method: "stack", reason: "not-held", run: null });
    expect(days[31]?.settlementDate).toBe("2026-01-13");
    expect(days.at(-1)?.settlementDate).toBe("2026-01-19");
    expect(skipped).toEqual([]);
  });

  it("names a day once that is of the last days and of the month before", () => {
    const { days } = refresh({ now: at("2026-02-03T12:00Z") });
    expect(new Set(days.map(({ settlementDate }) => settlementDate)).size).toBe(days.length);
    const held = [heldDay("2026-01-31", { fetchedAt: at("2026-02-01T12:00Z") })];
    expect(of("2026-01-31", { held, now: at("2026-02-03T12:00Z") })).toBe("last-days");
  });

  it("looks at them again though they are complete, but not twice within six hours", () => {
    const complete = { fetchedAt: at("2026-01-19T12:00Z") };
    const held = [heldDay("2026-01-13", complete), heldDay("2025-12-05", complete)];
    expect(of("2026-01-13", { held })).toBe("last-days");
    expect(of("2025-12-05", { held })).toBe("last-month");
    const attempts = lookedAt("2025-12-05", NOW - 6 * 3600 + 1);
    expect(of("2025-12-05", { held, attempts })).toBe("skipped: looked-at");
    expect(of("2025-12-05", { held, attempts, force: true })).toBe("last-month");
    expect(of("2025-12-05", { held, attempts: lookedAt("2025-12-05", NOW - 6 * 3600) })).toBe("last-month");
  });

  it("reads each held day by its own method, or all by the one that is asked for", () => {
    const held = [heldDay("2026-01-13", { fetchedAt: NOW - 60, method: "boav" })];
    expect(of("2026-01-13", { held })).toBe("skipped: looked-at");
    expect(refresh({ held, force: true }).days.find(({ reason }) => reason === "last-days")?.method).toBe("boav");
    expect(of("2026-01-13", { held, method: "pn" })).toBe("other-method");
  });

  it("reads an older day when a settlement run has come out since it was last looked at", () => {
    // By the calendar of core: run R2 of 2025-09-01 is out by 2026-01-07, R3 by 2026-04-17.
    const held = [heldDay("2025-09-01", { fetchedAt: at("2025-12-30T12:00Z") })];
    expect(of("2025-09-01", { held })).toBe("settlement-run R2");
    expect(of("2025-09-01", { held, attempts: lookedAt("2025-09-01", at("2026-01-08T00:00Z")) })).toBeNull();
  });

  it("no longer reads a complete day once its last run is past and was looked at", () => {
    const held = [heldDay("2022-01-01", { fetchedAt: at("2024-01-01T00:00Z") })];
    expect(of("2022-01-01", { held })).toBeNull();
  });

  it("reads a provisional day of any age once it need no longer be so", () => {
    const provisional = { fetchedAt: at("2022-01-02T12:00Z"), state: "provisional" } as const;
    expect(of("2022-01-01", { held: [heldDay("2022-01-01", provisional)] })).toBe("provisional");
  });

  it("reads an unconfirmed day of any age once a week", () => {
    const held = [heldDay("2022-01-01", { fetchedAt: NOW - 7 * 86_400, state: "unconfirmed" })];
    expect(of("2022-01-01", { held })).toBe("unconfirmed");
    expect(of("2022-01-01", { held, attempts: lookedAt("2022-01-01", NOW - 7 * 86_400 + 1) })).toBeNull();
  });

  it("reads a day that has lost periods", () => {
    const held = [heldDay("2024-01-01", { fetchedAt: NOW, lostPeriods: 2 })];
    expect(of("2024-01-01", { held })).toBe("lost-periods");
  });

  it("leaves what was imported from a file as it is", () => {
    const imported = { fetchedAt: null, method: "import", state: "unconfirmed" } as const;
    const held = [heldDay("2026-01-13", imported), heldDay("2025-04-01", imported)];
    expect(of("2026-01-13", { held, method: "stack", force: true })).toBe("skipped: imported");
    expect(of("2025-04-01", { held })).toBeNull();
  });
});
