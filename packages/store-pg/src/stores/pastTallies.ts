import type { CalculationTally, SettlementDateRange } from "@windhash/core";
import type { Queryable } from "../db/database.ts";
import { TALLY_COLUMNS, TALLY_SELECTED, tallyFromRow, type TallyRow } from "../rows/tallies.ts";
import type { PastInputs } from "./tallies.ts";

/** A tally as it was told, and where the calculations behind it are now. */
export type ToldTally = {
  readonly tally: CalculationTally;
  /** Of the entry that wrote it. */
  readonly ledgerNo: number;
  /** True: it still stands, and so do its rows. */
  readonly stands: boolean;
  /** Of one that was replaced: what its calculations are worked out again from; null: the rows are kept. */
  readonly inputs: PastInputs;
};

type ToldRow = TallyRow & { readonly ledger_no: bigint; readonly stands: boolean; readonly inputs: PastInputs };

/** The tallies of that moment by date and model. */
export async function readToldTallies(
  queryable: Queryable,
  range: SettlementDateRange | null,
  ledgerNo: number,
): Promise<readonly ToldTally[]> {
  const within = "($1::date IS NULL OR settlement_date BETWEEN $1::date AND $2::date) AND ledger_no <= $3";
  const rows = await queryable.query<ToldRow>(
    `SELECT ${TALLY_SELECTED}, ledger_no, stands, inputs
     FROM (SELECT ${TALLY_COLUMNS}, ledger_no, true AS stands, NULL::json AS inputs FROM calculation_tallies WHERE ${within}
           UNION ALL
           SELECT ${TALLY_COLUMNS}, ledger_no, false, inputs FROM calculation_tally_history
           WHERE ${within} AND replaced_by > $3) AS told
     ORDER BY settlement_date, miner_model_id`,
    [range?.from ?? null, range?.to ?? null, ledgerNo],
  );
  return rows.map((row) => ({
    tally: tallyFromRow(row),
    ledgerNo: Number(row.ledger_no),
    stands: row.stands,
    inputs: row.inputs,
  }));
}

/** The tallies alone. */
export async function readPastTallies(
  queryable: Queryable,
  range: SettlementDateRange | null,
  ledgerNo: number,
): Promise<readonly CalculationTally[]> {
  return (await readToldTallies(queryable, range, ledgerNo)).map(({ tally }) => tally);
}
