import { QuantityError } from "../errors.ts";
import { decimalFromRational, floor, multiply, rational, rationalFromDecimal } from "./rational.ts";

/** Exactly, by the prefixes of the SI. */
export const WH_PER_MWH = rational(1_000_000n);
const MWH_PLACES = 6;

/**
 * Watt-hours of a decimal number of megawatt-hours.
 *
 * @param mwh a numeral such as `"21178.62"`; negative ones are allowed, fractions of a watt-hour are not
 * @throws {QuantityError} when it is no decimal, no whole number of watt-hours, or beyond 2^53 - 1 Wh
 */
export function whFromMwh(mwh: string | number): number {
  const exact = multiply(rationalFromDecimal(mwh), WH_PER_MWH);
  const energyWh = Number(floor(exact));
  if (exact.denominator !== 1n || !Number.isSafeInteger(energyWh)) {
    throw new QuantityError(
      `Energy must be a whole number of watt-hours within 9,007,199,254 MWh, so at most six decimals of a MWh, got ${mwh} MWh.`,
      { mwh },
    );
  }
  return energyWh;
}

/** Megawatt-hours as a decimal numeral with all six decimals: exact. @param energyWh an integer */
export function mwhText(energyWh: number): string {
  return decimalFromRational(rational(BigInt(energyWh), WH_PER_MWH.numerator), MWH_PLACES);
}
