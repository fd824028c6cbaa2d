import type {
  CalculationChange,
  CalculationInputs,
  CalculationStore,
  CalculationSum,
  MinerModelId,
  SettlementDate,
  SettlementDateRange,
} from "@windhash/core";
import type { Database, Queryable, SqlRow, Transaction } from "../db/database.ts";
import { dayLock } from "../db/locks.ts";
import { isoDate } from "../db/packed.ts";
import { CALCULATION_ORDER, queryCalculations } from "../rows/calculations.ts";
import { applyChange, asDayMoved } from "./applyChange.ts";
import { putInputs, readInputs } from "./inputs.ts";
import { readTallies } from "./tallies.ts";

/** Calculations in PostgreSQL or PGlite. */
export function pgCalculationStore(database: Database): CalculationStore {
  return {
    putInputs: (inputs) => putInputs(database, inputs),
    inputs: (ids) => readInputs(database, ids),
    calculationsOfDay: (settlementDate) => readCalculationsOfDay(database, settlementDate),
    applyChange: (change, inputs, { committedAt }) => writeChange(database, change, inputs, committedAt),
    calculationTallies: (range) => readTallies(database, range),
    calculationSums: (range) => readSums(database, range),
  };
}

/** Calculations can be worked out again, so they need not be safe from a crash of the server at every single day. */
async function writeChange(
  database: Database,
  change: CalculationChange,
  inputs: readonly CalculationInputs[],
  committedAt: number,
): Promise<void> {
  const work = (transaction: Transaction) => applyChange(transaction, change, inputs, committedAt);
  try {
    await database.transaction([dayLock(change.settlementDate)], work, "soon");
  } catch (error) {
    throw asDayMoved(change, error);
  }
}

function readCalculationsOfDay(
  queryable: Queryable,
  settlementDate: SettlementDate,
): ReturnType<CalculationStore["calculationsOfDay"]> {
  const rows = `SELECT * FROM historical_bitcoin_calculations WHERE settlement_date = $1::date ORDER BY ${CALCULATION_ORDER}`;
  return queryCalculations(queryable, rows, [settlementDate]);
}

type SumRow = SqlRow & {
  readonly date: string;
  readonly miner_model_id: string;
  readonly calculations: bigint;
  readonly energy_wh: bigint;
  readonly bitcoin_msat: bigint;
};

function sumFromRow(row: SumRow): CalculationSum {
  return {
    settlementDate: row.date as SettlementDate,
    minerModelId: row.miner_model_id as MinerModelId,
    calculations: Number(row.calculations),
    energyWh: Number(row.energy_wh),
    bitcoinMsat: row.bitcoin_msat,
  };
}

/** One pass over the rows. */
async function readSums(queryable: Queryable, range: SettlementDateRange | null): Promise<readonly CalculationSum[]> {
  const rows = await queryable.query<SumRow>(
    `SELECT ${isoDate("settlement_date")} AS date, miner_model_id, count(*) AS calculations, sum(energy_wh)::bigint AS energy_wh,
            sum(bitcoin_msat)::bigint AS bitcoin_msat
     FROM historical_bitcoin_calculations
     WHERE $1::date IS NULL OR settlement_date BETWEEN $1::date AND $2::date
     GROUP BY settlement_date, miner_model_id
     ORDER BY settlement_date, miner_model_id`,
    [range?.from ?? null, range?.to ?? null],
  );
  return rows.map(sumFromRow);
}
