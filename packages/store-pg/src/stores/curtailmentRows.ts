import {
  type AcceptedVolume,
  type CurtailmentRecord,
  nextSettlementDate,
  type RecordVersion,
  type SettlementDate,
  type SettlementDateRange,
} from "@windhash/core";
import type { Database, Queryable } from "../db/database.ts";
import { queryRecords, queryRecordVersions, RECORD_COLUMNS, RECORD_ORDER } from "../rows/records.ts";
import { queryVolumes, VOLUME_ORDER } from "../rows/volumes.ts";

/** The day's records in key order. */
export function readRecordsOfDay(
  queryable: Queryable,
  settlementDate: SettlementDate,
): Promise<readonly CurtailmentRecord[]> {
  const rows = `SELECT * FROM curtailment_records WHERE settlement_date = $1::date ORDER BY ${RECORD_ORDER}`;
  return queryRecords(queryable, rows, [settlementDate]);
}

/** Every version of every record of the day, by key and revision. */
export function readRecordVersions(
  queryable: Queryable,
  settlementDate: SettlementDate,
): Promise<readonly RecordVersion[]> {
  const rows = `SELECT ${RECORD_COLUMNS}, revision, NULL AS replaced_in FROM curtailment_records WHERE settlement_date = $1::date
    UNION ALL
    SELECT ${RECORD_COLUMNS}, revision, replaced_in FROM curtailment_record_history WHERE settlement_date = $1::date
    ORDER BY ${RECORD_ORDER}, revision`;
  return queryRecordVersions(queryable, rows, [settlementDate]);
}

/** The day's accepted volumes in key order. */
export function readVolumesOfDay(
  queryable: Queryable,
  settlementDate: SettlementDate,
): Promise<readonly AcceptedVolume[]> {
  const rows = `SELECT * FROM accepted_volumes WHERE settlement_date = $1::date ORDER BY ${VOLUME_ORDER}`;
  return queryVolumes(queryable, rows, [settlementDate]);
}

/** Records that are read at a time, and the rest of their last day: a day is never read in two pieces. */
const PAGE_RECORDS = 5000;

/**
 * Records of the range in key order, some days at a time. No transaction is open while the caller works on them, so the
 * caller may use the database meanwhile, also the embedded one.
 */
export async function* readRecords(
  database: Database,
  { from, to }: SettlementDateRange,
): AsyncGenerator<CurtailmentRecord, void, undefined> {
  const page = `SELECT * FROM curtailment_records
    WHERE settlement_date BETWEEN $1::date AND coalesce(
      (SELECT settlement_date FROM curtailment_records WHERE settlement_date BETWEEN $1::date AND $2::date
       ORDER BY settlement_date OFFSET $3::integer LIMIT 1), $2::date)
    ORDER BY ${RECORD_ORDER}`;
  for (let start = from; start <= to;) {
    const records = await queryRecords(database, page, [start, to, PAGE_RECORDS - 1]);
    yield* records;
    const last = records.at(-1)?.settlementDate;
    if (last === undefined || last === to || records.length < PAGE_RECORDS) return;
    start = nextSettlementDate(last);
  }
}
