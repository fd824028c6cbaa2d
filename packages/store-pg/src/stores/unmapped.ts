import type { BmUnitId, SettlementDate, SettlementDateRange, UnmappedBids } from "@windhash/core";
import type { Queryable, SqlRow, Transaction } from "../db/database.ts";
import { isoDate } from "../db/packed.ts";
import { numberOrNull } from "../rows/common.ts";

/** Brings the day's bids of units of unknown fuel to what is given; rows that are so already are left alone. */
export async function replaceUnmapped(
  transaction: Transaction,
  settlementDate: SettlementDate,
  bids: readonly UnmappedBids[],
): Promise<void> {
  await transaction.query(
    `WITH given AS MATERIALIZED (
       SELECT * FROM json_to_recordset($2::json) AS bids (bm_unit_id text, gross_wh bigint, undo_wh bigint,
         so_gross_wh bigint, paid_gross_wh bigint, periods integer)
     ), gone AS (
       DELETE FROM unmapped_bids
       WHERE settlement_date = $1::date AND bm_unit_id NOT IN (SELECT bm_unit_id FROM given)
     )
     INSERT INTO unmapped_bids AS held (settlement_date, bm_unit_id, gross_wh, undo_wh, so_gross_wh, paid_gross_wh, periods)
     SELECT $1::date, given.* FROM given
     ON CONFLICT (settlement_date, bm_unit_id) DO UPDATE SET gross_wh = excluded.gross_wh, undo_wh = excluded.undo_wh,
       so_gross_wh = excluded.so_gross_wh, paid_gross_wh = excluded.paid_gross_wh, periods = excluded.periods
     WHERE (held.gross_wh, held.undo_wh, held.so_gross_wh, held.paid_gross_wh, held.periods)
       IS DISTINCT FROM (excluded.gross_wh, excluded.undo_wh, excluded.so_gross_wh, excluded.paid_gross_wh, excluded.periods)`,
    [settlementDate, JSON.stringify(bids.map(storedBids))],
  );
}

function storedBids({ bmUnitId, grossWh, undoWh, soGrossWh, paidGrossWh, periods }: UnmappedBids): object {
  return {
    bm_unit_id: bmUnitId,
    gross_wh: grossWh,
    undo_wh: undoWh,
    so_gross_wh: soGrossWh,
    paid_gross_wh: paidGrossWh,
    periods,
  };
}

type UnmappedRow = SqlRow & {
  readonly date: string;
  readonly bm_unit_id: string;
  readonly gross_wh: bigint;
  readonly undo_wh: bigint;
  readonly so_gross_wh: bigint | null;
  readonly paid_gross_wh: bigint | null;
  readonly periods: number;
};

/** By date and unit. */
export async function readUnmapped(
  queryable: Queryable,
  range: SettlementDateRange | null,
): Promise<readonly UnmappedBids[]> {
  const rows = await queryable.query<UnmappedRow>(
    `SELECT ${isoDate("settlement_date")} AS date, unmapped_bids.* FROM unmapped_bids
     WHERE $1::date IS NULL OR settlement_date BETWEEN $1::date AND $2::date
     ORDER BY settlement_date, bm_unit_id`,
    [range?.from ?? null, range?.to ?? null],
  );
  return rows.map((row) => ({
    settlementDate: row.date as SettlementDate,
    bmUnitId: row.bm_unit_id as BmUnitId,
    grossWh: Number(row.gross_wh),
    undoWh: Number(row.undo_wh),
    soGrossWh: numberOrNull(row.so_gross_wh),
    paidGrossWh: numberOrNull(row.paid_gross_wh),
    periods: row.periods,
  }));
}
