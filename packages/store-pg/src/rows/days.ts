import type {
  CurtailmentMethod,
  CurtailmentTotals,
  DayRevision,
  HeldDay,
  HeldPeriod,
  PeriodState,
  RecordTally,
  SettlementDate,
  SettlementPeriod,
} from "@windhash/core";
import { type BulkTable, column } from "../db/bulkTable.ts";
import { date, instant, int2, int4, text } from "../db/copyValues.ts";
import type { SqlRow } from "../db/database.ts";
import { isoDate, unixSeconds } from "../db/packed.ts";
import { gbpFromText, numberOrNull } from "./common.ts";

/** The columns behind `RevisionRow`. */
export const REVISION_COLUMNS =
  `${isoDate("settlement_date")} AS date, settlement_date, revision, ledger_no, ${unixSeconds("committed_at")} AS committed_at, method, payload_hash, register_hash, ` +
  "records, gross_wh, undo_wh, records_checksum";

/** A row of `day_revisions`. */
export type RevisionRow = SqlRow & {
  readonly date: string;
  readonly revision: number;
  readonly ledger_no: bigint;
  readonly committed_at: bigint;
  readonly method: CurtailmentMethod;
  readonly payload_hash: string;
  readonly register_hash: string;
  readonly records: number;
  readonly gross_wh: bigint;
  readonly undo_wh: bigint;
  readonly records_checksum: string;
};

/** A revision with its tally. */
export function revisionFromRow(row: RevisionRow): DayRevision & { readonly tally: RecordTally } {
  const settlementDate = row.date as SettlementDate;
  return {
    settlementDate,
    revision: row.revision,
    ledgerNo: Number(row.ledger_no),
    committedAt: Number(row.committed_at),
    method: row.method,
    payloadHash: row.payload_hash,
    registerHash: row.register_hash,
    tally: {
      settlementDate,
      records: row.records,
      grossWh: Number(row.gross_wh),
      undoWh: Number(row.undo_wh),
      checksum: row.records_checksum,
    },
  };
}

/** The columns that a held period has by itself, in the order of the table. */
export const PERIOD_COLUMNS = "settlement_date, settlement_period, state, reason, fetched_at, source_rows";

/** SQL that packs the periods of a date into one JSON value, which is several times faster to read than a row for each. */
export const PACKED_PERIODS =
  `json_agg(json_build_array(settlement_period, state, reason, ${unixSeconds("fetched_at")}, source_rows) ` +
  "ORDER BY settlement_period)";

/** What `PACKED_PERIODS` gives. */
export type PackedPeriod = readonly [number, PeriodState, string | null, number | null, number];

/** A revision with the periods that are held of its day. */
export function heldDay(row: RevisionRow, periods: readonly PackedPeriod[]): HeldDay {
  return { ...revisionFromRow(row), periods: periods.map(heldPeriod) };
}

/** A period from its packed form. */
export function heldPeriod([settlementPeriod, state, reason, fetchedAt, sourceRows]: PackedPeriod): HeldPeriod {
  return { settlementPeriod: settlementPeriod as SettlementPeriod, state, reason, fetchedAt, sourceRows };
}

/** Periods as they are written in a revision of their day. */
export function periodsTable(settlementDate: SettlementDate, revision: number): BulkTable<HeldPeriod> {
  return {
    name: "settlement_periods",
    columns: [
      column("settlement_date", date, () => settlementDate),
      column("settlement_period", int2, (period) => period.settlementPeriod),
      column("state", text, (period) => period.state),
      column("reason", text, (period) => period.reason),
      column("fetched_at", instant, (period) => period.fetchedAt),
      column("source_rows", int4, (period) => period.sourceRows),
      column("revision", int4, () => revision),
    ],
  };
}

/** Sums as SQL gives them. */
export type TotalsRow = SqlRow & {
  readonly records: bigint | number;
  readonly gross_wh: bigint;
  readonly undo_wh: bigint;
  readonly net_wh: bigint;
  readonly so_gross_wh: bigint | null;
  readonly so_net_wh: bigint | null;
  readonly bid_payment_gbp: string | null;
  readonly undo_payment_gbp: string | null;
  readonly payment_gbp: string | null;
  readonly unpriced_wh: bigint;
};

/** Totals from their sums; money of `numeric` is exact. */
export function totalsFromRow(row: TotalsRow): CurtailmentTotals {
  return {
    records: Number(row.records),
    grossWh: Number(row.gross_wh),
    undoWh: Number(row.undo_wh),
    netWh: Number(row.net_wh),
    soGrossWh: numberOrNull(row.so_gross_wh),
    soNetWh: numberOrNull(row.so_net_wh),
    bidPaymentGbp: gbpFromText(row.bid_payment_gbp),
    undoPaymentGbp: gbpFromText(row.undo_payment_gbp),
    paymentGbp: gbpFromText(row.payment_gbp),
    unpricedWh: Number(row.unpriced_wh),
  };
}
