import type { DayDifference, ReconciliationFinding, SettlementDate, SettlementDateRange } from "@windhash/core";
import { curtailmentRecords, DayMovedError } from "@windhash/core";
import { eachDay, type JobOptions } from "../progress.ts";
import { examineDay, isBeyondHistory } from "./examineDay.ts";
import { findingsOf } from "./findings.ts";
import { type DayOverview, type Ledger, overviewDays } from "./ledger.ts";
import { recordsAgree } from "./proof.ts";

/** How often a day is read again when another writer has moved it meanwhile. */
const DAY_TRIES = 5;

/** What a reconciliation did. */
export type ReconcileOutcome = {
  readonly days: number;
  /** Keys that were as expected already. */
  readonly matching: number;
  readonly findings: readonly ReconciliationFinding[];
  /** Days whose records did not add up to their tally and were worked out again from their accepted volumes. */
  readonly rebuiltDays: readonly SettlementDate[];
  /** Days that the network history does not reach over: nothing was calculated for them. */
  readonly beyondHistoryDays: readonly SettlementDate[];
  readonly interrupted: boolean;
  /** Number under which the run is recorded; null when nothing was found, for then nothing is written. */
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
 * orphans removed, each day in one transaction. Stopped at any point it can simply be run again.
 */
export async function reconcileRange(
  ledger: Ledger,
  request: ReconcileRequest,
  options: JobOptions = {},
): Promise<ReconcileOutcome> {
  const startedAt = request.clock();
  const days = await overviewDays(ledger.stores, request.range);
  const findings: ReconciliationFinding[] = [];
  const rebuiltDays: SettlementDate[] = [];
  const beyondHistoryDays: SettlementDate[] = [];
  let matching = 0;
  const { interrupted } = await eachDay(days, options, async (day) => {
    if (isBeyondHistory(ledger, day)) {
      beyondHistoryDays.push(day.settlementDate);
      return;
    }
    const repaired = await reconcileDay(ledger, day, request);
    matching += repaired.difference.matching;
    findings.push(...findingsOf(day.settlementDate, repaired.difference, request.dryRun !== true));
    if (repaired.rebuilt) rebuiltDays.push(day.settlementDate);
  });
  const outcome = { days: days.length, matching, findings, rebuiltDays, beyondHistoryDays, interrupted };
  return { ...outcome, runNo: await recordRun(ledger, request, days, startedAt, findings) };
}

type RepairedDay = { readonly difference: DayDifference; readonly rebuilt: boolean };

async function reconcileDay(ledger: Ledger, seen: DayOverview, request: ReconcileRequest): Promise<RepairedDay> {
  let day = seen;
  let rebuilt = false;
  for (let tries = 1; ; tries += 1) {
    try {
      rebuilt = (await rebuildRecords(ledger, day, request)) || rebuilt;
      if (rebuilt) day = await overviewDay(ledger, day);
      const { difference, change, inputs } = await examineDay(ledger, day, { rows: request.rows ?? false });
      if (change !== null && request.dryRun !== true) await ledger.stores.applyChange(change, inputs.inputs);
      return { difference, rebuilt };
    } catch (error) {
      if (!(error instanceof DayMovedError) || tries === DAY_TRIES) throw error;
      day = await overviewDay(ledger, day);
    }
  }
}

/** Records are worked out from accepted volumes, so rows that do not add up are made anew from those. */
async function rebuildRecords({ stores }: Ledger, day: DayOverview, request: ReconcileRequest): Promise<boolean> {
  const { held } = day;
  if (held === null || request.dryRun === true || (request.rows !== true && recordsAgree(day))) return false;
  const volumes = await stores.volumesOfDay(day.settlementDate);
  const { settlementDate, method, payloadHash, registerHash, periods } = held;
  const records = curtailmentRecords(volumes);
  const change = await stores.replaceDay(
    { settlementDate, method, payloadHash, registerHash, periods, volumes, records },
    { committedAt: request.clock() },
  );
  return change.changed;
}

async function overviewDay({ stores }: Ledger, { settlementDate }: DayOverview): Promise<DayOverview> {
  const [day] = await overviewDays(stores, { from: settlementDate, to: settlementDate });
  return day ?? { settlementDate, held: null, recordSum: null, tallies: [], sums: [] };
}

async function recordRun(
  { stores, history }: Ledger,
  { command, clock, dryRun }: ReconcileRequest,
  days: readonly DayOverview[],
  startedAt: number,
  findings: readonly ReconciliationFinding[],
): Promise<number | null> {
  if (findings.length === 0 || dryRun === true) return null;
  const [from, to] = [days[0]!.settlementDate, days.at(-1)!.settlementDate];
  return stores.addRun({ startedAt, endedAt: clock(), command, from, to, historyDigest: history.digest, findings });
}
