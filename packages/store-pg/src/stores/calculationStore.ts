import type {
  CalculationChange,
  CalculationInputs,
  CalculationStore,
  CalculationSum,
  CalculationTally,
  MinerModelId,
  SettlementDate,
  SettlementDateRange,
} from "@windhash/core";
import type { Database, Queryable, SqlRow, Transaction } from "../db/database.ts";
import { dayLock } from "../db/locks.ts";
import { isoDate } from "../db/packed.ts";
import { CALCULATION_ORDER, queryCalculations } from "../rows/calculations.ts";
import { INPUTS_COLUMNS, inputsFromRow, type InputsRow, storedInputs } from "../rows/inputs.ts";
import { applyChange, asDayMoved } from "./applyChange.ts";

/** Calculations in PostgreSQL or PGlite. */
export function pgCalculationStore(database: Database): CalculationStore {
  return {
    putInputs: (inputs) => putInputs(database, inputs),
    inputs: (ids) => readInputs(database, ids),
    calculationsOfDay: (settlementDate) => readCalculationsOfDay(database, settlementDate),
    applyChange: (change, inputs) => writeChange(database, change, inputs),
    calculationTallies: (range) => readTallies(database, range),
    calculationSums: (range) => readSums(database, range),
  };
}

/** Calculations can be worked out again, so they need not be safe from a crash of the server at every single day. */
async function writeChange(
  database: Database,
  change: CalculationChange,
  inputs: readonly CalculationInputs[],
): Promise<void> {
  const work = async (transaction: Transaction) => {
    await applyChange(transaction, change);
    await putInputs(transaction, inputs);
  };
  try {
    await database.transaction([dayLock(change.settlementDate)], work, "soon");
  } catch (error) {
    throw asDayMoved(change, error);
  }
}

const INPUTS = INPUTS_COLUMNS.split(", ");

/** As text, so that a number has the digits that it came with. */
function inputsText(table: string): string {
  return INPUTS.map((name) => `${table}.${name}::text`).join(", ");
}

/**
 * What an id stands for never changes, so a row that says something else was damaged. Rows that are as they should be are not
 * touched: writers of different days do not wait for each other.
 */
async function putInputs(queryable: Queryable, inputs: readonly CalculationInputs[]): Promise<void> {
  if (inputs.length === 0) return;
  const byId = new Map(inputs.map((each) => [each.id, storedInputs(each)]));
  await queryable.query(
    `INSERT INTO calculation_inputs (id, ${INPUTS_COLUMNS})
     SELECT decode(given.id, 'hex'), ${INPUTS.map((name) => `given.${name}`).join(", ")}
     FROM json_to_recordset($1::json) AS given (id text, formula_version smallint, stretches jsonb, hashrate_ths numeric,
       power_w numeric, measure text, flags text, machines text, hashes_per_difficulty text, uptime numeric,
       pool_fee numeric, stale_rate numeric, pue numeric)
     LEFT JOIN calculation_inputs AS held ON held.id = decode(given.id, 'hex')
     WHERE held.id IS NULL OR (${inputsText("given")}) IS DISTINCT FROM (${inputsText("held")})
     ORDER BY given.id
     ON CONFLICT (id) DO UPDATE SET ${INPUTS.map((name) => `${name} = excluded.${name}`).join(", ")}`,
    [JSON.stringify([...byId.values()])],
  );
}

async function readInputs(
  queryable: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CalculationInputs>> {
  const rows = await queryable.query<InputsRow>(
    `SELECT encode(id, 'hex') AS id, ${INPUTS_COLUMNS} FROM calculation_inputs
     WHERE id IN (SELECT decode(given, 'hex') FROM unnest($1::text[]) AS given)`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, inputsFromRow(row)]));
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

type TallyRow = SumRow & {
  readonly checksum: string;
  readonly records_checksum: string;
  readonly inputs_checksum: string;
};

async function readTallies(
  queryable: Queryable,
  range: SettlementDateRange | null,
): Promise<readonly CalculationTally[]> {
  const rows = await queryable.query<TallyRow>(
    `SELECT ${isoDate("settlement_date")} AS date, calculation_tallies.* FROM calculation_tallies
     WHERE $1::date IS NULL OR settlement_date BETWEEN $1::date AND $2::date
     ORDER BY settlement_date, miner_model_id`,
    [range?.from ?? null, range?.to ?? null],
  );
  return rows.map((row) => ({
    ...sumFromRow(row),
    checksum: row.checksum,
    recordsChecksum: row.records_checksum,
    inputsChecksum: row.inputs_checksum,
  }));
}
