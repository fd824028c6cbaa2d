import {
  addChangeTotals,
  addTotals,
  type BmUnitId,
  type ChangedRecord,
  type ChangeTotals,
  changeTotalsOf,
  type CurtailmentStore,
  type CurtailmentTotals,
  NO_CHANGE,
  NO_RECORDS,
  type RegisterStore,
  type RevisionChange,
  type SettlementDate,
  type SettlementDateRange,
  windUnits,
} from "@windhash/core";
import type { JobOptions } from "../progress.ts";
import { dayState } from "../reconcile/dayState.ts";
import { changesOfDays } from "./changesOfDays.ts";

/** What changes can be broken down by, beside revisions. */
export type ChangeGrouping = "day" | "unit" | "record";

/** What one revision changed, without its records. */
export type RevisionLine = Omit<RevisionChange, "records">;

/** What all told revisions of a day changed together: from before the first of them to after the last. */
export type ChangedDay = {
  readonly settlementDate: SettlementDate;
  readonly revisions: number;
  /** Changes of records; one that changed twice counts twice. */
  readonly changes: number;
  readonly before: CurtailmentTotals;
  readonly after: CurtailmentTotals;
  readonly difference: ChangeTotals;
};

/** What changed of one BM unit. */
export type ChangedUnit = {
  readonly bmUnitId: BmUnitId;
  /** Null where the register has none. */
  readonly name: string | null;
  readonly days: number;
  readonly changes: number;
  readonly difference: ChangeTotals;
};

/** A change of a record with the revision that made it. */
export type ChangedRecordLine = ChangedRecord & { readonly revision: number; readonly committedAt: number };

/** What has changed in a range since its days were first read. */
export type ChangesReport = {
  readonly range: SettlementDateRange | null;
  /** Days of the range that are held, and how many of them were committed more than once. */
  readonly daysHeld: number;
  readonly daysRevised: number;
  /** Days with a revision that is told which are not complete or empty now: they may change again, or are not known whole. */
  readonly daysNotComplete: readonly SettlementDate[];
  /** By date and revision. */
  readonly revisions: readonly RevisionLine[];
  /** All told revisions together; the days without any are in none of it. */
  readonly total: Omit<ChangedDay, "settlementDate"> & { readonly days: number };
  /** The breakdown that was asked for; the others are null. Units by the size of their net change, most first. */
  readonly days: readonly ChangedDay[] | null;
  readonly units: readonly ChangedUnit[] | null;
  readonly records: readonly ChangedRecordLine[] | null;
  readonly interrupted: boolean;
};

/**
 * Tells what has changed: every revision after the first of each day, and a breakdown. Reads, never writes.
 *
 * @param request.range null: everything that is held
 * @param request.since Unix seconds: only what was committed then or later
 * @throws {StoreError} when the kept versions of a day are lost or altered
 */
export async function reportChanges(
  stores: Pick<CurtailmentStore, "days" | "revisions" | "recordVersions"> & Pick<RegisterStore, "bmUnits">,
  request: { readonly range: SettlementDateRange | null; readonly since?: number; readonly by?: ChangeGrouping },
  options: JobOptions = {},
): Promise<ChangesReport> {
  const { range, by } = request;
  const revisions: RevisionLine[] = [];
  const records: ChangedRecordLine[] = [];
  const units = new Map<BmUnitId, UnitSum>();
  const seen = await changesOfDays(
    stores,
    request,
    ({ records: changed, ...line }) => {
      revisions.push(line);
      const { revision, committedAt } = line;
      if (by === "record") for (const each of changed) records.push({ ...each, revision, committedAt });
      if (by === "unit") for (const each of changed) addToUnit(units, each);
    },
    options,
  );
  const days = changedDays(revisions);
  return {
    range,
    daysHeld: seen.days,
    daysRevised: seen.daysChanged,
    daysNotComplete: await notComplete(stores, range, days),
    revisions,
    total: totalOf(days),
    days: by === "day" ? days : null,
    units: by === "unit" ? await changedUnits(stores, units) : null,
    records: by === "record" ? records : null,
    interrupted: seen.interrupted,
  };
}

async function notComplete(
  stores: Pick<CurtailmentStore, "days">,
  range: SettlementDateRange | null,
  told: readonly ChangedDay[],
): Promise<readonly SettlementDate[]> {
  const dates = new Set(told.map(({ settlementDate }) => settlementDate));
  const held = (await stores.days(range)).filter(({ settlementDate }) => dates.has(settlementDate));
  return held
    .filter((day) => !["complete", "empty"].includes(dayState(day)))
    .map(({ settlementDate }) => settlementDate);
}

type UnitSum = { readonly dates: Set<SettlementDate>; changes: number; difference: ChangeTotals };

function addToUnit(units: Map<BmUnitId, UnitSum>, changed: ChangedRecord): void {
  const sum = units.get(changed.bmUnitId) ?? { dates: new Set(), changes: 0, difference: NO_CHANGE };
  units.set(changed.bmUnitId, sum);
  sum.dates.add(changed.settlementDate);
  sum.changes += 1;
  sum.difference = addChangeTotals(sum.difference, changeTotalsOf([changed]));
}

async function changedUnits(
  stores: Pick<RegisterStore, "bmUnits">,
  units: ReadonlyMap<BmUnitId, UnitSum>,
): Promise<readonly ChangedUnit[]> {
  const register = windUnits(await stores.bmUnits());
  return [...units]
    .map(([bmUnitId, { dates, changes, difference }]) => ({
      bmUnitId,
      name: register.unit(bmUnitId)?.name ?? null,
      days: dates.size,
      changes,
      difference,
    }))
    .toSorted((a, b) => sizeOf(b) - sizeOf(a) || (a.bmUnitId < b.bmUnitId ? -1 : 1));
}

function sizeOf({ difference }: ChangedUnit): number {
  return Math.abs(difference.netWh);
}

/** @param revisions by date and revision */
function changedDays(revisions: readonly RevisionLine[]): readonly ChangedDay[] {
  const days: ChangedDay[] = [];
  for (const { settlementDate, before, after, difference, ...line } of revisions) {
    const changes = line.added + line.updated + line.removed;
    const open = days.at(-1);
    if (open?.settlementDate !== settlementDate)
      days.push({ settlementDate, revisions: 1, changes, before, after, difference });
    else
      days[days.length - 1] = {
        ...open,
        revisions: open.revisions + 1,
        changes: open.changes + changes,
        after,
        difference: addChangeTotals(open.difference, difference),
      };
  }
  return days;
}

function totalOf(days: readonly ChangedDay[]): ChangesReport["total"] {
  const sums = days.reduce(
    (sum, day) => ({
      revisions: sum.revisions + day.revisions,
      changes: sum.changes + day.changes,
      before: addTotals(sum.before, day.before),
      after: addTotals(sum.after, day.after),
      difference: addChangeTotals(sum.difference, day.difference),
    }),
    { revisions: 0, changes: 0, before: NO_RECORDS, after: NO_RECORDS, difference: NO_CHANGE },
  );
  return { days: days.length, ...sums };
}
