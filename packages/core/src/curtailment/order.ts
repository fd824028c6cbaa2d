import type { AcceptedVolume, UnitPeriodKey } from "./types.ts";

/** Order of records: date, period, then BM unit by code unit, as SQL orders it under `COLLATE "C"`. */
export function compareUnitPeriods(a: UnitPeriodKey, b: UnitPeriodKey): number {
  return (
    compareText(a.settlementDate, b.settlementDate) ||
    a.settlementPeriod - b.settlementPeriod ||
    compareText(a.bmUnitId, b.bmUnitId)
  );
}

/**
 * Order of accepted volumes: that of their records, then side, acceptance, pair and ordinal, each ascending, so that SQL gives
 * the same by `ORDER BY` over the columns of the key. Zero means the same identity.
 */
export function compareVolumes(a: AcceptedVolume, b: AcceptedVolume): number {
  return (
    compareUnitPeriods(a, b) ||
    compareText(a.side, b.side) ||
    a.acceptanceId - b.acceptanceId ||
    a.bidOfferPairId - b.bidOfferPairId ||
    a.ordinal - b.ordinal
  );
}

/** By code unit, as SQL does under `COLLATE "C"`; never by the rules of a language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
