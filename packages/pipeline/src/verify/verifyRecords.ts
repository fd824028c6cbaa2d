import type { CurtailmentRecord, CurtailmentTotals, HeldDay, RecordTally } from "@windhash/core";
import {
  canonicalRecord,
  curtailmentRecords,
  PROVISIONAL_S,
  recordTally,
  settlementDay,
  settlementPeriods,
  totalsOf,
} from "@windhash/core";
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
  const isNothing = held === null && records.length === 0;
  const say = (kind: VerifyFinding["kind"], stored: string, expected: string): readonly VerifyFinding[] =>
    stored === expected ? [] : [{ settlementDate, kind, key: "", stored, expected }];
  return {
    rows: records.length,
    findings: [
      ...findings,
      ...say(
        "record-tally",
        held === null ? NONE : tallyText(held.tally),
        isNothing ? NONE : tallyText(recordTally(settlementDate, records)),
      ),
      ...say("summary", summaryText(summary), held === null ? NONE : summaryText(totalsOf(records))),
      ...(held === null ? [] : verifyPeriods(held, records)),
    ],
  };
}

/** Every period of the date once; a state that says there was curtailment, or none, or that it is final, must be true. */
function verifyPeriods(
  { settlementDate, periods }: HeldDay,
  records: readonly CurtailmentRecord[],
): readonly VerifyFinding[] {
  const curtailed = new Set(records.map(({ settlementPeriod }) => settlementPeriod));
  const numbers = periods.map(({ settlementPeriod }) => settlementPeriod).join(" ");
  const expected = settlementPeriods(settlementDate).join(" ");
  const settledAt = settlementDay(settlementDate).endsAt + PROVISIONAL_S;
  const whole = {
    settlementDate,
    kind: "period" as const,
    key: "",
    stored: `periods ${numbers}`,
    expected: `periods ${expected}`,
  };
  const untrue = periods.flatMap(({ settlementPeriod, state, fetchedAt }) => {
    const early = fetchedAt !== null && fetchedAt < settledAt;
    const settled = curtailed.has(settlementPeriod) ? "complete" : "empty";
    const right = early ? "provisional" : state === "unconfirmed" ? state : settled;
    const key = `period ${settlementPeriod}`;
    return state === right ? [] : [{ settlementDate, kind: "period" as const, key, stored: state, expected: right }];
  });
  return [...(numbers === expected ? [] : [whole]), ...untrue];
}

function tallyText({ records, grossWh, undoWh, checksum }: RecordTally): string {
  return `${records} records, ${grossWh} Wh, ${undoWh} Wh, ${checksum}`;
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

function summaryText(totals: CurtailmentTotals | null): string {
  if (totals === null) return NONE;
  const { records, grossWh, undoWh, netWh, soGrossWh, soNetWh, unpricedWh } = totals;
  const money = [totals.bidPaymentGbp, totals.undoPaymentGbp, totals.paymentGbp].map(
    (gbp) => gbp?.toFixed(6) ?? "unknown",
  );
  const [soGross, soNet] = [soGrossWh ?? "unknown", soNetWh ?? "unknown"];
  return `${records} records, Wh ${grossWh} ${undoWh} ${netWh} ${soGross} ${soNet}, GBP ${money.join(" ")}, unpriced ${unpricedWh} Wh`;
}
