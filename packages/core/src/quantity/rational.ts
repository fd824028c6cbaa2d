import { QuantityError } from "../errors.ts";

/** An exact fraction in lowest terms; the denominator is positive. Made by the functions of this file only. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint };

/** Zero, for sums to start from. */
export const ZERO: Rational = { numerator: 0n, denominator: 1n };

/** The fraction numerator / denominator in lowest terms. @throws {QuantityError} when the denominator is 0 */
export function rational(numerator: bigint, denominator: bigint = 1n): Rational {
  if (denominator === 0n) throw new QuantityError("A denominator must not be 0, got 0.");
  const divisor = gcd(numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator);
  const sign = denominator < 0n ? -1n : 1n;
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

/** a + b, exactly. */
export function add(a: Rational, b: Rational): Rational {
  if (a.denominator === b.denominator) return rational(a.numerator + b.numerator, a.denominator);
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

/** a - b, exactly. */
export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

/** -a. */
export function negate(a: Rational): Rational {
  return { numerator: -a.numerator, denominator: a.denominator };
}

/** a x b, exactly. */
export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** a / b, exactly. @throws {QuantityError} when b is 0 */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Negative when a < b, zero when they are equal, positive when a > b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The greatest integer that is not above the fraction. */
export function floor({ numerator, denominator }: Rational): bigint {
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
}

/** The nearest integer; a tie goes to the even neighbour (IEEE 754 roundTiesToEven). */
export function roundHalfEven(value: Rational): bigint {
  const below = floor(value);
  const twiceRest = 2n * (value.numerator - below * value.denominator);
  if (twiceRest < value.denominator) return below;
  if (twiceRest > value.denominator) return below + 1n;
  return below % 2n === 0n ? below : below + 1n;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * The exact value of a decimal numeral such as `"-0.0041"` or `"1e-7"`.
 *
 * A JavaScript number stands for its shortest decimal form, which is what its source printed.
 *
 * @throws {QuantityError} when the text is not a plain decimal numeral
 */
export function rationalFromDecimal(value: string | number): Rational {
  const match = DECIMAL.exec(String(value));
  if (match === null)
    throw new QuantityError(`A decimal number must be digits with an optional point, got "${value}".`);
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`);
  const scale = Number(exponent) - fraction.length;
  return scale >= 0 ? rational(digits * 10n ** BigInt(scale)) : rational(digits, 10n ** BigInt(-scale));
}

/**
 * The value as a decimal numeral of exactly `places` decimals, rounded half-even once.
 *
 * @param places 0 or more
 */
export function decimalFromRational(value: Rational, places: number): string {
  const scaled = roundHalfEven(multiply(value, rational(10n ** BigInt(places))));
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, "0");
  const sign = scaled < 0n ? "-" : "";
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
