import type { SettlementDateRange } from "@windhash/core";
import { eachDay, type JobOptions } from "../progress.ts";
import { type DayOverview, type Ledger, overviewDays } from "../reconcile/ledger.ts";
import type { VerifyFinding } from "./finding.ts";
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
    const recordsOfDay = await verifyRecords(ledger.stores, day);
    const calculationsOfDay = await verifyCalculations(ledger.stores, day);
    records += recordsOfDay.rows;
    calculations += calculationsOfDay.rows;
    findings.push(...recordsOfDay.findings, ...calculationsOfDay.findings);
  });
  return { days: days.length, records, calculations, findings, interrupted };
}
