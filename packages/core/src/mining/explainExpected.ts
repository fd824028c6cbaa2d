import { efficiencyJPerTh } from "../miners/efficiency.ts";
import { difficultyFromBits } from "../network/bits.ts";
import {
  add,
  divide,
  floor,
  multiply,
  rational,
  rationalFromDecimal,
  roundHalfEven,
  subtract,
  ZERO,
} from "../quantity/rational.ts";
import type { Rational } from "../quantity/rational.ts";
import { bitcoinText } from "./bitcoinText.ts";
import { usedWh } from "./exactMsat.ts";
import { inputsOf, type MiningQuestion } from "./expectedMsat.ts";
import { hashesPerBlock, hashesPerWh, mintRate, sharesOf, type Rate } from "./rate.ts";
import type { CalculationInputs, InputStretch } from "./types.ts";

/** One stretch of the time, with what was mined in it. All fractions are exact. */
export type ExplainedStretch = InputStretch & {
  /** Part of the whole time, 0 to 1. */
  readonly share: Rational;
  readonly difficulty: Rational;
  /** Hashes that a block takes on average. */
  readonly hashesPerBlock: Rational;
  /** Hashes that were made and counted in this stretch. */
  readonly hashes: Rational;
  /** Expected blocks: hashes / hashesPerBlock. */
  readonly blocks: Rational;
  /** Subsidy and fees of one block. */
  readonly rewardMsat: bigint;
  /** blocks x rewardMsat, not rounded. */
  readonly msat: Rational;
};

/** The way from energy to bitcoin, step by step. All fractions are exact; nothing is rounded before `bitcoinMsat`. */
export type MiningExplanation = {
  readonly energyWh: number;
  readonly inputs: CalculationInputs;
  /** powerW / hashrateThs. */
  readonly efficiencyJPerTh: Rational;
  /** Whole machines and what each takes; null when the energy is not cut into machines. */
  readonly machines: { readonly count: bigint; readonly machineWh: Rational } | null;
  /** Energy put to use at the site. */
  readonly usedWh: Rational;
  /** Of that, what reaches running machines: usedWh x uptime / PUE. */
  readonly minedWh: Rational;
  /** Part of the reward that is kept: (1 - poolFee) (1 - staleRate). */
  readonly paidShare: Rational;
  readonly stretches: readonly ExplainedStretch[];
  /** Sum over the stretches x paidShare, not rounded. */
  readonly msat: Rational;
  /** The answer: `msat` rounded half-even. */
  readonly bitcoinMsat: bigint;
  /** The same in bitcoin, 11 decimals. */
  readonly bitcoin: string;
};

/**
 * Every step of `expectedMsat`, for people who want to check it. Each step stands on the one before, so it is a second way to
 * the same number.
 *
 * @throws as `expectedMsat`
 */
export function explainExpected(question: MiningQuestion): MiningExplanation {
  const { energyWh } = question;
  const inputs = inputsOf(question);
  const rate = mintRate(inputs);
  const used = usedWh({ energyWh, rate });
  const energy = { usedWh: used, minedWh: minedWh(used, inputs) };
  const stretches = explainStretches(energy.minedWh, inputs);
  const paidShare = paidShareOf(inputs);
  const msat = multiply(stretches.map((stretch) => stretch.msat).reduce(add, ZERO), paidShare);
  const bitcoinMsat = roundHalfEven(msat);
  const answer = { msat, bitcoinMsat, bitcoin: bitcoinText(bitcoinMsat) };
  const machine = { efficiencyJPerTh: efficiencyJPerTh(inputs.miner), machines: machinesOf(used, rate) };
  return { energyWh, inputs, ...machine, ...energy, paidShare, stretches, ...answer };
}

function explainStretches(mined: Rational, { stretches, miner, basis }: CalculationInputs): ExplainedStretch[] {
  const allHashes = multiply(mined, hashesPerWh(miner));
  const shares = sharesOf(stretches);
  return stretches.map((stretch, at) => {
    const share = shares[at] ?? ZERO;
    const perBlock = hashesPerBlock(stretch.bits, basis.hashesPerDifficulty);
    const hashes = multiply(allHashes, share);
    const blocks = divide(hashes, perBlock);
    const rewardMsat = stretch.subsidyMsat + stretch.feesMsat;
    const msat = multiply(blocks, rational(rewardMsat));
    return {
      ...stretch,
      share,
      difficulty: difficultyFromBits(stretch.bits),
      hashesPerBlock: perBlock,
      hashes,
      blocks,
      rewardMsat,
      msat,
    };
  });
}

function machinesOf(used: Rational, { machineWh }: Rate): MiningExplanation["machines"] {
  return machineWh === null ? null : { count: floor(divide(used, machineWh)), machineWh };
}

function minedWh(used: Rational, { basis }: CalculationInputs): Rational {
  return divide(multiply(used, rationalFromDecimal(basis.uptime)), rationalFromDecimal(basis.pue));
}

function paidShareOf({ basis }: CalculationInputs): Rational {
  const one = rational(1n);
  return multiply(
    subtract(one, rationalFromDecimal(basis.poolFee)),
    subtract(one, rationalFromDecimal(basis.staleRate)),
  );
}
