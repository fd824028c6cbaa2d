import {
  canonicalRecord,
  canonicalVolume,
  compareUnitPeriods,
  type CurtailmentDay,
  type CurtailmentRecord,
  type CurtailmentStore,
  type DayChange,
  DayMovedError,
  type HeldDay,
  recordTally,
  StoreError,
  totalsOf,
} from "@windhash/core";
import { at } from "../at.ts";
import { inRange, type MemoryDay, type MemoryTables } from "./tables.ts";

/** Curtailment in memory; what the other stores are held against. */
export function memoryCurtailmentStore(tables: MemoryTables): CurtailmentStore {
  return {
    replaceDay: async (day, commit) => replaceDay(tables, day, commit),
    async addAttempts(attempts) {
      tables.attempts.push(...attempts);
    },
    attempts: async (settlementDate) =>
      tables.attempts
        .filter((attempt) => attempt.settlementDate === settlementDate)
        .toSorted((a, b) => a.attemptedAt - b.attemptedAt),
    days: async (range) => inRange(tables.days, range).map(({ held }) => held),
    recordsOfDay: async (settlementDate) => tables.days.get(settlementDate)?.records ?? [],
    volumesOfDay: async (settlementDate) => tables.days.get(settlementDate)?.volumes ?? [],
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

function replaceDay(
  tables: MemoryTables,
  day: CurtailmentDay,
  { committedAt, ifRevision }: { readonly committedAt: number; readonly ifRevision?: number },
): DayChange {
  checkDay(day);
  const { settlementDate, method, payloadHash, registerHash, periods, records, volumes } = day;
  const before = tables.days.get(settlementDate);
  const heldRevision = before?.held.revision ?? 0;
  if (ifRevision !== undefined && ifRevision !== heldRevision)
    throw new DayMovedError(`${settlementDate} must be of revision ${ifRevision}, got ${heldRevision}.`);
  const counts = countChanges(before?.records ?? [], records);
  if (before !== undefined && sameDay(before, day))
    return { changed: false, revision: before.held.revision, ...counts };
  const revision = heldRevision + 1;
  tables.ledgerNo += 1;
  const held: HeldDay = {
    settlementDate,
    revision,
    ledgerNo: tables.ledgerNo,
    committedAt,
    method,
    payloadHash,
    registerHash,
    tally: recordTally(settlementDate, records),
    periods,
  };
  tables.days.set(settlementDate, { held, records, volumes, summary: totalsOf(records) });
  return { changed: true, revision, ...counts };
}

const HASH = /^[0-9a-f]{64}$/;

function checkDay({ settlementDate, payloadHash, registerHash, records, volumes }: CurtailmentDay): void {
  if (!HASH.test(payloadHash) || !HASH.test(registerHash))
    throw new StoreError("Hashes must be 64 hexadecimal digits.");
  if ([...records, ...volumes].some((row) => row.settlementDate !== settlementDate))
    throw new StoreError(`Every row of ${settlementDate} must be of that day.`);
  if (records.some((record, index) => index > 0 && compareUnitPeriods(at(records, index - 1), record) >= 0))
    throw new StoreError(`Records of ${settlementDate} must be in key order and each key there once.`);
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
