import type { CalculationTally, MinerModelId, SettlementDate } from "@windhash/core";
import type { SqlRow } from "../db/database.ts";
import { isoDate } from "../db/packed.ts";

/** The columns that a tally has by itself, in the order of the table. */
export const TALLY_COLUMNS =
  "settlement_date, miner_model_id, calculations, energy_wh, bitcoin_msat, checksum, records_checksum, inputs_checksum";

/** The columns behind `TallyRow`. */
export const TALLY_SELECTED = `${isoDate("settlement_date")} AS date, ${TALLY_COLUMNS}`;

/** A row of `calculation_tallies`. */
export type TallyRow = SqlRow & {
  readonly date: string;
  readonly miner_model_id: string;
  readonly calculations: number;
  readonly energy_wh: bigint;
  readonly bitcoin_msat: bigint;
  readonly checksum: string;
  readonly records_checksum: string;
  readonly inputs_checksum: string;
};

/** A tally from its row. */
export function tallyFromRow(row: TallyRow): CalculationTally {
  return {
    settlementDate: row.date as SettlementDate,
    minerModelId: row.miner_model_id as MinerModelId,
    calculations: row.calculations,
    energyWh: Number(row.energy_wh),
    bitcoinMsat: row.bitcoin_msat,
    checksum: row.checksum,
    recordsChecksum: row.records_checksum,
    inputsChecksum: row.inputs_checksum,
  };
}
