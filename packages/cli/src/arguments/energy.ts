import {
  bitcoinText,
  QuantityError,
  rational,
  rationalFromDecimal,
  roundHalfEven,
  multiplyRationals,
  whFromMwh,
} from "@windhash/core";
import { asTyped, UsageError } from "../usageError.ts";

const DECIMAL = /^[+-]?\d+(\.\d*)?$/;

/** Watt-hours of the megawatt-hours that were typed. @throws {UsageError} when negative, no number, or finer than a watt-hour */
export function typedEnergyWh(mwh: string): number {
  if (!DECIMAL.test(mwh)) throw refusal(`--mwh must be a decimal number of megawatt-hours, got "${mwh}".`, mwh);
  const energyWh = asTyped(() => whFromMwh(mwh));
  if (energyWh < 0) throw refusal(`--mwh must be 0 or more, got ${mwh}.`, mwh);
  return energyWh;
}

function refusal(message: string, mwh: string): UsageError {
  return new UsageError(message, { mwh }, { code: "quantity" });
}

const MSAT_PER_BITCOIN = rational(10n ** 11n);

/** Millisatoshis of the bitcoin that was typed. @throws {UsageError} when negative, no number, or finer than a millisatoshi */
export function typedMsat(bitcoin: string): bigint {
  if (!DECIMAL.test(bitcoin))
    throw new UsageError(`--fees-btc must be a decimal number of bitcoin, got "${bitcoin}".`, { bitcoin });
  return asTyped(() => {
    const exact = multiplyRationals(rationalFromDecimal(bitcoin), MSAT_PER_BITCOIN);
    if (exact.denominator === 1n && exact.numerator >= 0n) return roundHalfEven(exact);
    throw new QuantityError(
      `--fees-btc must be 0 BTC or more with at most 11 decimals, such as ${bitcoinText(4_000_000_000n)}, got ${bitcoin}.`,
      { bitcoin },
    );
  });
}
