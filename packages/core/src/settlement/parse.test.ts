import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refusalCode } from "../../test/refusalCode.ts";
import { SettlementError } from "../errors.ts";
import { dateFromDay, dayFromDate, parseSettlementDate, parseSettlementPeriod, periodCount } from "./parse.ts";

const date = parseSettlementDate;

describe("parseSettlementDate", () => {
  it("takes days that exist, from the first supported one to the last", () => {
    for (const text of ["2001-01-01", "2024-02-29", "2025-12-31", "2099-12-31"])
      expect(parseSettlementDate(text)).toBe(text);
  });

  it.each([
    ["a day that does not exist", "2025-02-30"],
    ["a leap day of a common year", "2025-02-29"],
    ["the 31st of a short month", "2025-04-31"],
    ["month 13", "2025-13-01"],
    ["month 0", "2025-00-10"],
    ["day 0", "2025-01-00"],
    ["missing zeros", "2025-2-3"],
    ["another separator", "2025/02/03"],
    ["a time of day", "2025-02-03T00:00:00Z"],
    ["a blank", " 2025-02-03"],
    ["a blank in a number", "2025- 2-03"],
    ["a sign in a number", "2025-+2-03"],
    ["digits of another script", "２０２５-02-03"],
    ["no text", ""],
    ["a day before the supported ones", "2000-12-31"],
    ["a day after the supported ones", "2100-01-01"],
  ])("refuses %s", (_, text) => {
    expect(() => parseSettlementDate(text)).toThrow(SettlementError);
  });

  it.each([[20_250_203], [null], [undefined], [new Date(0)], [["2025-02-03"]], [{}]])(
    "refuses %s, which is not a text",
    (value) => {
      expect(() => parseSettlementDate(value as unknown as string)).toThrow(SettlementError);
    },
  );

  it("says what is expected and what came", () => {
    expect(() => parseSettlementDate("2025-02-30")).toThrow(
      'A settlement date must be a calendar day YYYY-MM-DD from 2001-01-01 to 2099-12-31, got "2025-02-30".',
    );
  });

  it("never takes a text that the engine's calendar does not print back", () => {
    const text = fc.tuple(
      fc.integer({ min: 1990, max: 2110 }),
      fc.integer({ min: 0, max: 14 }),
      fc.integer({ min: 0, max: 33 }),
    );
    fc.assert(
      fc.property(text, ([year, month, day]) => {
        const [mm, dd] = [String(month).padStart(2, "0"), String(day).padStart(2, "0")];
        const engine = new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
        const exists = engine === `${year}-${mm}-${dd}` && year >= 2001 && year <= 2099;
        expect(refusalCode(() => parseSettlementDate(`${year}-${mm}-${dd}`))).toBe(exists ? null : "settlement");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("parseSettlementPeriod", () => {
  it("takes numbers and digits", () => {
    expect(parseSettlementPeriod(48, date("2025-01-01"))).toBe(48);
    expect(parseSettlementPeriod("7", date("2025-01-01"))).toBe(7);
    expect(parseSettlementPeriod("07", date("2025-01-01"))).toBe(7);
    expect(parseSettlementPeriod(50, date("2025-10-26"))).toBe(50);
  });

  it.each([
    [49, "2025-01-01"],
    [47, "2025-03-30"],
    [51, "2025-10-26"],
    [0, "2025-01-01"],
    [-1, "2025-01-01"],
    [1.5, "2025-01-01"],
    [Number.NaN, "2025-01-01"],
    [Number.POSITIVE_INFINITY, "2025-10-26"],
    ["x", "2025-01-01"],
    ["", "2025-01-01"],
    [" 1", "2025-01-01"],
    ["1.0", "2025-01-01"],
    ["0x1", "2025-01-01"],
    ["1e0", "2025-01-01"],
    [null, "2025-01-01"],
    [true, "2025-01-01"],
    [[1], "2025-01-01"],
  ])("refuses %s on %s", (value, text) => {
    expect(() => parseSettlementPeriod(value as number, date(text))).toThrow(SettlementError);
  });

  it("says how many periods the day has, and why", () => {
    expect(() => parseSettlementPeriod(47, date("2025-03-30"))).toThrow(
      "A settlement period of 2025-03-30 must be a whole number from 1 to 46, where the clock goes forward, got 47.",
    );
  });
});

describe("periodCount", () => {
  // Days on which the settlement data themselves have 46 and 50 periods (Elexon's system prices and settlement stacks).
  it.each(["2020-03-29", "2021-03-28", "2022-03-27", "2025-03-30", "2026-03-29"])("is 46 on %s", (text) => {
    expect(periodCount(date(text))).toBe(46);
  });

  it.each(["2019-10-27", "2020-10-25", "2021-10-31", "2025-10-26"])("is 50 on %s", (text) => {
    expect(periodCount(date(text))).toBe(50);
  });

  it("is 46 once, 50 once and 48 otherwise in every supported year", () => {
    for (let year = 2001; year <= 2099; year += 1) {
      const first = dayFromDate(`${year}-01-01`);
      const length = dayFromDate(`${year}-12-31`) - first + 1;
      const counts = Array.from({ length }, (_, index) => periodCount(dateFromDay(first + index)));
      expect([46, 48, 50].map((count) => counts.filter((each) => each === count).length)).toEqual([1, length - 2, 1]);
    }
  });

  it("refuses a text that nobody parsed", () => {
    expect(() => periodCount("2025-02-30" as never)).toThrow(SettlementError);
  });
});
