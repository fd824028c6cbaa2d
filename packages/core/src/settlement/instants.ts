import { SettlementError } from "../errors.ts";

/** 0000-01-01T00:00:00Z and 10000-01-01T00:00:00Z: the years that ISO 8601 writes with four digits. */
const FIRST_SECOND = -62_167_219_200;
const END_SECOND = 253_402_300_800;

/**
 * An instant as people and files write it, such as `2022-01-01T00:00:00Z`.
 *
 * @param instant Unix seconds, a whole number, years 0000 to 9999
 * @throws {SettlementError} for anything else
 */
export function isoFromInstant(instant: number): string {
  checkInstant(instant);
  return `${new Date(instant * 1000).toISOString().slice(0, 19)}Z`;
}

/** @throws {SettlementError} for anything but whole Unix seconds of the years 0000 to 9999 */
export function checkInstant(instant: number): void {
  if (Number.isInteger(instant) && instant >= FIRST_SECOND && instant < END_SECOND) return;
  const message = `An instant must be whole Unix seconds of the years 0000 to 9999, got ${String(instant)}.`;
  throw new SettlementError(message, { instant: String(instant) });
}
