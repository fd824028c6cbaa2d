import { UsageError } from "../usageError.ts";

/** Requests per second where none were chosen: what clients of Elexon have run on for long without being throttled. */
export const DEFAULT_RATE = 4;

/** Elexon's own limit is 5,000 requests a minute. */
const HIGHEST_RATE = 80;

/** A request every two minutes is no longer a rate but a mistake. */
const LOWEST_RATE = 0.01;

/**
 * How many requests a second Elexon is asked at most, retries included.
 *
 * @param typed what was typed, before what the environment says
 * @throws {UsageError} for anything but a number from 0.01 to 80
 */
export function elexonRate(typed: string | undefined, environment: string | undefined): number {
  const text = typed ?? (environment || undefined);
  if (text === undefined) return DEFAULT_RATE;
  const rate = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (rate >= LOWEST_RATE && rate <= HIGHEST_RATE) return rate;
  const name = typed === undefined ? "WINDHASH_ELEXON_RATE" : "--rate";
  throw new UsageError(
    `The request rate ${name} must be ${LOWEST_RATE} to ${HIGHEST_RATE} requests per second, got "${text}".`,
    { rate: text },
  );
}
