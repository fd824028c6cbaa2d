import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SettlementError } from "../errors.ts";
import {
  addDays,
  nextSettlementDate,
  previousSettlementDate,
  settlementDates,
  settlementMonth,
  settlementYear,
} from "./dates.ts";
import { dateFromDay, dayFromDate, parseSettlementDate } from "./parse.ts";

const date = parseSettlementDate;
const anyDate = fc.integer({ min: dayFromDate("2001-01-01"), max: dayFromDate("2099-12-31") }).map(dateFromDay);

describe("settlement dates", () => {
  it("steps over the ends of months, years and leap days", () => {
    expect(nextSettlementDate(date("2024-02-28"))).toBe("2024-02-29");
    expect(nextSettlementDate(date("2025-02-28"))).toBe("2025-03-01");
    expect(previousSettlementDate(date("2025-01-01"))).toBe("2024-12-31");
    expect(addDays(date("2024-01-01"), 366)).toBe("2025-01-01");
  });

  it("adds and takes away the same days", () => {
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        const days = dayFromDate(b) - dayFromDate(a);
        expect(addDays(a, days)).toBe(b);
        expect(addDays(b, -days)).toBe(a);
      }),
    );
  });

  it("sorts as text in the order of time", () => {
    fc.assert(fc.property(anyDate, anyDate, (a, b) => a < b === dayFromDate(a) < dayFromDate(b)));
  });

  it("refuses to leave the supported dates, and steps that are not whole", () => {
    expect(() => nextSettlementDate(date("2099-12-31"))).toThrow(SettlementError);
    expect(() => previousSettlementDate(date("2001-01-01"))).toThrow(SettlementError);
    for (const days of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9])
      expect(() => addDays(date("2025-01-01"), days)).toThrow(SettlementError);
  });
});

describe("settlementDates", () => {
  it("lists both ends and everything between", () => {
    expect(settlementDates({ from: date("2025-02-27"), to: date("2025-03-02") })).toEqual([
      "2025-02-27",
      "2025-02-28",
      "2025-03-01",
      "2025-03-02",
    ]);
    expect(settlementDates({ from: date("2025-02-27"), to: date("2025-02-27") })).toEqual(["2025-02-27"]);
  });

  it("refuses a range that ends before it begins", () => {
    expect(() => settlementDates({ from: date("2025-02-28"), to: date("2025-02-27") })).toThrow(
      "must not end before it begins",
    );
  });
});

describe("settlementMonth and settlementYear", () => {
  it("span whole months and years", () => {
    expect(settlementMonth("2024-02")).toEqual({ from: "2024-02-01", to: "2024-02-29" });
    expect(settlementMonth("2025-12")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
    expect(settlementYear("2024")).toEqual({ from: "2024-01-01", to: "2024-12-31" });
  });

  it("make every year of its twelve months", () => {
    for (let year = 2001; year <= 2099; year += 1) {
      const months = Array.from({ length: 12 }, (_, index) =>
        settlementMonth(`${year}-${String(index + 1).padStart(2, "0")}`),
      );
      expect(months.flatMap(settlementDates)).toEqual(settlementDates(settlementYear(String(year))));
    }
  });

  it.each(["2025-13", "2025-00", "2025-1", "2025", "2025-01-01", "2000-12", "2100-01", "", null])(
    "refuse %s as a month",
    (text) => {
      expect(() => settlementMonth(text as string)).toThrow(SettlementError);
    },
  );

  it.each(["2000", "2100", "25", "2025-01", " 2025", 2025, null])("refuse %s as a year", (text) => {
    expect(() => settlementYear(text as string)).toThrow(SettlementError);
  });
});
