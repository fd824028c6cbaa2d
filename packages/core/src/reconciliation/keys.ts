import { compareText, compareUnitPeriods } from "../curtailment/order.ts";
import type { CalculationKey } from "../mining/types.ts";

/** Order of calculations: that of their records, then the miner model by code unit. */
export function compareCalculationKeys(a: CalculationKey, b: CalculationKey): number {
  return compareUnitPeriods(a, b) || compareText(a.minerModelId, b.minerModelId);
}
