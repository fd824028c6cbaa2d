import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactFloat } from "../../test/miningRates.ts";
import { compare, multiply, rational, rationalFromDecimal, subtract } from "../quantity/rational.ts";
import { nearestFloat64 } from "./float64.ts";

const INTEGER = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

describe("nearestFloat64", () => {
  it("equals IEEE 754 division, which rounds once, for any two integers below 2^53", () => {
    fc.assert(
      fc.property(INTEGER, INTEGER, (a, b) => {
        expect(nearestFloat64(rational(BigInt(a), BigInt(b)))).toBe(a / b);
      }),
      { numRuns: 2000 },
    );
  });

  it("equals JavaScript's own reading of a decimal numeral", () => {
    for (const text of ["0", "0.1", "7.7763e-7", "838190317153.9306640625", "9007199254740993", "1e22"]) {
      expect(nearestFloat64(rationalFromDecimal(text))).toBe(Number(text));
    }
  });

  it("goes to the even neighbour at a tie, and to the nearer one a hair beside it", () => {
    const tie = 2n ** 53n + 1n;
    expect(nearestFloat64(rational(tie))).toBe(2 ** 53);
    expect(nearestFloat64(rational(tie * 10n ** 60n + 1n, 10n ** 60n))).toBe(2 ** 53 + 2);
    expect(nearestFloat64(rational(tie * 10n ** 60n - 1n, 10n ** 60n))).toBe(2 ** 53);
  });

  it("is within 2^-53 of any fraction, relative to it", () => {
    const part = fc.bigInt({ min: 1n, max: 2n ** 200n });
    fc.assert(
      fc.property(part, part, (numerator, denominator) => {
        const exact = rational(numerator, denominator);
        const error = subtract(exactFloat(nearestFloat64(exact)), exact);
        const size = error.numerator < 0n ? subtract(rational(0n), error) : error;
        expect(compare(size, multiply(exact, rational(1n, 2n ** 53n)))).toBeLessThanOrEqual(0);
      }),
    );
  });
});
