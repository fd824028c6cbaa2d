import type { BitcoinCalculation, BmUnitId, MinerModelId, SettlementDate, SettlementPeriod } from "@windhash/core";
import { type BulkTable, column } from "../db/bulkTable.ts";
import { bigint, date, hex, int2, int8, text } from "../db/copyValues.ts";
import type { Queryable } from "../db/database.ts";
import { isoDate, type PackedColumns, queryPacked } from "../db/packed.ts";

/** Key order. */
export const CALCULATION_ORDER = "settlement_date, settlement_period, bm_unit_id, miner_model_id";

const PACKED = {
  settlement_date: isoDate("settlement_date"),
  settlement_period: "settlement_period",
  bm_unit_id: "bm_unit_id",
  miner_model_id: "miner_model_id",
  energy_wh: "energy_wh",
  inputs_id: "encode(inputs_id, 'hex')",
  bitcoin_msat: "bitcoin_msat",
};

/** @param rows a statement that gives rows of the table in order */
export async function queryCalculations(
  queryable: Queryable,
  rows: string,
  parameters: readonly unknown[],
): Promise<readonly BitcoinCalculation[]> {
  const columns = await queryPacked(queryable, PACKED, rows, parameters);
  return columns.bm_unit_id.map((_, row) => calculationAt(columns, row));
}

function calculationAt(columns: PackedColumns<keyof typeof PACKED>, row: number): BitcoinCalculation {
  const at = (name: keyof typeof PACKED) => columns[name][row] as string;
  return {
    settlementDate: at("settlement_date") as SettlementDate,
    settlementPeriod: Number(at("settlement_period")) as SettlementPeriod,
    bmUnitId: at("bm_unit_id") as BmUnitId,
    minerModelId: at("miner_model_id") as MinerModelId,
    energyWh: Number(at("energy_wh")),
    inputsId: at("inputs_id"),
    bitcoinMsat: BigInt(at("bitcoin_msat")),
  };
}

/** `historical_bitcoin_calculations` for bulk writing. */
export const CALCULATIONS: BulkTable<BitcoinCalculation> = {
  name: "historical_bitcoin_calculations",
  columns: [
    column("settlement_date", date, (calculation) => calculation.settlementDate),
    column("settlement_period", int2, (calculation) => calculation.settlementPeriod),
    column("bm_unit_id", text, (calculation) => calculation.bmUnitId),
    column("miner_model_id", text, (calculation) => calculation.minerModelId),
    column("energy_wh", int8, (calculation) => calculation.energyWh),
    column("inputs_id", hex, (calculation) => calculation.inputsId),
    column("bitcoin_msat", bigint, (calculation) => calculation.bitcoinMsat),
  ],
};
