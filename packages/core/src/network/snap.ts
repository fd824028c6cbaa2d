import { NetworkError } from "../errors.ts";
import {
  compare,
  divide,
  floor,
  rational,
  type Rational,
  rationalFromDecimal,
  subtract,
} from "../quantity/rational.ts";
import { bitsFromTarget, bitsText, difficultyFromBits, difficultyText, MAX_TARGET, targetFromBits } from "./bits.ts";

/** Neighbouring difficulties lie 1.2e-7 apart or more, so this is never ambiguous. */
const TOLERANCE = rational(1n, 1_000_000_000n);

/** Below ten digits a rounded decimal may lie near a difficulty that it does not mean. */
const MIN_DIGITS = 10;

const ONE = rational(1n);
const DECIMAL = /^(\d+)(?:\.(\d*))?(?:[eE][+-]?\d{1,3})?$/;

/**
 * The bits of a difficulty that a source gives as a decimal.
 *
 * A difficulty is a fraction whose target has a compact form, so most decimals are no difficulty at all. The nearest one is
 * taken when it lies within 1e-9 (relative); a decimal of fewer than ten significant digits must be it exactly.
 *
 * @param decimal 1 or more, for example `"108105433845147"` (rounded to an integer) or `72006146478567.1`
 * @throws {NetworkError} when the decimal is not a difficulty that the network can have
 */
export function snapDifficulty(decimal: string | number): number {
  const text = String(decimal);
  const match = DECIMAL.exec(text);
  if (match === null) throw refused(text, "a plain decimal number");
  const difficulty = rationalFromDecimal(text);
  if (compare(difficulty, ONE) < 0) throw refused(text, "1 or more");
  if (difficulty.numerator > MAX_TARGET * difficulty.denominator) throw refused(text, "at most 0xFFFF x 2^208");
  const bits = nearestBits(difficulty);
  const error = relativeError(bits, difficulty);
  if (compare(error, TOLERANCE) > 0)
    throw refused(text, `within 1e-9 of one that bits can express; the nearest is ${named(bits)}`);
  if (error.numerator !== 0n && significantDigits(match) < MIN_DIGITS) {
    throw refused(
      text,
      `given with ${MIN_DIGITS} significant digits or more, as a rounded one may mean another than ${named(bits)}`,
    );
  }
  return bits;
}

/** Of the compact targets at or just above and below the wanted one, that of the nearer difficulty. */
function nearestBits(difficulty: Rational): number {
  const below = bitsFromTarget(floor(divide(rational(MAX_TARGET), difficulty)));
  const exponent = below >>> 24;
  const step = exponent > 3 ? 1n << BigInt(8 * (exponent - 3)) : 1n;
  const above = bitsFromTarget(targetFromBits(below) + step);
  return compare(relativeError(below, difficulty), relativeError(above, difficulty)) <= 0 ? below : above;
}

function relativeError(bits: number, difficulty: Rational): Rational {
  const error = subtract(divide(difficultyFromBits(bits), difficulty), ONE);
  return error.numerator < 0n ? { numerator: -error.numerator, denominator: error.denominator } : error;
}

function significantDigits([, whole = "", fraction = ""]: RegExpExecArray): number {
  return `${whole}${fraction}`.replace(/^0+/, "").length;
}

function named(bits: number): string {
  return `${difficultyText(bits, 4)} (bits ${bitsText(bits)})`;
}

function refused(difficulty: string, rule: string): NetworkError {
  return new NetworkError(
    `A difficulty must be ${rule}, got ${difficulty}. Give the bits of the header where you have them.`,
    { difficulty },
  );
}
