import type { CalculationSettings, MinerModel, MiningBasis, SettingsStore } from "@windhash/core";
import type { Database, Queryable, Transaction } from "../db/database.ts";
import { lockLedger, REFERENCE_LOCK } from "../db/locks.ts";
import {
  BASIS_COLUMNS,
  basisFromRow,
  type BasisRow,
  basisValues,
  MODEL_COLUMNS,
  modelFromRow,
  type ModelRow,
} from "../rows/inputs.ts";
import { entrySql } from "./entry.ts";

/** What a database calculates, in PostgreSQL or PGlite. */
export function pgSettingsStore(database: Database): SettingsStore {
  return {
    settings: () => readSettings(database),
    saveSettings: (settings, { committedAt }) =>
      database.transaction([REFERENCE_LOCK], (transaction) => saveSettings(transaction, settings, committedAt)),
  };
}

/** Models in order of their ids. */
async function readSettings(queryable: Queryable): Promise<CalculationSettings | null> {
  const [basis] = await queryable.query<BasisRow>(`SELECT ${BASIS_COLUMNS} FROM calculation_basis`);
  if (basis === undefined) return null;
  const models = await queryable.query<ModelRow>(
    `SELECT ${MODEL_COLUMNS} FROM miner_models WHERE is_active ORDER BY miner_model_id`,
  );
  return { models: models.map(modelFromRow), basis: basisFromRow(basis) };
}

async function saveSettings(
  transaction: Transaction,
  settings: CalculationSettings,
  committedAt: number,
): Promise<void> {
  const models = settings.models.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const held = await readSettings(transaction);
  if (JSON.stringify(held) === JSON.stringify({ models: models.map(plainModel), basis: plainBasis(settings.basis) }))
    return;
  await writeModels(transaction, models);
  await transaction.query(
    `INSERT INTO calculation_basis (${BASIS_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (only_row) DO UPDATE SET measure = excluded.measure, flags = excluded.flags, machines = excluded.machines,
       hashes_per_difficulty = excluded.hashes_per_difficulty, uptime = excluded.uptime, pool_fee = excluded.pool_fee,
       stale_rate = excluded.stale_rate, pue = excluded.pue`,
    [...basisValues(settings.basis)],
  );
  await lockLedger(transaction);
  await transaction.query(
    `WITH entry AS (${entrySql({ kind: "settings", committedAt: "$2" })})
     INSERT INTO settings_history (ledger_no, settings) SELECT ledger_no, $1::json FROM entry`,
    [JSON.stringify(await readSettings(transaction)), committedAt],
  );
}

/** A model that is no longer active stays, as calculations may name it. */
async function writeModels(transaction: Transaction, models: readonly MinerModel[]): Promise<void> {
  await transaction.query(
    "UPDATE miner_models SET is_active = false WHERE is_active AND miner_model_id <> ALL ($1::text[])",
    [models.map(({ id }) => id)],
  );
  await transaction.query(
    `INSERT INTO miner_models (${MODEL_COLUMNS}, is_active)
     SELECT ${MODEL_COLUMNS}, true
     FROM json_to_recordset($1::json) AS model (miner_model_id text, name text, hashrate_ths numeric, power_w numeric,
       release_month text, source text)
     ON CONFLICT (miner_model_id) DO UPDATE SET name = excluded.name, hashrate_ths = excluded.hashrate_ths,
       power_w = excluded.power_w, release_month = excluded.release_month, source = excluded.source, is_active = true`,
    [JSON.stringify(models.map(storedModel))],
  );
}

function storedModel({ id, name, hashrateThs, powerW, releaseMonth, source }: MinerModel): object {
  return { miner_model_id: id, name, hashrate_ths: hashrateThs, power_w: powerW, release_month: releaseMonth, source };
}

/** Fields in the order in which they are read back. */
function plainModel({ id, name, hashrateThs, powerW, releaseMonth, source }: MinerModel): MinerModel {
  return { id, name, hashrateThs, powerW, releaseMonth, source };
}

function plainBasis(basis: MiningBasis): MiningBasis {
  const { measure, flags, machines, hashesPerDifficulty, uptime, poolFee, staleRate, pue } = basis;
  return { measure, flags, machines, hashesPerDifficulty, uptime, poolFee, staleRate, pue };
}
