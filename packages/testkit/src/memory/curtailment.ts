import {
  canonicalRecord,
  canonicalVolume,
  compareUnitPeriods,
  compareVolumes,
  type CurtailmentDay,
  type CurtailmentRecord,
  type CurtailmentStore,
  type DayChange,
  DayMovedError,
  type HeldDay,
  recordTally,
  type RecordVersion,
  StoreError,
  totalsOf,
} from "@windhash/core";
import { at } from "../at.ts";
import { memoryAttempts } from "./attempts.ts";
import { commitEntry, inRange, type MemoryDay, type MemoryTables, type ToldTables } from "./tables.ts";

/** Curtailment in memory; what the other stores are held against. */
export function memoryCurtailmentStore(tables: MemoryTables): CurtailmentStore {
  return {
    ...memoryAttempts(tables),
    ...memoryDays(tables),
    replaceDay: async (day, commit) => replaceDay(tables, day, commit),
    revisions: async (range) => inRange(tables.revisions, range).flat(),
    recordVersions: async (settlementDate) => tables.versions.get(settlementDate) ?? [],
    unmappedBids: async (range) => inRange(tables.unmapped, range).flat(),
    async *records(range) {
      for (const { records } of inRange(tables.days, range)) yield* records;
    },
    recordSums: async (range) =>
      inRange(tables.days, range)
        .filter(({ records }) => records.length > 0)
        .map(({ held: { tally } }) => {
          const { settlementDate, records, grossWh, undoWh } = tally;
          return { settlementDate, records, grossWh, undoWh };
        }),
    storedSummary: async (settlementDate) => tables.days.get(settlementDate)?.summary ?? null,
  };
}

/** Days as they are held now, or were at a moment. */
export function memoryDays({
  days,
}: Pick<ToldTables, "days">): Pick<CurtailmentStore, "days" | "recordsOfDay" | "volumesOfDay"> {
  return {
    days: async (range) => inRange(days, range).map(({ held }) => held),
    recordsOfDay: async (settlementDate) => days.get(settlementDate)?.records ?? [],
    volumesOfDay: async (settlementDate) => days.get(settlementDate)?.volumes ?? [],
  };
}

function replaceDay(
  tables: MemoryTables,
  day: CurtailmentDay,
  { committedAt, ifRevision }: { readonly committedAt: number; readonly ifRevision?: number },
): DayChange {
  checkDay(day);
  const { settlementDate, records } = day;
  const before = tables.days.get(settlementDate);
  const heldRevision = before?.held.revision ?? 0;
  if (ifRevision !== undefined && ifRevision !== heldRevision)
    throw new DayMovedError(`${settlementDate} must be of revision ${ifRevision}, got ${heldRevision}.`);
  if (day.unmapped !== undefined) tables.unmapped.set(settlementDate, day.unmapped);
  const counts = countChanges(before?.records ?? [], records);
  if (before !== undefined && sameDay(before, day))
    return { changed: false, revision: before.held.revision, ...counts };
  const revision = heldRevision + 1;
  commitEntry(tables, { committedAt, kind: "day", settlementDate }, (entry) =>
    writeDay(tables, day, { revision, ledgerNo: entry.ledgerNo, committedAt: entry.committedAt }),
  );
  return { changed: true, revision, ...counts };
}

function writeDay(
  tables: MemoryTables,
  { settlementDate, method, payloadHash, registerHash, periods, records, volumes }: CurtailmentDay,
  commit: Pick<HeldDay, "revision" | "ledgerNo" | "committedAt">,
): void {
  const { revision, ledgerNo, committedAt } = commit;
  const head = { settlementDate, revision, ledgerNo, committedAt, method, payloadHash, registerHash };
  const tally = recordTally(settlementDate, records);
  tables.days.set(settlementDate, { held: { ...head, tally, periods }, records, volumes, summary: totalsOf(records) });
  tables.revisions.set(settlementDate, [...(tables.revisions.get(settlementDate) ?? []), { ...head, tally }]);
  tables.versions.set(settlementDate, nextVersions(tables.versions.get(settlementDate) ?? [], records, revision));
}

/** A record that is given again as it is goes on in its version. */
function nextVersions(
  held: readonly RecordVersion[],
  records: readonly CurtailmentRecord[],
  revision: number,
): readonly RecordVersion[] {
  const given = new Set(records.map(canonicalRecord));
  const versions = held.map((version) =>
    version.replacedIn === null && !given.has(canonicalRecord(version.record))
      ? { ...version, replacedIn: revision }
      : version,
  );
  const holding = new Set(
    versions.filter(({ replacedIn }) => replacedIn === null).map(({ record }) => canonicalRecord(record)),
  );
  const added = records
    .filter((record) => !holding.has(canonicalRecord(record)))
    .map((record) => ({ record, revision, replacedIn: null }));
  return [...versions, ...added].toSorted((a, b) => compareUnitPeriods(a.record, b.record) || a.revision - b.revision);
}

const HASH = /^[0-9a-f]{64}$/;

function checkDay({
  settlementDate,
  payloadHash,
  registerHash,
  records,
  volumes,
  unmapped = [],
}: CurtailmentDay): void {
  if (!HASH.test(payloadHash) || !HASH.test(registerHash))
    throw new StoreError("Hashes must be 64 hexadecimal digits.");
  if ([...records, ...volumes, ...unmapped].some((row) => row.settlementDate !== settlementDate))
    throw new StoreError(`Every row of ${settlementDate} must be of that day.`);
  if (!isStrictlyOrdered(records, compareUnitPeriods))
    throw new StoreError(`Records of ${settlementDate} must be in key order and each key there once.`);
  if (!isStrictlyOrdered(volumes.toSorted(compareVolumes), compareVolumes))
    throw new StoreError(`Volumes of ${settlementDate} must have each key once.`);
  if (!isStrictlyOrdered(unmapped, (a, b) => (a.bmUnitId < b.bmUnitId ? -1 : 1)))
    throw new StoreError(`Unmapped bids of ${settlementDate} must be in order of unit and each unit there once.`);
}

function isStrictlyOrdered<Row>(rows: readonly Row[], compare: (a: Row, b: Row) => number): boolean {
  return rows.every((row, index) => index === 0 || compare(at(rows, index - 1), row) < 0);
}

function countChanges(before: readonly CurtailmentRecord[], after: readonly CurtailmentRecord[]) {
  const key = ({ settlementPeriod, bmUnitId }: CurtailmentRecord) => `${settlementPeriod} ${bmUnitId}`;
  const byKey = (rows: readonly CurtailmentRecord[]) => new Map(rows.map((row) => [key(row), canonicalRecord(row)]));
  const [old, now] = [byKey(before), byKey(after)];
  const keys = [...now.keys()];
  return {
    added: keys.filter((each) => !old.has(each)).length,
    updated: keys.filter((each) => old.has(each) && old.get(each) !== now.get(each)).length,
    removed: [...old.keys()].filter((each) => !now.has(each)).length,
  };
}

function sameDay({ held, records, volumes }: MemoryDay, day: CurtailmentDay): boolean {
  const states = (periods: CurtailmentDay["periods"]) =>
    JSON.stringify(periods.map(({ settlementPeriod, state, reason }) => [settlementPeriod, state, reason]));
  return (
    held.method === day.method &&
    held.payloadHash === day.payloadHash &&
    held.registerHash === day.registerHash &&
    states(held.periods) === states(day.periods) &&
    records.map(canonicalRecord).join("\n") === day.records.map(canonicalRecord).join("\n") &&
    volumes.map(canonicalVolume).toSorted().join("\n") === day.volumes.map(canonicalVolume).toSorted().join("\n")
  );
}
