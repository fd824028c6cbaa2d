import type { UnitPeriodKey } from "../curtailment/types.ts";
import type { MinerModelId } from "../miners/types.ts";

/**
 * The choices behind a figure. One basis per database; another one is computed on request and never stored.
 */
export type MiningBasis = {
  /** Which energy: `net` is gross less undo. */
  readonly measure: "net" | "gross";
  /** `so`: the SO-flagged part only. */
  readonly flags: "all" | "so";
  /** `whole`: as many machines as could run the whole period, per unit and period. `continuous`: all energy is used. */
  readonly machines: "continuous" | "whole";
  /** Hashes that one unit of difficulty stands for: the industry's convention, or the exact figure. */
  readonly hashesPerDifficulty: "2^32" | "2^48/65535";
  /** Share of the time that machines run, 0 to 1, a decimal numeral. */
  readonly uptime: string;
  /** Share that the pool keeps, 0 to 1. */
  readonly poolFee: string;
  /** Share of the work that comes too late, 0 to 1. */
  readonly staleRate: string;
  /** Energy at the site over energy at the machines, 1 or more. */
  readonly pue: string;
};

/** The part of a miner model that a figure depends on. */
export type MinerFigures = {
  /** TH/s, a decimal numeral above 0. */
  readonly hashrateThs: string;
  /** W, a decimal numeral above 0. */
  readonly powerW: string;
};

/** A part of the period with one difficulty, one subsidy and one mean fee. */
export type InputStretch = {
  /** Compact target of the blocks. */
  readonly bits: number;
  /** New coins of one block, msat. */
  readonly subsidyMsat: bigint;
  /** Mean fees of one block, msat; 0 where fees are not asked for. */
  readonly feesMsat: bigint;
  /** Whole seconds; the stretches of a settlement period add up to 1800. */
  readonly durationS: number;
};

/** Everything but the energy that a calculation stands on. The same content always has the same id. */
export type CalculationInputs = {
  /** sha256, hexadecimal, of the canonical JSON of what follows. */
  readonly id: string;
  readonly formulaVersion: 1;
  readonly stretches: readonly InputStretch[];
  readonly miner: MinerFigures;
  readonly basis: MiningBasis;
};

/** The key of a stored calculation. */
export type CalculationKey = UnitPeriodKey & { readonly minerModelId: MinerModelId };

/** The bitcoin that one unit's curtailed energy of one period could have mined on one model. */
export type BitcoinCalculation = CalculationKey & {
  /** The energy it stands on, 0 or more; see `miningEnergyWh`. */
  readonly energyWh: number;
  readonly inputsId: string;
  readonly bitcoinMsat: bigint;
};
