import { QuantityError } from "../errors.ts";
import { divide, floor, multiply, rational, roundHalfEven, type Rational } from "../quantity/rational.ts";
import type { Rate } from "./rate.ts";

/**
 * The specification: bitcoin from energy at a rate, in exact arithmetic, rounded half-even once.
 *
 * @param input.energyWh integer watt-hours, 0 or more
 * @returns millisatoshis
 * @throws {QuantityError} when the energy is negative, not an integer, or above 2^53 - 1
 */
export function exactMsat({ energyWh, rate }: { readonly energyWh: number; readonly rate: Rate }): bigint {
  return roundHalfEven(multiply(usedWh({ energyWh, rate }), rate.msatPerWh));
}

/**
 * The energy that is put to use: all of it, or what whole machines take. Machines are counted by rounding down.
 *
 * @throws {QuantityError} as `exactMsat`
 */
export function usedWh({ energyWh, rate }: { readonly energyWh: number; readonly rate: Rate }): Rational {
  const energy = rational(exactEnergy(energyWh));
  if (rate.machineWh === null) return energy;
  return multiply(rational(floor(divide(energy, rate.machineWh))), rate.machineWh);
}

/** The energy as a bigint. @throws {QuantityError} when it is no integer from 0 to 2^53 - 1 */
export function exactEnergy(energyWh: number, what = "energyWh", details: { readonly row?: number } = {}): bigint {
  if (Number.isSafeInteger(energyWh) && energyWh >= 0) return BigInt(energyWh);
  const rule = `an integer of watt-hours from 0 to ${Number.MAX_SAFE_INTEGER}`;
  throw new QuantityError(`${what} must be ${rule}, got ${energyWh}. Round to watt-hours once, where it is measured.`, {
    ...details,
    field: "energyWh",
    rule,
    value: String(energyWh),
  });
}
