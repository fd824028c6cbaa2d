import { NetworkError } from "../errors.ts";

/** Blocks between halvings (Bitcoin Core, `nSubsidyHalvingInterval` of the main network). */
export const HALVING_INTERVAL = 210_000;

/** New coins of the first blocks: 50 BTC in satoshis. */
const FIRST_SUBSIDY_SAT = 5_000_000_000n;
const MSAT_PER_SAT = 1000n;

/**
 * New coins that a block of this height may claim, in millisatoshis.
 *
 * Consensus halves whole satoshis by a shift, so the tenth halving (height 2100000) drops half a satoshi, and from the
 * 33rd (height 6930000) there is nothing (Bitcoin Core, `GetBlockSubsidy`).
 *
 * @param height 0 or more
 * @throws {NetworkError} when the height is not a whole number of 0 or more
 */
export function subsidyMsat(height: number): bigint {
  if (!Number.isSafeInteger(height) || height < 0) {
    throw new NetworkError(`A block height must be a whole number of 0 or more, got ${String(height)}.`, {
      height: String(height),
    });
  }
  return (FIRST_SUBSIDY_SAT >> BigInt(Math.floor(height / HALVING_INTERVAL))) * MSAT_PER_SAT;
}
