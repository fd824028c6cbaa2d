import { difficultyFromBits } from "../network/bits.ts";
import {
  add,
  divide,
  multiply,
  rational,
  rationalFromDecimal,
  subtract,
  ZERO,
  type Rational,
} from "../quantity/rational.ts";
import type { CalculationInputs, InputStretch, MinerFigures, MiningBasis } from "./types.ts";

/** What one watt-hour is worth, exactly: the formula with everything but the energy worked out. */
export type Rate = {
  /** Millisatoshis for one watt-hour that arrives at the site and is used. */
  readonly msatPerWh: Rational;
  /** Watt-hours at the site that one machine takes in all the stretches together; null where energy is not cut into machines. */
  readonly machineWh: Rational | null;
};

/** What a rate is made from; `CalculationInputs` fits. */
export type RateInputs = Pick<CalculationInputs, "stretches" | "miner" | "basis">;

/** Joules in a watt-hour. By definition. */
const JOULES_PER_WH = 3600n;
/** Hashes in a terahash. By definition. */
const HASHES_PER_TH = 10n ** 12n;

const ONE = rational(1n);
const SECONDS_PER_HOUR = 3600n;

/**
 * msat per Wh = 3600 x 1e12 x H x R / (W x D x hashes per difficulty) x uptime (1 - poolFee) (1 - staleRate) / PUE.
 *
 * R / D is the mean over the stretches, each weighted by its length: the terms are averaged, never the difficulty.
 *
 * @see docs/formulas.md#expected-bitcoin
 */
export function mintRate({ stretches, miner, basis }: RateInputs): Rate {
  const msatPerMachineWh = multiply(hashesPerWh(miner), msatPerHash(stretches, basis.hashesPerDifficulty));
  return {
    msatPerWh: multiply(msatPerMachineWh, keptShare(basis)),
    machineWh: basis.machines === "whole" ? machineEnergyWh({ stretches, miner, basis }) : null,
  };
}

/** Hashes from one Wh at the machine: 3600 J x 1e12 x H / W. */
export function hashesPerWh({ hashrateThs, powerW }: MinerFigures): Rational {
  return divide(
    multiply(rational(JOULES_PER_WH * HASHES_PER_TH), rationalFromDecimal(hashrateThs)),
    rationalFromDecimal(powerW),
  );
}

/** Hashes that a block takes on average: difficulty x 2^32, or x 2^48 / 65535, which is 2^256 / target. */
export function hashesPerBlock(bits: number, convention: MiningBasis["hashesPerDifficulty"]): Rational {
  const hashes = convention === "2^32" ? rational(1n << 32n) : rational(1n << 48n, 65535n);
  return multiply(difficultyFromBits(bits), hashes);
}

/** The part of the total time that each stretch takes; they add up to exactly 1. */
export function sharesOf(stretches: readonly Pick<InputStretch, "durationS">[]): Rational[] {
  const totalS = totalSeconds(stretches);
  return stretches.map(({ durationS }) => rational(BigInt(durationS), totalS));
}

/** What is left after standstill, pool, late work and the site's own use: uptime (1 - poolFee) (1 - staleRate) / PUE. */
export function keptShare({ uptime, poolFee, staleRate, pue }: MiningBasis): Rational {
  const factors = [rationalFromDecimal(uptime), oneLess(poolFee), oneLess(staleRate)];
  return divide(factors.reduce(multiply), rationalFromDecimal(pue));
}

/** Mean msat of one hash: sum of share x reward / hashes per block. */
function msatPerHash(stretches: readonly InputStretch[], convention: MiningBasis["hashesPerDifficulty"]): Rational {
  const shares = sharesOf(stretches);
  return stretches
    .map(({ bits, subsidyMsat, feesMsat }, at) =>
      multiply(shares[at] ?? ZERO, divide(rational(subsidyMsat + feesMsat), hashesPerBlock(bits, convention))),
    )
    .reduce(add, ZERO);
}

/** PUE x W x hours. */
function machineEnergyWh({ stretches, miner, basis }: RateInputs): Rational {
  const hours = rational(totalSeconds(stretches), SECONDS_PER_HOUR);
  return multiply(multiply(rationalFromDecimal(basis.pue), rationalFromDecimal(miner.powerW)), hours);
}

function totalSeconds(stretches: readonly Pick<InputStretch, "durationS">[]): bigint {
  return stretches.reduce((sum, { durationS }) => sum + BigInt(durationS), 0n);
}

function oneLess(share: string): Rational {
  return subtract(ONE, rationalFromDecimal(share));
}
