import type { BmUnitId, CurtailmentRecord, RecordVersion, SettlementDate, SettlementPeriod } from "@windhash/core";
import { numeric } from "../db/copyNumeric.ts";
import { type BulkTable, column } from "../db/bulkTable.ts";
import { date, int2, int4, int8, text } from "../db/copyValues.ts";
import type { Queryable } from "../db/database.ts";
import { isoDate, type PackedColumns, queryPacked } from "../db/packed.ts";
import { gbpFromText, gbpText, numberOrNull } from "./common.ts";

/** The columns that a record has by itself, in the order of the table. */
export const RECORD_COLUMNS =
  "settlement_date, settlement_period, bm_unit_id, gross_wh, undo_wh, net_wh, so_gross_wh, so_net_wh, " +
  "bid_payment_gbp, undo_payment_gbp, payment_gbp, unpriced_wh, acceptances";

/** Key order. */
export const RECORD_ORDER = "settlement_date, settlement_period, bm_unit_id";

const PACKED = {
  settlement_date: isoDate("settlement_date"),
  settlement_period: "settlement_period",
  bm_unit_id: "bm_unit_id",
  gross_wh: "gross_wh",
  undo_wh: "undo_wh",
  net_wh: "net_wh",
  so_gross_wh: "so_gross_wh",
  so_net_wh: "so_net_wh",
  bid_payment_gbp: "bid_payment_gbp",
  undo_payment_gbp: "undo_payment_gbp",
  payment_gbp: "payment_gbp",
  unpriced_wh: "unpriced_wh",
  acceptances: "acceptances",
};

const VERSIONED = { ...PACKED, revision: "revision", replaced_in: "replaced_in" };

/** @param rows a statement that gives rows of the table in order */
export async function queryRecords(
  queryable: Queryable,
  rows: string,
  parameters: readonly unknown[],
): Promise<readonly CurtailmentRecord[]> {
  const columns = await queryPacked(queryable, PACKED, rows, parameters);
  return columns.bm_unit_id.map((_, row) => recordAt(columns, row));
}

/** The same of records with the revisions of their day from which on and until which they held. */
export async function queryRecordVersions(
  queryable: Queryable,
  rows: string,
  parameters: readonly unknown[],
): Promise<readonly RecordVersion[]> {
  const columns = await queryPacked(queryable, VERSIONED, rows, parameters);
  return columns.bm_unit_id.map((_, row) => ({
    record: recordAt(columns, row),
    revision: Number(columns.revision[row]),
    replacedIn: numberOrNull(columns.replaced_in[row] as string),
  }));
}

function recordAt(columns: PackedColumns<keyof typeof PACKED>, row: number): CurtailmentRecord {
  const at = (name: keyof typeof PACKED) => columns[name][row] as string;
  return {
    settlementDate: at("settlement_date") as SettlementDate,
    settlementPeriod: Number(at("settlement_period")) as SettlementPeriod,
    bmUnitId: at("bm_unit_id") as BmUnitId,
    grossWh: Number(at("gross_wh")),
    undoWh: Number(at("undo_wh")),
    netWh: Number(at("net_wh")),
    soGrossWh: numberOrNull(at("so_gross_wh")),
    soNetWh: numberOrNull(at("so_net_wh")),
    bidPaymentGbp: gbpFromText(at("bid_payment_gbp")),
    undoPaymentGbp: gbpFromText(at("undo_payment_gbp")),
    paymentGbp: gbpFromText(at("payment_gbp")),
    unpricedWh: Number(at("unpriced_wh")),
    acceptances: numberOrNull(at("acceptances")),
  };
}

/** Records as they are written in a revision of their day. */
export function recordsTable(revision: number): BulkTable<CurtailmentRecord> {
  return {
    name: "curtailment_records",
    columns: [
      column("settlement_date", date, (record) => record.settlementDate),
      column("settlement_period", int2, (record) => record.settlementPeriod),
      column("bm_unit_id", text, (record) => record.bmUnitId),
      column("gross_wh", int8, (record) => record.grossWh),
      column("undo_wh", int8, (record) => record.undoWh),
      column("net_wh", int8, (record) => record.netWh),
      column("so_gross_wh", int8, (record) => record.soGrossWh),
      column("so_net_wh", int8, (record) => record.soNetWh),
      column("bid_payment_gbp", numeric, (record) => gbpText(record.bidPaymentGbp)),
      column("undo_payment_gbp", numeric, (record) => gbpText(record.undoPaymentGbp)),
      column("payment_gbp", numeric, (record) => gbpText(record.paymentGbp)),
      column("unpriced_wh", int8, (record) => record.unpricedWh),
      column("acceptances", int4, (record) => record.acceptances),
      column("revision", int4, () => revision),
    ],
  };
}
