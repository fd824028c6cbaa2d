import { compareUnitPeriods } from "../curtailment/order.ts";
import type { CurtailmentRecord } from "../curtailment/types.ts";
import { StoreError } from "../errors.ts";
import type { DayRevision, RecordVersion } from "../ports/stores.ts";
import { canonicalRecord } from "../reconciliation/canonical.ts";
import { recordTally } from "../reconciliation/tally.ts";
import type { RecordTally } from "../reconciliation/types.ts";
import { totalsOf } from "../summary/totals.ts";
import { changeTotalsOf } from "./changeTotals.ts";
import type { ChangeCause, ChangedRecord, RevisionChange } from "./types.ts";

/** A revision with what its records added up to when it was committed. */
export type TalliedRevision = DayRevision & { readonly tally: RecordTally };

/**
 * What each revision of one day changed in the one before, in order; empty for a day of one revision. Applied one after the
 * other to the first version, the changes give the last.
 *
 * @param revisions every revision of the day, in order
 * @param versions every version of every record of the day
 * @throws {StoreError} when the versions of a revision are not those that its tally was written from: then nothing true can be
 * told of the change
 */
export function dayChanges(
  revisions: readonly TalliedRevision[],
  versions: readonly RecordVersion[],
): readonly RevisionChange[] {
  const [first, ...later] = revisions;
  if (first === undefined) return [];
  let held = { revision: first, records: recordsIn(first, versions) };
  return later.map((revision) => {
    const now = { revision, records: recordsIn(revision, versions) };
    const change = changeBetween(held, now);
    held = now;
    return change;
  });
}

type Version = { readonly revision: TalliedRevision; readonly records: readonly CurtailmentRecord[] };

/** The day's records as they were in a revision, in key order. */
function recordsIn(
  { settlementDate, revision, tally }: TalliedRevision,
  versions: readonly RecordVersion[],
): readonly CurtailmentRecord[] {
  const records = versions
    .filter((version) => version.revision <= revision && (version.replacedIn ?? Infinity) > revision)
    .map(({ record }) => record)
    .toSorted(compareUnitPeriods);
  if (recordTally(settlementDate, records).checksum !== tally.checksum)
    throw new StoreError(
      `The kept records of ${settlementDate} must be those of its revision ${revision}, but some of them are lost or altered. What changed in that day cannot be told.`,
      { settlementDate, revision },
    );
  return records;
}

function changeBetween(before: Version, after: Version): RevisionChange {
  const records = changedRecords(before.records, after.records);
  const { settlementDate, revision, ledgerNo, committedAt, method } = after.revision;
  const added = records.filter((record) => record.before === null).length;
  const removed = records.filter((record) => record.after === null).length;
  return {
    settlementDate,
    revision,
    ledgerNo,
    committedAt,
    committedAtBefore: before.revision.committedAt,
    method,
    methodBefore: before.revision.method,
    causes: causesOf(before.revision, after.revision, records.length > 0),
    records,
    added,
    updated: records.length - added - removed,
    removed,
    before: totalsOf(before.records),
    after: totalsOf(after.records),
    difference: changeTotalsOf(records),
  };
}

function changedRecords(
  before: readonly CurtailmentRecord[],
  after: readonly CurtailmentRecord[],
): readonly ChangedRecord[] {
  const [old, now] = [byKey(before), byKey(after)];
  const changes = [...new Map([...old, ...now])].map(([key, record]) => ({
    settlementDate: record.settlementDate,
    settlementPeriod: record.settlementPeriod,
    bmUnitId: record.bmUnitId,
    before: old.get(key) ?? null,
    after: now.get(key) ?? null,
  }));
  return changes.filter(isChange).toSorted(compareUnitPeriods);
}

/** A version may end without another value: records can be kept anew with every revision. */
function isChange({ before, after }: ChangedRecord): boolean {
  return before === null || after === null || canonicalRecord(before) !== canonicalRecord(after);
}

/** Of a day by another method the answers are others in any case, which says nothing of the source. */
function causesOf(before: TalliedRevision, after: TalliedRevision, isChanged: boolean): readonly ChangeCause[] {
  const isOtherMethod = before.method !== after.method;
  const causes: ChangeCause[] = [];
  if (!isOtherMethod && before.payloadHash !== after.payloadHash) causes.push("payload");
  if (isOtherMethod) causes.push("method");
  if (before.registerHash !== after.registerHash) causes.push("register");
  if (causes.length > 0) return causes;
  return [isChanged ? "rows" : "states"];
}

function byKey(records: readonly CurtailmentRecord[]): ReadonlyMap<string, CurtailmentRecord> {
  return new Map(records.map((record) => [keyText(record), record]));
}

function keyText({ settlementPeriod, bmUnitId }: CurtailmentRecord): string {
  return `${settlementPeriod}|${bmUnitId}`;
}
