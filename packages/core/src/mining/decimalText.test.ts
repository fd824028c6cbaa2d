import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QuantityError } from "../errors.ts";
import { compare, rationalFromDecimal } from "../quantity/rational.ts";
import { canonicalDecimal } from "./decimalText.ts";

describe("canonicalDecimal", () => {
  it.each([
    ["0.980", "0.98"],
    ["3050.0", "3050"],
    [3050, "3050"],
    ["3.05e3", "3050"],
    ["0100", "100"],
    ["-0", "0"],
    ["0.000", "0"],
    ["1000", "1000"],
    [1e-7, "0.0000001"],
    ["-1.50", "-1.5"],
  ])("writes %s as %s", (value, text) => {
    expect(canonicalDecimal(value)).toBe(text);
  });

  it("keeps the value, and has nothing to do the second time", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
        fc.integer({ min: 0, max: 18 }),
        (digits, places) => {
          const text = canonicalDecimal(`${digits}e-${places}`);
          expect(compare(rationalFromDecimal(text), rationalFromDecimal(`${digits}e-${places}`))).toBe(0);
          expect(canonicalDecimal(text)).toBe(text);
        },
      ),
    );
  });

  it.each(["", "1,5", "NaN", "0x10", " 1"])("refuses %j, which is no decimal numeral", (value) => {
    expect(() => canonicalDecimal(value)).toThrow(QuantityError);
  });

  it("refuses more than 18 decimals instead of rounding them away", () => {
    expect(() => canonicalDecimal("0.1234567890123456789")).toThrow(/at most 18 decimals, got "0.1234567890123456789"/);
  });
});
