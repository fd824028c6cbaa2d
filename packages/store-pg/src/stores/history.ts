import type { SettlementDate, SettlementPeriod, UnitPeriodKey } from "@windhash/core";
import type { Transaction } from "../db/database.ts";
import { RECORD_COLUMNS } from "../rows/records.ts";

/** A row whose revision was set back by hand names one that history tells already: that stays as it was told first. */
const ALREADY_TOLD = "ON CONFLICT DO NOTHING";

/** Moves records to history, as replaced in this revision; nothing is read into memory for it. */
export async function moveRecordsToHistory(
  transaction: Transaction,
  settlementDate: SettlementDate,
  keys: readonly UnitPeriodKey[],
  revision: number,
): Promise<void> {
  if (keys.length === 0) return;
  await transaction.query(
    `WITH gone AS (
       DELETE FROM curtailment_records
       USING unnest($2::smallint[], $3::text[]) AS key (period, unit)
       WHERE settlement_date = $1::date AND settlement_period = key.period AND bm_unit_id = key.unit
       RETURNING ${RECORD_COLUMNS}, revision
     )
     INSERT INTO curtailment_record_history (${RECORD_COLUMNS}, revision, replaced_in)
     SELECT ${RECORD_COLUMNS}, revision, $4::integer FROM gone
     ${ALREADY_TOLD}`,
    [
      settlementDate,
      keys.map(({ settlementPeriod }) => settlementPeriod),
      keys.map(({ bmUnitId }) => bmUnitId),
      revision,
    ],
  );
}

const PERIOD_COLUMNS = "settlement_date, settlement_period, state, reason, fetched_at, source_rows, revision";

/** Moves held states to history, as replaced in this revision. */
export async function movePeriodsToHistory(
  transaction: Transaction,
  settlementDate: SettlementDate,
  periods: readonly SettlementPeriod[],
  revision: number,
): Promise<void> {
  if (periods.length === 0) return;
  await transaction.query(
    `WITH gone AS (
       DELETE FROM settlement_periods
       WHERE settlement_date = $1::date AND settlement_period = ANY ($2::smallint[])
       RETURNING ${PERIOD_COLUMNS}
     )
     INSERT INTO settlement_period_history (${PERIOD_COLUMNS}, replaced_in)
     SELECT ${PERIOD_COLUMNS}, $3::integer FROM gone
     ${ALREADY_TOLD}`,
    [settlementDate, [...periods], revision],
  );
}
