import type { CalculationInputs, InputStretch, MinerModel, MinerModelId, MiningBasis } from "@windhash/core";
import type { SqlRow } from "../db/database.ts";

type StoredStretch = {
  readonly bits: number;
  readonly subsidyMsat: string;
  readonly feesMsat: string;
  readonly durationS: number;
};

/** The columns behind `BasisRow`. */
export const BASIS_COLUMNS = "measure, flags, machines, hashes_per_difficulty, uptime, pool_fee, stale_rate, pue";

/** A basis as columns. */
export type BasisRow = SqlRow & {
  readonly measure: MiningBasis["measure"];
  readonly flags: MiningBasis["flags"];
  readonly machines: MiningBasis["machines"];
  readonly hashes_per_difficulty: MiningBasis["hashesPerDifficulty"];
  readonly uptime: string;
  readonly pool_fee: string;
  readonly stale_rate: string;
  readonly pue: string;
};

/** A basis from its columns. */
export function basisFromRow(row: BasisRow): MiningBasis {
  return {
    measure: row.measure,
    flags: row.flags,
    machines: row.machines,
    hashesPerDifficulty: row.hashes_per_difficulty,
    uptime: row.uptime,
    poolFee: row.pool_fee,
    staleRate: row.stale_rate,
    pue: row.pue,
  };
}

/** Values for `BASIS_COLUMNS`. */
export function basisValues(basis: MiningBasis): readonly string[] {
  const { measure, flags, machines, hashesPerDifficulty, uptime, poolFee, staleRate, pue } = basis;
  return [measure, flags, machines, hashesPerDifficulty, uptime, poolFee, staleRate, pue];
}

/** All but the id. */
export const INPUTS_COLUMNS = `formula_version, stretches, hashrate_ths, power_w, ${BASIS_COLUMNS}`;

/** A row of `calculation_inputs`. */
export type InputsRow = BasisRow & {
  readonly id: string;
  readonly formula_version: 1;
  readonly stretches: readonly StoredStretch[];
  readonly hashrate_ths: string;
  readonly power_w: string;
};

/** Calculation inputs from their row. */
export function inputsFromRow(row: InputsRow): CalculationInputs {
  return {
    id: row.id,
    formulaVersion: row.formula_version,
    stretches: row.stretches.map(stretchFromStored),
    miner: { hashrateThs: row.hashrate_ths, powerW: row.power_w },
    basis: basisFromRow(row),
  };
}

function stretchFromStored({ bits, subsidyMsat, feesMsat, durationS }: StoredStretch): InputStretch {
  return { bits, subsidyMsat: BigInt(subsidyMsat), feesMsat: BigInt(feesMsat), durationS };
}

/** The inputs as an object that `jsonb_to_recordset` reads into `INPUTS_COLUMNS`; the id stays hexadecimal. */
export function storedInputs({ id, formulaVersion, stretches, miner, basis }: CalculationInputs): object {
  return {
    id,
    formula_version: formulaVersion,
    stretches: stretches.map(({ bits, subsidyMsat, feesMsat, durationS }): StoredStretch => ({
      bits,
      subsidyMsat: String(subsidyMsat),
      feesMsat: String(feesMsat),
      durationS,
    })),
    hashrate_ths: miner.hashrateThs,
    power_w: miner.powerW,
    measure: basis.measure,
    flags: basis.flags,
    machines: basis.machines,
    hashes_per_difficulty: basis.hashesPerDifficulty,
    uptime: basis.uptime,
    pool_fee: basis.poolFee,
    stale_rate: basis.staleRate,
    pue: basis.pue,
  };
}

/** The columns behind `ModelRow`. */
export const MODEL_COLUMNS = "miner_model_id, name, hashrate_ths, power_w, release_month, source";

/** A row of `miner_models`. */
export type ModelRow = SqlRow & {
  readonly miner_model_id: string;
  readonly name: string;
  readonly hashrate_ths: string;
  readonly power_w: string;
  readonly release_month: string | null;
  readonly source: string;
};

/** A miner model from its row. */
export function modelFromRow(row: ModelRow): MinerModel {
  return {
    id: row.miner_model_id as MinerModelId,
    name: row.name,
    hashrateThs: row.hashrate_ths,
    powerW: row.power_w,
    releaseMonth: row.release_month,
    source: row.source,
  };
}
