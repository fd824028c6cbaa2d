import type { MiningBasisInput } from "./basis.ts";
import { bitcoinText } from "./bitcoinText.ts";
import { exactMsat } from "./exactMsat.ts";
import { calculationInputs, inputStretches, type MinerFiguresInput, type StretchFigures } from "./inputs.ts";
import { mintRate } from "./rate.ts";
import type { CalculationInputs } from "./types.ts";

/** One question: this energy, on this miner, while the network was like this. */
export type MiningQuestion = {
  /** Integer watt-hours, 0 or more. */
  readonly energyWh: number;
  /** A `MinerModel`, or any hash rate and power. */
  readonly miner: MinerFiguresInput;
  /** Every stretch of the time in which the energy is spent, evenly; from `networkDuring`. */
  readonly network: readonly StretchFigures[];
  /** Fields that differ from `DEFAULT_BASIS`. `measure` and `flags` only say which energy was meant. */
  readonly basis?: MiningBasisInput;
  /** Mean fees of one block, for stretches that state none; 0 when left out. */
  readonly feesMsat?: bigint;
};

/**
 * Expected bitcoin from spending `energyWh` on one miner model while the network was as `network` says.
 *
 * Time cancels: energy over J/TH counts hashes, hashes over hashes-per-block counts blocks. Only `machines: "whole"` asks how
 * long the time is.
 *
 * @returns millisatoshis, rounded half-even once
 * @example expectedMsat({ energyWh: 1_000_000, miner: { hashrateThs: "100", powerW: "3050" }, network })
 * @throws {QuantityError} when energy is negative, not an integer or above 2^53 - 1, or a field of the basis is refused
 * @throws {MinerError} when hash rate or power is not above 0
 * @see docs/formulas.md#expected-bitcoin
 */
export function expectedMsat(question: MiningQuestion): bigint {
  return exactMsat({ energyWh: question.energyWh, rate: mintRate(inputsOf(question)) });
}

/** The same as bitcoin, all 11 decimals, such as `"0.00234652817"`. @throws as `expectedMsat` */
export function expectedBitcoin(question: MiningQuestion): string {
  return bitcoinText(expectedMsat(question));
}

/** The inputs that a question is answered from. @throws as `expectedMsat`, the energy excepted */
export function inputsOf({ miner, network, basis = {}, feesMsat = 0n }: MiningQuestion): CalculationInputs {
  return calculationInputs({ stretches: inputStretches(network, feesMsat), miner, basis });
}
