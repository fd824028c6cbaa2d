import type { Rational } from "../quantity/rational.ts";

/** Bits kept before the last rounding: 53 of the result, a guard, and room to spare. */
const KEPT_BITS = 64;

/**
 * The float64 nearest to a fraction of 0 or more: one rounding, relative error at most 2^-53.
 *
 * The quotient is cut to 64 bits or more, its last bit set when anything was cut off (a sticky bit), and `Number` rounds that
 * integer half-even, as ECMA-262 says of it. The power of 2 that is left changes no digit.
 */
export function nearestFloat64({ numerator, denominator }: Rational): number {
  if (numerator === 0n) return 0;
  const shift = KEPT_BITS + bitLength(denominator) - bitLength(numerator);
  const scaled = shift >= 0 ? [numerator << BigInt(shift), denominator] : [numerator, denominator << BigInt(-shift)];
  const [dividend = 0n, divisor = 1n] = scaled;
  const quotient = dividend / divisor;
  const sticky = quotient * divisor === dividend ? quotient : quotient | 1n;
  return Number(sticky) * 2 ** -shift;
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}
