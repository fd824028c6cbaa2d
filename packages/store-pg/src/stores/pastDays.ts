import type { AcceptedVolume, CurtailmentRecord, HeldDay, SettlementDate, SettlementDateRange } from "@windhash/core";
import type { Queryable } from "../db/database.ts";
import {
  heldDay,
  PACKED_PERIODS,
  type PackedPeriod,
  PERIOD_COLUMNS,
  REVISION_COLUMNS,
  type RevisionRow,
} from "../rows/days.ts";
import { queryRecords, RECORD_COLUMNS, RECORD_ORDER } from "../rows/records.ts";
import { queryVolumes, VOLUME_COLUMNS, VOLUME_ORDER } from "../rows/volumes.ts";

type PastDayRow = RevisionRow & { readonly periods: readonly PackedPeriod[] | null };

/** The days that were held, each in its last revision up to then. */
export async function readPastDays(
  queryable: Queryable,
  range: SettlementDateRange | null,
  ledgerNo: number,
): Promise<readonly HeldDay[]> {
  const rows = await queryable.query<PastDayRow>(
    `WITH day AS MATERIALIZED (
       SELECT DISTINCT ON (settlement_date) ${REVISION_COLUMNS} FROM day_revisions
       WHERE ledger_no <= $3 AND ($1::date IS NULL OR settlement_date BETWEEN $1::date AND $2::date)
       ORDER BY settlement_date, day_revisions.revision DESC
     ), held AS (
       SELECT settlement_date, ${PACKED_PERIODS} AS periods
       FROM (SELECT ${PERIOD_COLUMNS}, revision AS since, NULL AS replaced_in FROM settlement_periods
             UNION ALL
             SELECT ${PERIOD_COLUMNS}, revision, replaced_in FROM settlement_period_history) AS each
       JOIN day USING (settlement_date)
       WHERE since <= revision AND (replaced_in IS NULL OR replaced_in > revision)
       GROUP BY settlement_date
     )
     SELECT day.*, held.periods FROM day LEFT JOIN held USING (settlement_date) ORDER BY settlement_date`,
    [range?.from ?? null, range?.to ?? null, ledgerNo],
  );
  return rows.map((row) => heldDay(row, row.periods ?? []));
}

/** SQL of the rows of a table and its history that held of `$1` in one revision. @param revision SQL of that revision */
function heldIn(table: string, history: string, columns: string, revision: string): string {
  return `SELECT ${columns} FROM ${table} WHERE settlement_date = $1::date AND revision <= ${revision}
    UNION ALL
    SELECT ${columns} FROM ${history} WHERE settlement_date = $1::date AND revision <= ${revision} AND replaced_in > ${revision}`;
}

/** The revision in which the day was held at the entry `$2`; NULL: it was not, and then no row is of it. */
const REVISION_THEN = "(SELECT max(revision) FROM day_revisions WHERE settlement_date = $1::date AND ledger_no <= $2)";

/** The day's records in key order. */
export function readPastRecords(
  queryable: Queryable,
  settlementDate: SettlementDate,
  ledgerNo: number,
): Promise<readonly CurtailmentRecord[]> {
  const rows = heldIn("curtailment_records", "curtailment_record_history", RECORD_COLUMNS, REVISION_THEN);
  return queryRecords(queryable, `${rows} ORDER BY ${RECORD_ORDER}`, [settlementDate, ledgerNo]);
}

/** The records that have that checksum, of the first revision that had them, in key order. */
export function readRecordsWith(
  queryable: Queryable,
  settlementDate: SettlementDate,
  recordsChecksum: string,
): Promise<readonly CurtailmentRecord[]> {
  const revision =
    "(SELECT min(revision) FROM day_revisions WHERE settlement_date = $1::date AND records_checksum = $2)";
  const rows = heldIn("curtailment_records", "curtailment_record_history", RECORD_COLUMNS, revision);
  return queryRecords(queryable, `${rows} ORDER BY ${RECORD_ORDER}`, [settlementDate, recordsChecksum]);
}

/** The day's accepted volumes in key order. */
export function readPastVolumes(
  queryable: Queryable,
  settlementDate: SettlementDate,
  ledgerNo: number,
): Promise<readonly AcceptedVolume[]> {
  const rows = heldIn("accepted_volumes", "accepted_volume_history", VOLUME_COLUMNS, REVISION_THEN);
  return queryVolumes(queryable, `${rows} ORDER BY ${VOLUME_ORDER}`, [settlementDate, ledgerNo]);
}
