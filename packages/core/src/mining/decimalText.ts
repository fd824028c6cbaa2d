import { QuantityError } from "../errors.ts";
import { compare, decimalFromRational, rationalFromDecimal, type Rational } from "../quantity/rational.ts";

/** A decimal as people give it: text, or a number that stands for its shortest decimal form. */
export type DecimalInput = string | number;

/** More decimals than any name plate or share has; the limit keeps a canonical text short. */
const PLACES = 18;

/**
 * The one text of a decimal value: no exponent, no leading or trailing zeros, no sign on zero.
 *
 * @example canonicalDecimal("0.980") // "0.98"
 * @example canonicalDecimal(3050) // "3050", as for "3050.0" and "3.05e3"
 * @throws {QuantityError} when it is no decimal numeral, or has more than 18 decimals
 */
export function canonicalDecimal(value: DecimalInput): string {
  const exact = rationalFromDecimal(value);
  const text = decimalFromRational(exact, PLACES);
  if (compare(rationalFromDecimal(text), exact) !== 0) throw tooFine(value);
  return text.replace(/\.?0+$/, "");
}

/** What a value must satisfy: a sentence for people, and the test of it. */
export type DecimalRule = { readonly rule: string; readonly holds: (value: Rational) => boolean };

/** The canonical text of a value that keeps `rule`, or null when it is no such number. */
export function decimalWithin(value: unknown, { holds }: DecimalRule): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  try {
    const text = canonicalDecimal(value);
    return holds(rationalFromDecimal(text)) ? text : null;
  } catch (error) {
    if (error instanceof QuantityError) return null;
    throw error;
  }
}

function tooFine(value: DecimalInput): QuantityError {
  return new QuantityError(`A decimal must have at most ${PLACES} decimals, got "${value}". Round it first.`, {
    field: "decimal",
    rule: `at most ${PLACES} decimals`,
    value,
  });
}
