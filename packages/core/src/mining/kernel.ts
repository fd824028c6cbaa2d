import { QuantityError } from "../errors.ts";
import { divide, multiply, rational } from "../quantity/rational.ts";
import { exactEnergy, exactMsat } from "./exactMsat.ts";
import { nearestFloat64 } from "./float64.ts";
import type { Rate } from "./rate.ts";

/** Many calculations as columns; row `i` spends `energyWh[i]` at `rates[rateIndex[i]]`. */
export type CalculationColumns = {
  /** Integer watt-hours, 0 or more, as float64. */
  readonly energyWh: Float64Array;
  /** Positions in `rates`. */
  readonly rateIndex: Uint32Array;
  readonly rates: readonly Rate[];
};

/**
 * How far a float64 product may be from the true one, relative to itself.
 *
 * The product is energy x coefficient. The energy is exact, being an integer below 2^53. The coefficient is the float64
 * nearest to a fraction: c (1 + a) with |a| <= 2^-53. Multiplying rounds once more: p = E c (1 + a) (1 + b), |b| <= 2^-53.
 * So |p - E c| <= E c (2^-52 + 2^-106), and E c <= p / (1 - 2^-53)^2: together below p x 2^-51. The guard is twice that, which
 * also covers the rounding of the comparison with it. A machine count below 2^53 is exact too, so the bound holds for both.
 *
 * From 2^49 msat (5,629 BTC) on, the guard is half a millisatoshi or more: every such row is calculated exactly.
 */
const GUARD = 2 ** -50;

/** Rows that are multiplied at a time. Short enough that looking through a block again costs nothing. */
const BLOCK_ROWS = 1024;
const MAX_INT64 = 2n ** 63n - 1n;

/**
 * Expected bitcoin of every row: the same integers as `exactMsat`, bit for bit, at about the speed of float64.
 *
 * A row is multiplied in float64. Where the true value could lie on the other side of a rounding boundary (a half for msat, an
 * integer for machines), the row is done again in exact arithmetic.
 *
 * @returns millisatoshis
 * @throws {QuantityError} that names the row: energy negative, not an integer or above 2^53 - 1; no rate at its index; a
 *   result above 2^63 - 1. Also when the columns differ in length
 */
export function calculateColumns(columns: CalculationColumns): BigInt64Array {
  const { energyWh, rateIndex, rates } = columns;
  if (energyWh.length !== rateIndex.length) throw lengthsDiffer(energyWh.length, rateIndex.length);
  const msat = new BigInt64Array(energyWh.length);
  const product = {
    ...halvesOf(msat),
    units: unitsOf(columns),
    rateIndex,
    msatPerUnit: Float64Array.from(rates, floatMsatPerUnit),
  };
  for (let from = 0; from < msat.length; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, msat.length);
    if (writeBlock(product, from, to)) continue;
    for (let row = from; row < to; row += 1) if (!isRowCertain(product, row)) msat[row] = exactRow(columns, row);
  }
  return msat;
}

/** Columns to multiply, and the memory for the result. */
type Product = {
  readonly units: Float64Array;
  readonly rateIndex: Uint32Array;
  readonly msatPerUnit: Float64Array;
  /** The int64 of a row in two halves, the low one at `2 * row + low`, the high one at `2 * row + high`. */
  readonly halves: Int32Array;
  readonly low: 0 | 1;
  readonly high: 0 | 1;
};

/**
 * Writes the rounded products of a block, without making a BigInt of each: storing a number in an Int32Array drops its fraction
 * and keeps it modulo 2^32.
 *
 * @returns whether all of them are certain; those that are not must be written again
 */
function writeBlock({ units, rateIndex, msatPerUnit, halves, low, high }: Product, from: number, to: number): boolean {
  let certain = true;
  for (let row = from; row < to; row += 1) {
    const count = units[row] as number;
    const product = count * (msatPerUnit[rateIndex[row] as number] as number);
    const nearest = Math.floor(product + 0.5);
    halves[2 * row + low] = nearest;
    halves[2 * row + high] = nearest * 2 ** -32;
    if (!isCertain(product, nearest) || !isCount(count)) certain = false;
  }
  return certain;
}

/** What `writeBlock` asks of every row, asked of one. */
function isRowCertain({ units, rateIndex, msatPerUnit }: Product, row: number): boolean {
  const count = units[row] as number;
  const product = count * (msatPerUnit[rateIndex[row] as number] as number);
  return isCertain(product, Math.floor(product + 0.5)) && isCount(count);
}

/** Whether `nearest` is the nearest integer to whatever the product may stand for. False for NaN and infinity. */
function isCertain(product: number, nearest: number): boolean {
  return 0.5 - Math.abs(product - nearest) >= product * GUARD;
}

/** What each row multiplies: watt-hours, or machines where its rate counts them; NaN where their number is not certain. */
function unitsOf({ energyWh, rateIndex, rates }: CalculationColumns): Float64Array {
  if (rates.every(({ machineWh }) => machineWh === null)) return energyWh;
  const machinesPerWh = Float64Array.from(rates, floatMachinesPerWh);
  return energyWh.map((energy, row) => {
    const machines = machinesPerWh[rateIndex[row] as number] as number;
    if (machines < 0) return energy;
    return isCount(energy) ? certainFloor(energy * machines) : Number.NaN;
  });
}

/** The greatest integer not above whatever the quotient may stand for; NaN when there are two. */
function certainFloor(quotient: number): number {
  const below = Math.floor(quotient);
  const rest = quotient - below;
  return Math.min(rest, 1 - rest) >= quotient * GUARD ? below : Number.NaN;
}

function isCount(value: number): boolean {
  return value >= 0 && value <= Number.MAX_SAFE_INTEGER && Math.floor(value) === value;
}

/** The specification, for the rows that float64 cannot decide; refuses those that cannot be. */
function exactRow({ energyWh, rateIndex, rates }: CalculationColumns, row: number): bigint {
  const energy = energyWh[row] as number;
  const rate = rates[rateIndex[row] as number];
  exactEnergy(energy, `energyWh of row ${row}`, { row });
  if (rate === undefined) throw noRate(row);
  const msat = exactMsat({ energyWh: energy, rate });
  if (msat > MAX_INT64) throw tooMuch(row, msat);
  return msat;
}

/** msat for one unit: a machine where the rate counts machines, a watt-hour elsewhere. */
function floatMsatPerUnit({ msatPerWh, machineWh }: Rate): number {
  return nearestFloat64(machineWh === null ? msatPerWh : multiply(msatPerWh, machineWh));
}

/** Machines that one watt-hour runs; below 0 where the rate does not count them. */
function floatMachinesPerWh({ machineWh }: Rate): number {
  return machineWh === null ? -1 : nearestFloat64(divide(rational(1n), machineWh));
}

function halvesOf(rows: BigInt64Array): Pick<Product, "halves" | "low" | "high"> {
  const halves = new Int32Array(rows.buffer);
  const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
  return isLittleEndian ? { halves, low: 0, high: 1 } : { halves, low: 1, high: 0 };
}

function lengthsDiffer(energies: number, indexes: number): QuantityError {
  const message = `Columns must be equally long, got ${energies} energies and ${indexes} rate indexes. Give each row both.`;
  return new QuantityError(message, { field: "rateIndex", rule: "as long as energyWh", value: indexes });
}

function noRate(row: number): QuantityError {
  const message = `rateIndex of row ${row} must be a position in rates, got one past its end. Add the rate first.`;
  return new QuantityError(message, { row, field: "rateIndex", rule: "a position in rates", value: null });
}

function tooMuch(row: number, msat: bigint): QuantityError {
  const message = `Bitcoin of row ${row} must fit 64 bits (at most ${MAX_INT64} msat), got ${msat}. Check its energy and miner.`;
  return new QuantityError(message, { row, field: "bitcoinMsat", rule: "at most 2^63 - 1", value: String(msat) });
}
