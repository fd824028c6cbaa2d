import type { CurtailmentRecord, CurtailmentTotals, HeldDay } from "@windhash/core";
import { canonicalRecord, curtailmentRecords, periodCount, recordTally, totalsOf } from "@windhash/core";
import type { DayOverview, LedgerStores } from "../reconcile/ledger.ts";
import type { DayVerification, VerifyFinding } from "./finding.ts";

const NONE = "nothing";

/** Records against accepted volumes, the tally and the daily summary against records, periods against the calendar. */
export async function verifyRecords(
  stores: LedgerStores,
  { settlementDate, held }: DayOverview,
): Promise<DayVerification> {
  const [volumes, records, summary] = await Promise.all([
    stores.volumesOfDay(settlementDate),
    stores.recordsOfDay(settlementDate),
    stores.storedSummary(settlementDate),
  ]);
  const findings = differingRecords(curtailmentRecords(volumes), records);
  const tally = recordTally(settlementDate, records).checksum;
  const say = (kind: VerifyFinding["kind"], stored: string, expected: string): readonly VerifyFinding[] =>
    stored === expected ? [] : [{ settlementDate, kind, key: "", stored, expected }];
  return {
    rows: records.length,
    findings: [
      ...findings,
      ...say("record-tally", held?.tally.checksum ?? NONE, held === null && records.length === 0 ? NONE : tally),
      ...say("summary", summaryText(summary), held === null ? NONE : summaryText(totalsOf(records))),
      ...say("period", `${heldPeriods(held)} periods`, `${held === null ? 0 : periodCount(settlementDate)} periods`),
    ],
  };
}

function differingRecords(
  expected: readonly CurtailmentRecord[],
  stored: readonly CurtailmentRecord[],
): readonly VerifyFinding[] {
  const [left, right] = [byKey(expected), byKey(stored)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) => {
    const [one, other] = [left.get(key), right.get(key)];
    const [expectedText, storedText] = [one ? canonicalRecord(one) : NONE, other ? canonicalRecord(other) : NONE];
    if (expectedText === storedText) return [];
    const { settlementDate } = (one ?? other)!;
    return [{ settlementDate, kind: "record" as const, key, stored: storedText, expected: expectedText }];
  });
}

function byKey(records: readonly CurtailmentRecord[]): ReadonlyMap<string, CurtailmentRecord> {
  return new Map(records.map((record) => [`period ${record.settlementPeriod} ${record.bmUnitId}`, record]));
}

function heldPeriods(held: HeldDay | null): number {
  return held === null ? 0 : new Set(held.periods.map(({ settlementPeriod }) => settlementPeriod)).size;
}

function summaryText(totals: CurtailmentTotals | null): string {
  if (totals === null) return NONE;
  const { records, grossWh, undoWh, netWh, soGrossWh, soNetWh, unpricedWh } = totals;
  const money = [totals.bidPaymentGbp, totals.undoPaymentGbp, totals.paymentGbp].map(
    (gbp) => gbp?.toFixed(6) ?? "unknown",
  );
  const [soGross, soNet] = [soGrossWh ?? "unknown", soNetWh ?? "unknown"];
  return `${records} records, Wh ${grossWh} ${undoWh} ${netWh} ${soGross} ${soNet}, GBP ${money.join(" ")}, unpriced ${unpricedWh} Wh`;
}
