import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clockChangeDays, londonDay, londonMidnight } from "./london.ts";
import { dateFromDay, dayFromDate, parseSettlementDate, periodCount } from "./parse.ts";
import { settlementPeriodAt, settlementPeriodInterval, settlementPeriods } from "./periods.ts";

const LONDON = "Europe/London";
const FIRST = dayFromDate("2001-01-01");
const LAST = dayFromDate("2035-12-31");

// In each zone: local midnight of 2011-12-30 as the engine reads it. Pacific/Apia skipped that day altogether.
const ZONES = [
  ["UTC", "2011-12-30T00:00:00.000Z"],
  ["America/New_York", "2011-12-30T05:00:00.000Z"],
  ["Pacific/Apia", "2011-12-30T10:00:00.000Z"],
] as const;

describe.each(ZONES)("London's clock while the process runs in %s", (zone, midnight) => {
  const before = process.env["TZ"];
  beforeAll(() => {
    process.env["TZ"] = zone;
  });
  afterAll(() => {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  });

  it("really runs there", () => {
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
    expect(new Date(2011, 11, 30).toISOString()).toBe(midnight);
  });

  it("agrees with Temporal on every period of every day from 2001 to 2035, there and back", () => {
    const wrong: string[] = [];
    let compared = 0;
    for (let day = FIRST; day <= LAST; day += 1) {
      const date = dateFromDay(day);
      const [startsAt, endsAt] = [oracleMidnight(date, 0), oracleMidnight(date, 1)];
      if ((endsAt - startsAt) / 1800 !== periodCount(date)) wrong.push(date);
      for (const period of settlementPeriods(date)) {
        const instant = startsAt + (period - 1) * 1800;
        const interval = settlementPeriodInterval(date, period);
        if (interval.startsAt !== instant || interval.endsAt !== instant + 1800) wrong.push(`${date} ${period}`);
        if (![instant, instant + 1799].every((second) => isAt(second, date, period)))
          wrong.push(`${date} ${period} back`);
        compared += 1;
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBe((LAST - FIRST + 1) * 48);
  });

  it("agrees with Temporal on every single period of the clock-change days", () => {
    for (let year = 2001; year <= 2035; year += 1) {
      for (const day of Object.values(clockChangeDays(year))) {
        const startsAt = londonMidnight(day);
        const count = periodCount(dateFromDay(day));
        const local = Array.from({ length: count + 2 }, (_, index) => oracleDate(startsAt + (index - 1) * 1800));
        const ours = Array.from({ length: count + 2 }, (_, index) =>
          dateFromDay(londonDay(startsAt + (index - 1) * 1800)),
        );
        expect(ours).toEqual(local);
        expect(new Set(ours.slice(1, -1))).toEqual(new Set([dateFromDay(day)]));
      }
    }
  });
});

describe("clockChangeDays", () => {
  // The dates as gov.uk publishes them ("When do the clocks change?").
  it.each([
    [2024, "2024-03-31", "2024-10-27"],
    [2025, "2025-03-30", "2025-10-26"],
    [2026, "2026-03-29", "2026-10-25"],
  ])("are the published ones of %i", (year, forward, back) => {
    const days = clockChangeDays(year);
    expect([dateFromDay(days.forward), dateFromDay(days.back)]).toEqual([forward, back]);
  });

  it("are Sundays of the last seven days of March and October", () => {
    for (let year = 2001; year <= 2099; year += 1) {
      const { forward, back } = clockChangeDays(year);
      for (const [day, month] of [
        [forward, "03"],
        [back, "10"],
      ] as const) {
        expect(new Date(day * 86_400_000).getUTCDay()).toBe(0);
        expect(dateFromDay(day) >= parseSettlementDate(`${year}-${month}-25`)).toBe(true);
        expect(dateFromDay(day).slice(5, 7)).toBe(month);
      }
    }
  });
});

/** London midnight at the start of the day so many days later, from the zone database. */
function oracleMidnight(date: string, days: number): number {
  return Temporal.PlainDate.from(date).add({ days }).toZonedDateTime({ timeZone: LONDON }).epochMilliseconds / 1000;
}

function oracleDate(instant: number): string {
  return Temporal.Instant.fromEpochMilliseconds(instant * 1000)
    .toZonedDateTimeISO(LONDON)
    .toPlainDate()
    .toString();
}

function isAt(instant: number, date: string, period: number): boolean {
  const found = settlementPeriodAt(instant);
  return found.settlementDate === date && found.settlementPeriod === period;
}
