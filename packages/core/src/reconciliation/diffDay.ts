import type { BitcoinCalculation } from "../mining/types.ts";
import { compareCalculationKeys } from "./keys.ts";
import type { ChangedCalculation, DayDifference } from "./types.ts";

/**
 * Compares what is expected with what is stored, key by key.
 *
 * Every key of either side falls into exactly one of matching, missing, orphan, stale and wrong. Both sides must be in key order
 * (`compareCalculationKeys`) and name no key twice.
 */
export function diffDay(expected: readonly BitcoinCalculation[], stored: readonly BitcoinCalculation[]): DayDifference {
  const missing: BitcoinCalculation[] = [];
  const orphan: BitcoinCalculation[] = [];
  const stale: ChangedCalculation[] = [];
  const wrong: ChangedCalculation[] = [];
  let matching = 0;
  for (const { left, right } of mergeByKey(expected, stored)) {
    if (left === undefined) orphan.push(right as BitcoinCalculation);
    else if (right === undefined) missing.push(left);
    else if (left.energyWh !== right.energyWh || left.inputsId !== right.inputsId)
      stale.push({ expected: left, stored: right });
    else if (left.bitcoinMsat !== right.bitcoinMsat) wrong.push({ expected: left, stored: right });
    else matching += 1;
  }
  return { matching, missing, orphan, stale, wrong };
}

/** True when nothing but matching keys was found. */
export function isReconciled({ missing, orphan, stale, wrong }: DayDifference): boolean {
  return missing.length + orphan.length + stale.length + wrong.length === 0;
}

type Pair = { readonly left: BitcoinCalculation | undefined; readonly right: BitcoinCalculation | undefined };

function* mergeByKey(lefts: readonly BitcoinCalculation[], rights: readonly BitcoinCalculation[]): Generator<Pair> {
  let [l, r] = [0, 0];
  while (l < lefts.length || r < rights.length) {
    const [left, right] = [lefts[l], rights[r]];
    const order = left === undefined ? 1 : right === undefined ? -1 : compareCalculationKeys(left, right);
    if (order <= 0) l += 1;
    if (order >= 0) r += 1;
    yield { left: order <= 0 ? left : undefined, right: order >= 0 ? right : undefined };
  }
}
