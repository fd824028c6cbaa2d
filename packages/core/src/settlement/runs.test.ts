import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SettlementError } from "../errors.ts";
import { weekday } from "./calendar.ts";
import { dateFromDay, dayFromDate, parseSettlementDate } from "./parse.ts";
import { settlementRunDates } from "./runs.ts";

/** Bank holidays of England and Wales that fall on a weekday: www.gov.uk/bank-holidays and its earlier versions. */
const BANK_HOLIDAYS: Readonly<Record<number, string>> = {
  2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
  2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
  2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
  2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
  2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
  2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
  2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
  2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
  2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
};
const HOLIDAYS = new Set(
  Object.entries(BANK_HOLIDAYS).flatMap(([year, days]) => days.split(" ").map((day) => dayFromDate(`${year}-${day}`))),
);

/** Counted one by one, without the bank holidays. */
function workingDaysAfter(day: number, workingDays: number): number {
  let [at, left] = [day, workingDays];
  while (left > 0) {
    at += 1;
    if (weekday(at) >= 1 && weekday(at) <= 5 && !HOLIDAYS.has(at)) left -= 1;
  }
  return at;
}

describe("settlementRunDates", () => {
  it("counts weekdays from a Monday, with the margin", () => {
    expect(settlementRunDates(parseSettlementDate("2025-03-10"))).toEqual([
      { run: "II", outBy: "2025-03-24" },
      { run: "SF", outBy: "2025-04-08" },
      { run: "R1", outBy: "2025-05-12" },
      { run: "R2", outBy: "2025-07-16" },
      { run: "R3", outBy: "2025-10-24" },
      { run: "RF", outBy: "2026-05-14" },
    ]);
  });

  it("is never before the run's own working day and at most 18 days after it, whatever the holidays", () => {
    const workingDays = [5, 16, 39, 84, 154, 292];
    for (let day = dayFromDate("2019-01-01"); day <= dayFromDate("2026-08-01"); day += 1) {
      for (const [index, { run, outBy }] of settlementRunDates(dateFromDay(day)).entries()) {
        const lateDays = dayFromDate(outBy) - workingDaysAfter(day, workingDays[index]!);
        expect({ run, outBy, isInTime: lateDays > 0 && lateDays <= 18 }).toEqual({ run, outBy, isInTime: true });
      }
    }
  });

  it("gives the days of a weekend the dates of the Friday before them", () => {
    const weeks = fc.integer({ min: 0, max: 4000 });
    fc.assert(
      fc.property(weeks, (week) => {
        const friday = dayFromDate("2001-01-05") + 7 * week;
        const [first, ...others] = [0, 1, 2].map((days) => settlementRunDates(dateFromDay(friday + days)));
        expect(others).toEqual([first, first]);
      }),
    );
  });

  it("refuses a day whose runs lie beyond the supported dates", () => {
    expect(() => settlementRunDates(parseSettlementDate("2099-12-01"))).toThrow(SettlementError);
  });
});
