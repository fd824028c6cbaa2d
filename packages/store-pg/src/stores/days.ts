import type { CurtailmentTotals, HeldDay, SettlementDate, SettlementDateRange } from "@windhash/core";
import type { Queryable } from "../db/database.ts";
import {
  heldDay,
  PACKED_PERIODS,
  type PackedPeriod,
  REVISION_COLUMNS,
  type RevisionRow,
  type TotalsRow,
  totalsFromRow,
} from "../rows/days.ts";

type HeldDayRow = RevisionRow & { readonly periods: readonly PackedPeriod[] | null };

/** Held days in order, each in its last revision. */
export async function readDays(queryable: Queryable, range: SettlementDateRange | null): Promise<readonly HeldDay[]> {
  const rows = await queryable.query<HeldDayRow>(
    `SELECT day.*, held.periods
     FROM (SELECT DISTINCT ON (settlement_date) ${REVISION_COLUMNS}
           FROM day_revisions
           WHERE $1::date IS NULL OR settlement_date BETWEEN $1::date AND $2::date
           ORDER BY settlement_date, day_revisions.revision DESC) AS day
     LEFT JOIN (SELECT settlement_date, ${PACKED_PERIODS} AS periods
           FROM settlement_periods
           WHERE $1::date IS NULL OR settlement_date BETWEEN $1::date AND $2::date
           GROUP BY settlement_date) AS held USING (settlement_date)
     ORDER BY settlement_date`,
    [range?.from ?? null, range?.to ?? null],
  );
  return rows.map((row) => heldDay(row, row.periods ?? []));
}

/** The day as it is held, or null. */
export async function readHeldDay(queryable: Queryable, settlementDate: SettlementDate): Promise<HeldDay | null> {
  const [day] = await readDays(queryable, { from: settlementDate, to: settlementDate });
  return day ?? null;
}

/** The day's row of `daily_summaries`, or null. */
export async function readStoredSummary(
  queryable: Queryable,
  settlementDate: SettlementDate,
): Promise<CurtailmentTotals | null> {
  const [row] = await queryable.query<TotalsRow>("SELECT * FROM daily_summaries WHERE settlement_date = $1::date", [
    settlementDate,
  ]);
  return row === undefined ? null : totalsFromRow(row);
}
