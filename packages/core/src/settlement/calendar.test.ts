import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarDay, dayNumber, daysInMonth, weekday } from "./calendar.ts";

const DAY_MS = 86_400_000;

describe("calendar", () => {
  it("counts days from 1970-01-01", () => {
    expect(dayNumber({ year: 1970, month: 1, day: 1 })).toBe(0);
    expect(dayNumber({ year: 2000, month: 2, day: 29 })).toBe(11_016);
    expect(calendarDay(11_017)).toEqual({ year: 2000, month: 3, day: 1 });
  });

  it("agrees with the engine's UTC calendar on every day from 1900 to 2200", () => {
    const wrong: number[] = [];
    for (let day = Date.UTC(1900, 0, 1) / DAY_MS; day < Date.UTC(2200, 0, 1) / DAY_MS; day += 1) {
      const date = new Date(day * DAY_MS);
      const expected = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      const got = calendarDay(day);
      const same = got.year === expected.year && got.month === expected.month && got.day === expected.day;
      if (!same || dayNumber(expected) !== day || weekday(day) !== date.getUTCDay()) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });

  it("is its own inverse on any day of four digits' years", () => {
    fc.assert(fc.property(fc.integer({ min: -719_000, max: 2_932_896 }), (day) => dayNumber(calendarDay(day)) === day));
  });

  it("knows how long months are", () => {
    const lengths = Array.from({ length: 12 }, (_, index) => daysInMonth(2023, index + 1));
    expect(lengths).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
    expect([1900, 2000, 2024, 2100].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 29, 28]);
  });
});
