import type { BitcoinCalculation, DayDifference, ReconciliationFinding, SettlementDate } from "@windhash/core";
import type { TallyDifference } from "./examineDay.ts";

type Kind = Exclude<ReconciliationFinding["kind"], "tally">;
type Found = { readonly expected: BitcoinCalculation | null; readonly stored: BitcoinCalculation | null };

/** A day's difference by kind and model, with its effect in msat; nothing for matching keys. */
export function findingsOf(
  settlementDate: SettlementDate,
  difference: DayDifference,
  repaired: boolean,
): readonly ReconciliationFinding[] {
  const found: Readonly<Record<Kind, readonly Found[]>> = {
    missing: difference.missing.map((expected) => ({ expected, stored: null })),
    orphan: difference.orphan.map((stored) => ({ expected: null, stored })),
    stale: difference.stale,
    wrong: difference.wrong,
  };
  return (Object.keys(found) as Kind[]).flatMap((kind) => {
    const models = [...new Set(found[kind].map(modelOf))].toSorted();
    return models.map((minerModelId) => {
      const keys = found[kind].filter((key) => modelOf(key) === minerModelId);
      const effect = keys.reduce((sum, key) => sum + effectMsat(key), 0n);
      return { settlementDate, minerModelId, kind, keys: keys.length, effectMsat: effect, repaired };
    });
  });
}

/** Tallies that did not agree with rows that are as expected. The effect is on sums that are read from tallies. */
export function tallyFindings(
  settlementDate: SettlementDate,
  wrongTallies: readonly TallyDifference[],
  repaired: boolean,
): readonly ReconciliationFinding[] {
  return wrongTallies.map(({ minerModelId, expected, stored }) => ({
    settlementDate,
    minerModelId,
    kind: "tally",
    keys: expected?.calculations ?? stored?.calculations ?? 0,
    effectMsat: (expected?.bitcoinMsat ?? 0n) - (stored?.bitcoinMsat ?? 0n),
    repaired,
  }));
}

function modelOf({ expected, stored }: Found): string {
  return (expected ?? stored)!.minerModelId;
}

function effectMsat({ expected, stored }: Found): bigint {
  return (expected?.bitcoinMsat ?? 0n) - (stored?.bitcoinMsat ?? 0n);
}
