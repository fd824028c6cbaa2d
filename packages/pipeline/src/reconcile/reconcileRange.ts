import type { ReconciliationFinding, SettlementDate, SettlementDateRange } from "@windhash/core";
import { DayMovedError } from "@windhash/core";
import { eachDay, type JobOptions } from "../progress.ts";
import { type DayExamination, examineDay, isBeyondHistory } from "./examineDay.ts";
import { findingsOf, tallyFindings } from "./findings.ts";
import { type DayOverview, type Ledger, overviewDays } from "./ledger.ts";
import { mendRecords, type RecordsCondition } from "./mendRecords.ts";

/** How often a day is read again when another writer has moved it meanwhile. */
const DAY_TRIES = 5;

/** What a reconciliation did. */
export type ReconcileOutcome = {
  readonly days: number;
  /** Keys that were as expected already. */
  readonly matching: number;
  readonly findings: readonly ReconciliationFinding[];
  /** Days whose records, tally or summary were not as written and were worked out again from their accepted volumes. */
  readonly rebuiltDays: readonly SettlementDate[];
  /** Days of which records, volumes or periods are lost or altered beyond that: they have to be ingested again. */
  readonly damagedDays: readonly SettlementDate[];
  /** Days that the network history does not reach over: nothing was calculated for them. */
  readonly beyondHistoryDays: readonly SettlementDate[];
  readonly interrupted: boolean;
  /** Number under which the run is recorded; null when there was nothing to repair, for then nothing is written. */
  readonly runNo: number | null;
};

/** What a reconciliation is told. */
export type ReconcileRequest = {
  /** Null: every day of which anything is stored. */
  readonly range: SettlementDateRange | null;
  /** True: read every row, also of days that their tallies prove. */
  readonly rows?: boolean;
  /** True: find, write nothing. */
  readonly dryRun?: boolean;
  /** The command as typed, for the record of the run. */
  readonly command: string;
  readonly clock: () => number;
};

/**
 * Makes stored calculations equal to the expected ones, a settlement day at a time: missing, stale and wrong keys are written,
 * orphans removed, each day in one transaction. Stopped at any point it can simply be run again; what was done until then is on
 * record.
 */
export async function reconcileRange(
  ledger: Ledger,
  request: ReconcileRequest,
  options: JobOptions = {},
): Promise<ReconcileOutcome> {
  const startedAt = request.clock();
  const days = await overviewDays(ledger.stores, request.range);
  const work = newWork();
  let interrupted = false;
  let runNo: number | null = null;
  try {
    ({ interrupted } = await eachDay(days, options, (day) => workOn(ledger, day, request, work)));
  } finally {
    runNo = await recordRun(ledger, request, work, startedAt);
  }
  const { matching, findings, rebuiltDays, damagedDays, beyondHistoryDays } = work;
  return { days: days.length, matching, findings, rebuiltDays, damagedDays, beyondHistoryDays, interrupted, runNo };
}

/** What has been done so far. */
type Work = {
  matching: number;
  readonly findings: ReconciliationFinding[];
  readonly rebuiltDays: SettlementDate[];
  readonly damagedDays: SettlementDate[];
  readonly beyondHistoryDays: SettlementDate[];
};

function newWork(): Work {
  return { matching: 0, findings: [], rebuiltDays: [], damagedDays: [], beyondHistoryDays: [] };
}

async function workOn(ledger: Ledger, day: DayOverview, request: ReconcileRequest, work: Work): Promise<void> {
  const { settlementDate } = day;
  const { condition, examination } = await reconcileDay(ledger, day, request);
  if (condition === "rebuilt") work.rebuiltDays.push(settlementDate);
  if (condition === "damaged") work.damagedDays.push(settlementDate);
  if (condition !== "damaged" && examination === null) work.beyondHistoryDays.push(settlementDate);
  if (examination === null) return;
  const { difference, wrongTallies } = examination;
  const repaired = request.dryRun !== true;
  work.matching += difference.matching;
  for (const finding of findingsOf(settlementDate, difference, repaired)) work.findings.push(finding);
  for (const finding of tallyFindings(settlementDate, wrongTallies, repaired)) work.findings.push(finding);
}

/** Null: nothing can be expected of the day, as its records are damaged or the network history does not reach over it. */
type ReconciledDay = { readonly condition: RecordsCondition; readonly examination: DayExamination | null };

async function reconcileDay(ledger: Ledger, seen: DayOverview, request: ReconcileRequest): Promise<ReconciledDay> {
  const { rows = false, dryRun = false } = request;
  let day = seen;
  let wasRebuilt = false;
  for (let tries = 1; ; tries += 1) {
    try {
      const mending = { rows, dryRun, committedAt: request.clock() };
      const condition = await mendRecords(ledger.stores, day, mending);
      wasRebuilt ||= condition === "rebuilt";
      if (condition === "rebuilt" && !dryRun) day = await overviewDay(ledger, day);
      if (condition === "damaged" || isBeyondHistory(ledger, day)) return { condition, examination: null };
      const examination = await examineDay(ledger, day, { rows });
      if (examination.change !== null && !dryRun)
        await ledger.stores.applyChange(examination.change, examination.inputs.inputs, {
          committedAt: request.clock(),
        });
      return { condition: wasRebuilt ? "rebuilt" : condition, examination };
    } catch (error) {
      if (!(error instanceof DayMovedError) || tries === DAY_TRIES) throw error;
      day = await overviewDay(ledger, day);
    }
  }
}

async function overviewDay({ stores }: Ledger, { settlementDate }: DayOverview): Promise<DayOverview> {
  const [day] = await overviewDays(stores, { from: settlementDate, to: settlementDate });
  return day ?? { settlementDate, held: null, recordSum: null, tallies: [], sums: [] };
}

/** Of the days on which something was found; a run that found nothing is not recorded. */
async function recordRun(
  { stores, history }: Ledger,
  { command, clock, dryRun }: ReconcileRequest,
  { findings, rebuiltDays }: Work,
  startedAt: number,
): Promise<number | null> {
  const dates = [...findings.map(({ settlementDate }) => settlementDate), ...rebuiltDays].toSorted();
  const [from, to] = [dates[0], dates.at(-1)];
  if (from === undefined || to === undefined || dryRun === true) return null;
  return stores.addRun({ startedAt, endedAt: clock(), command, from, to, historyDigest: history.digest, findings });
}
