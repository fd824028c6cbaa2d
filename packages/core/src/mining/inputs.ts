import { MinerError, QuantityError } from "../errors.ts";
import { targetFromBits } from "../network/bits.ts";
import { compare, ZERO } from "../quantity/rational.ts";
import { sha256Hex } from "../quantity/sha256.ts";
import { parseBasis, type MiningBasisInput } from "./basis.ts";
import { decimalWithin, type DecimalInput, type DecimalRule } from "./decimalText.ts";
import type { CalculationInputs, InputStretch, MinerFigures } from "./types.ts";

/** What a stretch must tell: `NetworkStretch` and `InputStretch` both do. */
export type StretchFigures = Pick<InputStretch, "bits" | "subsidyMsat" | "durationS"> & { readonly feesMsat?: bigint };

/** A miner as people give it: figures as text or number. A `MinerModel` fits too. */
export type MinerFiguresInput = { readonly hashrateThs: DecimalInput; readonly powerW: DecimalInput };

/** All that a calculation stands on, apart from the energy. */
export type CalculationInputsInput = {
  readonly stretches: readonly StretchFigures[];
  readonly miner: MinerFiguresInput;
  readonly basis: MiningBasisInput;
};

const POSITIVE: DecimalRule = {
  rule: "a decimal above 0, in at most 18 decimals",
  holds: (value) => compare(value, ZERO) > 0,
};

/**
 * Inputs in their one form, under the id of that form.
 *
 * Numerals are made canonical and neighbouring stretches that agree are joined, so that equal inputs have equal ids: 3050,
 * "3050" and "3050.0" W are one input. Giving a result to this function again changes nothing.
 *
 * @throws {QuantityError} for a stretch or a basis that cannot be
 * @throws {MinerError} for a hash rate or power that is not above 0
 * @throws {NetworkError} for bits that are no target
 */
export function calculationInputs({ stretches, miner, basis }: CalculationInputsInput): CalculationInputs {
  const inputs = {
    formulaVersion: 1 as const,
    stretches: inputStretches(stretches),
    miner: parseMinerFigures(miner),
    basis: parseBasis(basis),
  };
  return { id: sha256Hex(canonicalInputs(inputs)), ...inputs };
}

/**
 * The bytes behind `CalculationInputs.id`: JSON in the form of RFC 8785. Keys sorted, no white space, all of it ASCII.
 *
 * `bits`, `durationS` and `formulaVersion` are JSON integers; msat, shares and figures are strings.
 *
 * @example
 * {"basis":{"flags":"all","hashesPerDifficulty":"2^32","machines":"continuous","measure":"net","poolFee":"0","pue":"1",
 * "staleRate":"0","uptime":"1"},"formulaVersion":1,"miner":{"hashrateThs":"100","powerW":"3050"},"stretches":[{
 * "bits":386127977,"durationS":1800,"feesMsat":"0","subsidyMsat":"625000000000"}]}
 */
export function canonicalInputs({ basis, formulaVersion, miner, stretches }: Omit<CalculationInputs, "id">): string {
  return JSON.stringify({
    basis: {
      flags: basis.flags,
      hashesPerDifficulty: basis.hashesPerDifficulty,
      machines: basis.machines,
      measure: basis.measure,
      poolFee: basis.poolFee,
      pue: basis.pue,
      staleRate: basis.staleRate,
      uptime: basis.uptime,
    },
    formulaVersion,
    miner: { hashrateThs: miner.hashrateThs, powerW: miner.powerW },
    stretches: stretches.map(({ bits, durationS, feesMsat, subsidyMsat }) => ({
      bits,
      durationS,
      feesMsat: String(feesMsat),
      subsidyMsat: String(subsidyMsat),
    })),
  });
}

/**
 * The part of network stretches that a figure depends on: heights and instants dropped, neighbours that agree in bits,
 * subsidy and fees joined.
 *
 * @param feesMsat mean fees of one block for stretches that state none
 * @throws {QuantityError} when there is no stretch, or one has no length or a negative reward
 * @throws {NetworkError} for bits that are no target
 */
export function inputStretches(stretches: readonly StretchFigures[], feesMsat = 0n): InputStretch[] {
  if (stretches.length === 0) throw refusal("stretches", "at least one stretch of network time", "none");
  const joined: InputStretch[] = [];
  for (const stretch of stretches) {
    const next = parseStretch(stretch, feesMsat);
    const last = joined.at(-1);
    if (last === undefined || !agree(last, next)) joined.push(next);
    else joined[joined.length - 1] = { ...last, durationS: last.durationS + next.durationS };
  }
  return joined;
}

/** Figures in canonical text. @throws {MinerError} when one is not a decimal above 0 */
export function parseMinerFigures({ hashrateThs, powerW }: MinerFiguresInput): MinerFigures {
  return { hashrateThs: parseFigure("hashrateThs", hashrateThs), powerW: parseFigure("powerW", powerW) };
}

function parseFigure(field: string, value: DecimalInput): string {
  const text = decimalWithin(value, POSITIVE);
  if (text !== null) return text;
  const message = `${field} of a miner must be ${POSITIVE.rule}, got "${value}". State the figure of its name plate.`;
  throw new MinerError(message, { field, rule: POSITIVE.rule, value: String(value) });
}

function parseStretch({ bits, subsidyMsat, durationS, feesMsat }: StretchFigures, otherwiseMsat: bigint): InputStretch {
  const stretch = { bits, subsidyMsat, feesMsat: feesMsat ?? otherwiseMsat, durationS };
  targetFromBits(bits);
  if (!Number.isSafeInteger(durationS) || durationS <= 0)
    throw refusal("durationS", "whole seconds above 0", durationS);
  if (subsidyMsat < 0n) throw refusal("subsidyMsat", "0 or more", subsidyMsat);
  if (stretch.feesMsat < 0n) throw refusal("feesMsat", "0 or more", stretch.feesMsat);
  return stretch;
}

function agree(a: InputStretch, b: InputStretch): boolean {
  return a.bits === b.bits && a.subsidyMsat === b.subsidyMsat && a.feesMsat === b.feesMsat;
}

function refusal(field: string, rule: string, value: string | number | bigint): QuantityError {
  return new QuantityError(`${field} must be ${rule}, got ${value}. Take the stretches from the network history.`, {
    field,
    rule,
    value: String(value),
  });
}
