import { decimalFromRational, rational } from "../quantity/rational.ts";

/** Millisatoshis in a bitcoin: 1e8 satoshis of 1000. */
const MSAT_PER_BITCOIN = 10n ** 11n;
/** Decimals of a bitcoin that a millisatoshi fills. */
const DECIMALS = 11;

/**
 * Millisatoshis as bitcoin, all 11 decimals; nothing is rounded.
 *
 * @example bitcoinText(234652817n) // "0.00234652817"
 */
export function bitcoinText(bitcoinMsat: bigint): string {
  return decimalFromRational(rational(bitcoinMsat, MSAT_PER_BITCOIN), DECIMALS);
}
