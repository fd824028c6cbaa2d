import type { CurtailmentStore, SettlementDate, SettlementDateRange } from "@windhash/core";
import type { Database, Queryable, SqlRow } from "../db/database.ts";
import { dayLock } from "../db/locks.ts";
import { isoDate } from "../db/packed.ts";
import { addAttempts, readAttempts, readDayAttempts } from "./attempts.ts";
import { checkDay } from "./checkDay.ts";
import { readRecords, readRecordsOfDay, readRecordVersions, readVolumesOfDay } from "./curtailmentRows.ts";
import { readDays, readRevisions, readStoredSummary } from "./days.ts";
import { replaceDay } from "./replaceDay.ts";
import { readUnmapped } from "./unmapped.ts";

/** Curtailment in PostgreSQL or PGlite. */
export function pgCurtailmentStore(database: Database): CurtailmentStore {
  return {
    async replaceDay(day, commit) {
      checkDay(day);
      return database.transaction([dayLock(day.settlementDate)], (transaction) => replaceDay(transaction, day, commit));
    },
    addAttempts: (attempts) => addAttempts(database, attempts),
    attempts: (settlementDate) => readAttempts(database, settlementDate),
    dayAttempts: (range, until) => readDayAttempts(database, range, until),
    revisions: (range) => readRevisions(database, range),
    recordVersions: (settlementDate) => readRecordVersions(database, settlementDate),
    unmappedBids: (range) => readUnmapped(database, range),
    days: (range) => readDays(database, range),
    recordsOfDay: (settlementDate) => readRecordsOfDay(database, settlementDate),
    volumesOfDay: (settlementDate) => readVolumesOfDay(database, settlementDate),
    records: (range) => readRecords(database, range),
    recordSums: (range) => readRecordSums(database, range),
    storedSummary: (settlementDate) => readStoredSummary(database, settlementDate),
  };
}

type RecordSumRow = SqlRow & {
  readonly date: string;
  readonly records: bigint;
  readonly gross_wh: bigint;
  readonly undo_wh: bigint;
};

/** One pass over the rows. */
async function readRecordSums(
  queryable: Queryable,
  range: SettlementDateRange | null,
): ReturnType<CurtailmentStore["recordSums"]> {
  const rows = await queryable.query<RecordSumRow>(
    `SELECT ${isoDate("settlement_date")} AS date, count(*) AS records, sum(gross_wh)::bigint AS gross_wh, sum(undo_wh)::bigint AS undo_wh
     FROM curtailment_records
     WHERE $1::date IS NULL OR settlement_date BETWEEN $1::date AND $2::date
     GROUP BY settlement_date
     ORDER BY settlement_date`,
    [range?.from ?? null, range?.to ?? null],
  );
  return rows.map((row) => ({
    settlementDate: row.date as SettlementDate,
    records: Number(row.records),
    grossWh: Number(row.gross_wh),
    undoWh: Number(row.undo_wh),
  }));
}
