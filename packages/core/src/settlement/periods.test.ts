import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasSharedData, sharedCsv } from "../../test/sharedData.ts";
import { SettlementError } from "../errors.ts";
import { dateFromDay, dayFromDate, parseSettlementDate, periodCount } from "./parse.ts";
import { settlementDay, settlementPeriodAt, settlementPeriodInterval, settlementPeriods } from "./periods.ts";
import type { SettlementPeriod } from "./types.ts";

const date = parseSettlementDate;
const seconds = (iso: string) => Date.parse(iso) / 1000;
const anyDate = fc.integer({ min: dayFromDate("2001-01-01"), max: dayFromDate("2099-12-31") }).map(dateFromDay);

describe("settlement periods", () => {
  // Real rows of Elexon's settlement stack and of its BOALF: startTime of 2026-07-10 period 20, 2024-06-03 period 42.
  it.each([
    ["2026-07-10", 20, "2026-07-10T08:30:00Z"],
    ["2024-06-03", 42, "2024-06-03T19:30:00Z"],
    ["2024-04-20", 1, "2024-04-19T23:00:00Z"],
    ["2022-01-01", 48, "2022-01-01T23:30:00Z"],
  ] as const)("puts %s period %i at %s", (text, period, startsAt) => {
    const interval = settlementPeriodInterval(date(text), period as SettlementPeriod);
    expect(interval).toEqual({ startsAt: seconds(startsAt), endsAt: seconds(startsAt) + 1800 });
  });

  it("leaves out the hour that March skips and counts both that October repeats", () => {
    expect(settlementDay(date("2025-03-30"))).toEqual({
      startsAt: seconds("2025-03-30T00:00:00Z"),
      endsAt: seconds("2025-03-30T23:00:00Z"),
    });
    expect(settlementDay(date("2025-10-26"))).toEqual({
      startsAt: seconds("2025-10-25T23:00:00Z"),
      endsAt: seconds("2025-10-27T00:00:00Z"),
    });
    expect(settlementPeriodAt(seconds("2025-10-26T23:59:59Z"))).toEqual({
      settlementDate: "2025-10-26",
      settlementPeriod: 50,
    });
    expect(settlementPeriodAt(seconds("2025-03-30T22:30:00Z"))).toEqual({
      settlementDate: "2025-03-30",
      settlementPeriod: 46,
    });
  });

  it("lists 1 to 46, 48 or 50", () => {
    expect(settlementPeriods(date("2025-01-01"))).toEqual(Array.from({ length: 48 }, (_, index) => index + 1));
    expect(settlementPeriods(date("2025-03-30")).at(-1)).toBe(46);
    expect(settlementPeriods(date("2025-10-26")).at(-1)).toBe(50);
  });

  it("cuts the day without gap or overlap, and every second finds its period again", () => {
    fc.assert(
      fc.property(anyDate, fc.nat(), (day, pick) => {
        const { startsAt, endsAt } = settlementDay(day);
        const intervals = settlementPeriods(day).map((period) => settlementPeriodInterval(day, period));
        expect(intervals.map((each) => each.startsAt)).toEqual([
          startsAt,
          ...intervals.slice(0, -1).map((each) => each.endsAt),
        ]);
        expect(intervals.at(-1)?.endsAt).toBe(endsAt);
        const instant = startsAt + (pick % (endsAt - startsAt));
        const found = settlementPeriodAt(instant);
        const { startsAt: from, endsAt: to } = settlementPeriodInterval(found.settlementDate, found.settlementPeriod);
        expect([found.settlementDate, from <= instant, instant < to]).toEqual([day, true, true]);
      }),
    );
  });

  it("joins each day to the next", () => {
    const first = dayFromDate("2001-01-01");
    const days = Array.from({ length: dayFromDate("2099-12-31") - first + 1 }, (_, index) =>
      settlementDay(dateFromDay(first + index)),
    );
    expect(days.slice(1).map(({ startsAt }) => startsAt)).toEqual(days.slice(0, -1).map(({ endsAt }) => endsAt));
  });

  it("refuses a period of another day", () => {
    expect(() => settlementPeriodInterval(date("2025-01-01"), 49 as SettlementPeriod)).toThrow(SettlementError);
  });

  it("refuses instants that are not whole or not within the supported dates", () => {
    const [first, end] = [seconds("2001-01-01T00:00:00Z"), seconds("2100-01-01T00:00:00Z")];
    expect(settlementPeriodAt(first)).toEqual({ settlementDate: "2001-01-01", settlementPeriod: 1 });
    expect(settlementPeriodAt(end - 1)).toEqual({ settlementDate: "2099-12-31", settlementPeriod: 48 });
    for (const instant of [first - 1, end, first + 0.5, Number.NaN, 1_640_995_200_000]) {
      expect(() => settlementPeriodAt(instant)).toThrow(SettlementError);
    }
  });

  // Elexon system prices from April 2019 to May 2022: one row per period that was really settled.
  it.skipIf(!hasSharedData)("agrees with the periods of three years of settled prices (needs shared data)", () => {
    const settled = new Map<string, number[]>();
    for (const row of sharedCsv("elexon/reference/sspsbpniv_2019-04_2022-05.csv")) {
      const [day, month, year] = (row["Settlement Date"] ?? "").split("/");
      const key = `${year}-${month}-${day}`;
      settled.set(key, [...(settled.get(key) ?? []), Number(row["Settlement Period"])]);
    }
    const wrong = [...settled].filter(([key, periods]) => Math.max(...periods) !== periodCount(date(key)));
    expect(settled.size).toBeGreaterThan(1100);
    expect(wrong).toEqual([]);
  });
});
