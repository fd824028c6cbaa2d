import fc from "fast-check";
import { expect, it } from "vitest";
import { btcShown, countText, gbpShown, grouped, mwhShown, percentShown, plural, withoutZeros } from "./numbers.ts";

it("puts commas between thousands and nowhere else", () => {
  expect(["0", "999", "1000", "-1000000", "1234567.891011"].map(grouped)).toEqual([
    "0",
    "999",
    "1,000",
    "-1,000,000",
    "1,234,567.891011",
  ]);
});

it("only adds commas", () => {
  fc.assert(
    fc.property(fc.bigInt(), (count) => {
      expect(countText(count).replaceAll(",", "")).toBe(String(count));
    }),
  );
});

it("shows watt-hours as MWh and millisatoshis as BTC, rounded half to even", () => {
  expect([0, 65_843_719_316, -5000, -4999, 15_000, 25_000].map(mwhShown)).toEqual([
    "0.00",
    "65,843.72",
    "0.00",
    "0.00",
    "0.02",
    "0.02",
  ]);
  expect([0n, 46_593_535_806_277n, -1500n].map(btcShown)).toEqual(["0.00000000", "465.93535806", "-0.00000002"]);
});

it("shows what nobody knows as unknown, never as 0", () => {
  expect([mwhShown(null), gbpShown(null)]).toEqual(["unknown", "unknown"]);
});

it("rounds a percentage down, so that it is 100 only where it is all", () => {
  expect([percentShown(1_511_933, 1_511_934), percentShown(1, 3), percentShown(0, 3), percentShown(3, 3)]).toEqual([
    "99.99 %",
    "33.33 %",
    "0.00 %",
    "100 %",
  ]);
});

it("counts one of a kind in the singular", () => {
  expect([plural(1, "day"), plural(0, "day"), plural(1951, "record")]).toEqual(["1 day", "0 days", "1,951 records"]);
});

it("drops the zeros at the end of decimals and of nothing else", () => {
  expect(["12.500", "3.00", "100", "0.0"].map(withoutZeros)).toEqual(["12.5", "3", "100", "0"]);
});
