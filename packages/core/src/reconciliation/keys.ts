import type { UnitPeriodKey } from "../curtailment/types.ts";
import type { CalculationKey } from "../mining/types.ts";

/** Order of records: date, period, then BM unit by code unit, as SQL orders it under `COLLATE "C"`. */
export function compareUnitPeriods(a: UnitPeriodKey, b: UnitPeriodKey): number {
  return (
    compareText(a.settlementDate, b.settlementDate) ||
    a.settlementPeriod - b.settlementPeriod ||
    compareText(a.bmUnitId, b.bmUnitId)
  );
}

/** Order of calculations: that of their records, then the miner model by code unit. */
export function compareCalculationKeys(a: CalculationKey, b: CalculationKey): number {
  return compareUnitPeriods(a, b) || compareText(a.minerModelId, b.minerModelId);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
