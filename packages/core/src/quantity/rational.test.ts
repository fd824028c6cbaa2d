import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QuantityError } from "../errors.ts";
import {
  add,
  compare,
  decimalFromRational,
  divide,
  floor,
  multiply,
  negate,
  rational,
  type Rational,
  rationalFromDecimal,
  roundHalfEven,
  subtract,
  ZERO,
} from "./rational.ts";

const big = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 40n });
const small = fc.bigInt({ min: -12n, max: 12n });
const fraction = fc.oneof(
  fc.tuple(big, positive).map(([a, b]) => rational(a, b)),
  fc.tuple(small, fc.bigInt({ min: 1n, max: 12n })).map(([a, b]) => rational(a, b)),
);

describe("rational", () => {
  it("keeps lowest terms and the sign above", () => {
    expect(rational(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n });
    expect(rational(-6n, -4n)).toEqual({ numerator: 3n, denominator: 2n });
    expect(rational(0n, -7n)).toEqual(ZERO);
    expect(rational(5n)).toEqual({ numerator: 5n, denominator: 1n });
  });

  it("is canonical: equal fractions are equal values", () => {
    fc.assert(
      fc.property(fraction, fc.bigInt({ min: 1n, max: 10n ** 9n }), ({ numerator, denominator }, factor) => {
        expect(rational(numerator * factor, denominator * factor)).toEqual({ numerator, denominator });
        expect(rational(numerator * -factor, denominator * -factor)).toEqual({ numerator, denominator });
      }),
    );
  });

  it("refuses a denominator of 0", () => {
    expect(() => rational(1n, 0n)).toThrow(QuantityError);
    expect(() => divide(rational(1n), ZERO)).toThrow(QuantityError);
  });

  it("obeys the laws of a field", () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
        expect(multiply(multiply(a, b), c)).toEqual(multiply(a, multiply(b, c)));
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
        expect(add(a, negate(a))).toEqual(ZERO);
        expect(add(subtract(a, b), b)).toEqual(a);
      }),
    );
  });

  it("divides as the inverse of multiplying", () => {
    const nonZero = fraction.filter(({ numerator }) => numerator !== 0n);
    fc.assert(
      fc.property(fraction, nonZero, (a, b) => {
        expect(multiply(divide(a, b), b)).toEqual(a);
      }),
    );
  });

  it("adds what paper adds", () => {
    expect(add(rational(1n, 6n), rational(1n, 10n))).toEqual(rational(4n, 15n));
    expect(multiply(rational(2n, 3n), rational(9n, 4n))).toEqual(rational(3n, 2n));
  });

  it("orders as differences do", () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        const sign = subtract(a, b).numerator;
        expect(compare(a, b)).toBe(sign < 0n ? -1 : sign > 0n ? 1 : 0);
      }),
    );
  });
});

describe("rounding", () => {
  it("goes to the nearest, ties to even (IEEE 754)", () => {
    const halves = [-5n, -3n, -1n, 1n, 3n, 5n].map((each) => roundHalfEven(rational(each, 2n)));
    expect(halves).toEqual([-2n, -2n, 0n, 0n, 2n, 2n]);
    expect(["2.4", "2.6", "-2.4", "-2.6"].map((text) => roundHalfEven(rationalFromDecimal(text)))).toEqual([
      2n,
      3n,
      -2n,
      -3n,
    ]);
  });

  it("is never more than half away, and is odd only when strictly nearer", () => {
    fc.assert(
      fc.property(fraction, (value) => {
        const rounded = roundHalfEven(value);
        const distance = subtract(value, rational(rounded));
        const size = compare(distance, ZERO) < 0 ? negate(distance) : distance;
        expect(compare(size, rational(1n, 2n))).toBeLessThanOrEqual(rounded % 2n === 0n ? 0 : -1);
        expect(roundHalfEven(negate(value))).toBe(-rounded);
      }),
    );
  });

  it("floors towards minus infinity", () => {
    expect([7n, -7n, 8n, -8n].map((each) => floor(rational(each, 4n)))).toEqual([1n, -2n, 2n, -2n]);
    fc.assert(
      fc.property(fraction, (value) => {
        const below = rational(floor(value));
        return compare(below, value) <= 0 && compare(value, add(below, rational(1n))) < 0;
      }),
    );
  });
});

describe("decimals", () => {
  it.each([
    ["-0.0041", -41n, 10_000n],
    ["1e-7", 1n, 10_000_000n],
    ["2.50E2", 250n, 1n],
    ["+3.", 3n, 1n],
    ["007", 7n, 1n],
  ] as const)("reads %s exactly", (text, numerator, denominator) => {
    expect(rationalFromDecimal(text)).toEqual(rational(numerator, denominator));
  });

  it("takes a JavaScript number for the decimal that it prints", () => {
    expect(rationalFromDecimal(0.1)).toEqual(rational(1n, 10n));
    expect(rationalFromDecimal(-0.004_166_666_666_666_667)).toEqual(rational(-4_166_666_666_666_667n, 10n ** 18n));
    expect(rationalFromDecimal(1e21)).toEqual(rational(10n ** 21n));
  });

  it.each(["", " ", "1 ", ".5", "1,5", "0x10", "1e", "1e99999", "NaN", "Infinity", "--1", "1_000", "１"])(
    "refuses %j",
    (text) => {
      expect(() => rationalFromDecimal(text)).toThrow(QuantityError);
    },
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY, null, undefined])("refuses %s", (value) => {
    expect(() => rationalFromDecimal(value as number)).toThrow(QuantityError);
  });

  it.each([
    [rational(2n, 3n), 4, "0.6667"],
    [rational(-2n, 3n), 0, "-1"],
    [rational(1n, 8n), 2, "0.12"],
    [rational(3n, 8n), 2, "0.38"],
    [rational(-1n, 1000n), 2, "0.00"],
    [rational(12_345n), 3, "12345.000"],
    [rational(5n, 100n), 2, "0.05"],
  ] as [Rational, number, string][])("prints %o to %i places as %s", (value, places, text) => {
    expect(decimalFromRational(value, places)).toBe(text);
  });

  it("reads back what it printed, to half a unit of the last place", () => {
    fc.assert(
      fc.property(fraction, fc.integer({ min: 0, max: 30 }), (value, places) => {
        const error = subtract(rationalFromDecimal(decimalFromRational(value, places)), value);
        const size = compare(error, ZERO) < 0 ? negate(error) : error;
        expect(compare(size, rational(1n, 2n * 10n ** BigInt(places)))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it("keeps a decimal of no more places unchanged", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.integer({ min: 1, max: 20 }),
        (digits, places) => {
          const value = rational(digits, 10n ** BigInt(places));
          expect(rationalFromDecimal(decimalFromRational(value, places))).toEqual(value);
        },
      ),
    );
  });
});
