import {
  type CurtailmentStore,
  dayChanges,
  type RevisionChange,
  type SettlementDate,
  type SettlementDateRange,
  type TalliedRevision,
} from "@windhash/core";
import { eachDay, type JobOptions } from "../progress.ts";

/** How the days of a range have changed since they were first read. */
export type RangeChanges = {
  /** Days of the range that are held. */
  readonly days: number;
  /** Those of them that were committed more than once, at whatever time. */
  readonly daysChanged: number;
  readonly interrupted: boolean;
};

type ChangesRequest = {
  /** Null: everything that is held. */
  readonly range: SettlementDateRange | null;
  /** Unix seconds: only what was committed then or later. */
  readonly since?: number;
};

/**
 * Tells every revision after the first of each day, by date and revision. Reads a day at a time, never writes.
 *
 * @param tell gets each change in order; of its records no more is kept than it keeps
 * @throws {StoreError} when the kept versions of a day are lost or altered
 */
export async function changesOfDays(
  stores: Pick<CurtailmentStore, "revisions" | "recordVersions">,
  { range, since = -Infinity }: ChangesRequest,
  tell: (change: RevisionChange) => void,
  options: JobOptions = {},
): Promise<RangeChanges> {
  const days = byDay(await stores.revisions(range));
  const changed = days.filter(({ revisions }) => revisions.length > 1);
  const asked = changed.filter(({ revisions }) => revisions.slice(1).some(({ committedAt }) => committedAt >= since));
  const { interrupted } = await eachDay(asked, options, async ({ settlementDate, revisions }) => {
    // A day may be committed again meanwhile: its new versions are of a revision that is not among those that are told.
    const changes = dayChanges(revisions, await stores.recordVersions(settlementDate));
    for (const change of changes) if (change.committedAt >= since) tell(change);
  });
  return { days: days.length, daysChanged: changed.length, interrupted };
}

type RevisedDay = { readonly settlementDate: SettlementDate; readonly revisions: readonly TalliedRevision[] };

function byDay(revisions: readonly TalliedRevision[]): readonly RevisedDay[] {
  const days = new Map<SettlementDate, TalliedRevision[]>();
  for (const revision of revisions) {
    const ofDay = days.get(revision.settlementDate);
    if (ofDay === undefined) days.set(revision.settlementDate, [revision]);
    else ofDay.push(revision);
  }
  return [...days].map(([settlementDate, ofDay]) => ({ settlementDate, revisions: ofDay }));
}
