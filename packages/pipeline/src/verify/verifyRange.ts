import type { SettlementDateRange } from "@windhash/core";
import { StoreError, WindhashError } from "@windhash/core";
import { eachDay, type JobOptions } from "../progress.ts";
import { type DayOverview, type Ledger, overviewDays } from "../reconcile/ledger.ts";
import type { DayVerification, VerifyFinding } from "./finding.ts";
import { verifyCalculations } from "./verifyCalculations.ts";
import { verifyRecords } from "./verifyRecords.ts";

/** What was verified, and what was not as it should be. */
export type VerifyOutcome = {
  readonly days: number;
  readonly records: number;
  readonly calculations: number;
  readonly findings: readonly VerifyFinding[];
  readonly interrupted: boolean;
};

/**
 * Works every stored value out again from what it stands on: records from accepted volumes, bitcoin from each row's own energy and
 * inputs, tallies and summaries from the rows. Reads everything, writes nothing.
 */
export async function verifyRange(
  ledger: Pick<Ledger, "stores">,
  request: { readonly range: SettlementDateRange | null },
  options: JobOptions = {},
): Promise<VerifyOutcome> {
  const days = await overviewDays(ledger.stores, request.range);
  const findings: VerifyFinding[] = [];
  let [records, calculations] = [0, 0];
  const { interrupted } = await eachDay(days, options, async (day: DayOverview) => {
    const recordsOfDay = await orFinding(day, "record", () => verifyRecords(ledger.stores, day));
    const calculationsOfDay = await orFinding(day, "calculation", () => verifyCalculations(ledger.stores, day));
    records += recordsOfDay.rows;
    calculations += calculationsOfDay.rows;
    for (const finding of recordsOfDay.findings) findings.push(finding);
    for (const finding of calculationsOfDay.findings) findings.push(finding);
  });
  return { days: days.length, records, calculations, findings, interrupted };
}

/** A row that is no value at all, such as bits that are no target, is a finding of its day and does not end the verification. */
async function orFinding(
  { settlementDate }: DayOverview,
  kind: VerifyFinding["kind"],
  verify: () => Promise<DayVerification>,
): Promise<DayVerification> {
  try {
    return await verify();
  } catch (error) {
    if (!(error instanceof WindhashError) || error instanceof StoreError) throw error;
    return { rows: 0, findings: [{ settlementDate, kind, key: "", stored: error.message, expected: "a value" }] };
  }
}
