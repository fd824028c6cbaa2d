import type { AcceptedVolume, SettlementDate, SettlementPeriod, UnitPeriodKey } from "@windhash/core";
import type { Transaction } from "../db/database.ts";
import { PERIOD_COLUMNS } from "../rows/days.ts";
import { RECORD_COLUMNS } from "../rows/records.ts";
import { VOLUME_COLUMNS } from "../rows/volumes.ts";

/** A row whose revision was set back by hand names one that history tells already: that stays as it was told first. */
export const ALREADY_TOLD = "ON CONFLICT DO NOTHING";

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

/** Moves accepted volumes to history, as replaced in this revision. */
export async function moveVolumesToHistory(
  transaction: Transaction,
  settlementDate: SettlementDate,
  keys: readonly AcceptedVolume[],
  revision: number,
): Promise<void> {
  if (keys.length === 0) return;
  await transaction.query(
    `WITH gone AS (
       DELETE FROM accepted_volumes AS held
       USING unnest($2::smallint[], $3::text[], $4::text[], $5::bigint[], $6::smallint[], $7::integer[])
         AS key (period, unit, side, acceptance, pair, ordinal)
       WHERE settlement_date = $1::date AND settlement_period = key.period AND bm_unit_id = key.unit AND held.side = key.side
         AND acceptance_id = key.acceptance AND bid_offer_pair_id = key.pair AND held.ordinal = key.ordinal
       RETURNING held.*
     )
     INSERT INTO accepted_volume_history (${VOLUME_COLUMNS}, revision, replaced_in)
     SELECT ${VOLUME_COLUMNS}, revision, $8::integer FROM gone
     ${ALREADY_TOLD}`,
    [
      settlementDate,
      keys.map(({ settlementPeriod }) => settlementPeriod),
      keys.map(({ bmUnitId }) => bmUnitId),
      keys.map(({ side }) => side),
      keys.map(({ acceptanceId }) => acceptanceId),
      keys.map(({ bidOfferPairId }) => bidOfferPairId),
      keys.map(({ ordinal }) => ordinal),
      revision,
    ],
  );
}

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
       RETURNING ${PERIOD_COLUMNS}, revision
     )
     INSERT INTO settlement_period_history (${PERIOD_COLUMNS}, revision, replaced_in)
     SELECT ${PERIOD_COLUMNS}, revision, $3::integer FROM gone
     ${ALREADY_TOLD}`,
    [settlementDate, [...periods], revision],
  );
}
