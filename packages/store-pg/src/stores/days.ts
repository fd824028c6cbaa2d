import type {
  CurtailmentTotals,
  DayRevision,
  HeldDay,
  HeldPeriod,
  RecordTally,
  SettlementDate,
  SettlementDateRange,
} from "@windhash/core";
import type { Queryable } from "../db/database.ts";
import { onlyRow } from "../rows/common.ts";
import {
  heldDay,
  heldPeriod,
  PACKED_PERIODS,
  type PackedPeriod,
  REVISION_COLUMNS,
  revisionFromRow,
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

/** Every revision, by date and number. */
export async function readRevisions(
  queryable: Queryable,
  range: SettlementDateRange | null,
): Promise<readonly (DayRevision & { readonly tally: RecordTally })[]> {
  const rows = await queryable.query<RevisionRow>(
    `SELECT ${REVISION_COLUMNS} FROM day_revisions
     WHERE $1::date IS NULL OR settlement_date BETWEEN $1::date AND $2::date
     ORDER BY settlement_date, revision`,
    [range?.from ?? null, range?.to ?? null],
  );
  return rows.map(revisionFromRow);
}

/** The day as it is held, or null. */
export async function readHeldDay(queryable: Queryable, settlementDate: SettlementDate): Promise<HeldDay | null> {
  const [day] = await readDays(queryable, { from: settlementDate, to: settlementDate });
  return day ?? null;
}

/** What the tables hold of a date, whether or not a revision says that it is held. */
export type StoredPeriods = {
  readonly periods: readonly HeldPeriod[];
  /** The highest revision that any row of the date names, 0 when there is none: what comes next must be above it. */
  readonly lastRevision: number;
};

/** Revisions and their rows agree unless some were lost or changed by hand; then the day must still be replaceable. */
export async function readStoredPeriods(queryable: Queryable, settlementDate: SettlementDate): Promise<StoredPeriods> {
  const highest = ([table, column]: readonly [string, string]) =>
    `(SELECT max(${column}) FROM ${table} WHERE settlement_date = $1::date)`;
  const rows = await queryable.query<{ readonly periods: readonly PackedPeriod[] | null; readonly last: number }>(
    `SELECT (SELECT ${PACKED_PERIODS} FROM settlement_periods WHERE settlement_date = $1::date) AS periods,
            coalesce(greatest(${REVISIONS.map(highest).join(", ")}), 0) AS last`,
    [settlementDate],
  );
  const { periods, last } = onlyRow(rows);
  return { periods: (periods ?? []).map(heldPeriod), lastRevision: last };
}

const REVISIONS = [
  ["day_revisions", "revision"],
  ["accepted_volumes", "revision"],
  ["accepted_volume_history", "replaced_in"],
  ["curtailment_records", "revision"],
  ["curtailment_record_history", "replaced_in"],
  ["settlement_periods", "revision"],
  ["settlement_period_history", "replaced_in"],
] as const;

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
