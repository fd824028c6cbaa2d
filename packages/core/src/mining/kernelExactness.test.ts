import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactFloat, highestEnergyWh, integersFrom, manyRates, msatPerUnit } from "../../test/miningRates.ts";
import { compare, floor, multiply, rational, subtract, type Rational } from "../quantity/rational.ts";
import { exactMsat } from "./exactMsat.ts";
import { nearestFloat64 } from "./float64.ts";
import { calculateColumns, type CalculationColumns } from "./kernel.ts";
import type { Rate } from "./rate.ts";

describe("the kernel, against exact arithmetic", () => {
  it("is equal to it bit for bit on 1,000,000 random rows", { timeout: 60_000 }, () => {
    const rows = 100_000;
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const columns = randomColumns(seed, rows);
        expect(firstDifference(columns)).toBeNull();
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it(
    "is equal to it bit for bit beside every rounding boundary that a fraction can come near",
    { timeout: 60_000 },
    () => {
      const columns = nearTies(manyRates(20250309, 400));
      expect(firstDifference(columns)).toBeNull();
      // The rows are hard: float64 alone is wrong on many, and far from wrong on others.
      expect(columns.energyWh.length).toBeGreaterThan(150_000);
      const wrong = floatMistakes(columns, calculateColumns(columns));
      expect(wrong).toBeGreaterThan(columns.energyWh.length / 20);
      expect(wrong).toBeLessThan(columns.energyWh.length / 2);
    },
  );

  it("is equal to the specification itself, which brings every fraction to lowest terms", () => {
    const columns = randomColumns(11, 20_000);
    const result = calculateColumns(columns);
    columns.energyWh.forEach((energyWh, row) => {
      expect(result[row]).toBe(exactMsat({ energyWh, rate: columns.rates[columns.rateIndex[row]!]! }));
    });
  });

  it("lies, before rounding, within half of its guard of the true product", () => {
    const columns = randomColumns(7, 20_000);
    const guard = rational(1n, 2n ** 51n);
    columns.energyWh.forEach((energyWh, row) => {
      const rate = columns.rates[columns.rateIndex[row]!]!;
      const unit = msatPerUnit(rate);
      const product = energyWh * nearestFloat64(unit);
      const exact = multiply(rational(BigInt(energyWh)), unit);
      const error = subtract(exactFloat(product), exact);
      const size = error.numerator < 0n ? subtract(rational(0n), error) : error;
      expect(compare(size, multiply(exactFloat(product), guard))).toBeLessThanOrEqual(0);
    });
  });
});

/** Rows of every sort of rate, with energies from nothing to the highest that can be. */
function randomColumns(seed: number, rows: number): CalculationColumns {
  const rates = manyRates(seed, 100);
  const below = integersFrom(seed + 1);
  const rateIndex = Uint32Array.from({ length: rows }, () => below(rates.length));
  const energyWh = Float64Array.from(rateIndex, (index) => {
    const highest = highestEnergyWh(rates[index]!);
    const energies = [
      below(100_000_000),
      below(100_000_000),
      below(4000),
      below(1e12),
      below(highest),
      highest,
      below(2),
    ];
    return Math.min(highest, energies[below(energies.length)]!);
  });
  return { energyWh, rateIndex, rates };
}

/**
 * Energies whose result lies next to a half, or whose number of machines lies next to an integer.
 *
 * A convergent p / q of the rate r is nearer to it than 1 / q^2. So E with E p = (q +- 1) / 2 + k (mod q), from the inverse of p
 * modulo q, has E r within a few q-ths of a half. Both sides of the guard are met, as q runs over all convergents.
 */
function nearTies(rates: readonly Rate[]): CalculationColumns {
  const rows = rates.flatMap((rate, index) => {
    const units = energiesNear(msatPerUnit(rate), (q) => q / 2n);
    const energies = rate.machineWh === null ? units : machineBoundaries(rate.machineWh, units);
    return energies
      .filter((energyWh) => energyWh <= BigInt(highestEnergyWh(rate)))
      .map((energyWh) => [index, Number(energyWh)] as const);
  });
  return {
    energyWh: Float64Array.from(rows, ([, energyWh]) => energyWh),
    rateIndex: Uint32Array.from(rows, ([index]) => index),
    rates,
  };
}

/** The energies on both sides of these numbers of machines, and those whose quotient nearly is an integer. */
function machineBoundaries(machineWh: Rational, counts: readonly bigint[]): bigint[] {
  const edges = counts.flatMap((count) => {
    const edge = floor(multiply(rational(count), machineWh));
    return edge === 0n ? [0n] : [edge - 1n, edge, edge + 1n];
  });
  const { numerator, denominator } = machineWh;
  return [...edges, ...energiesNear(rational(denominator, numerator), () => 0n)];
}

/** E below 2^53 with E x value close to an integer + offset(q) / q, for every convergent p / q of the value. */
function energiesNear(value: Rational, offset: (q: bigint) => bigint): bigint[] {
  return convergents(value).flatMap(({ p, q }) => {
    if (q < 8n || q > 2n ** 53n) return [];
    const inverse = inverseModulo(p, q);
    const first = [-2n, -1n, 0n, 1n, 2n].map((k) => ((((offset(q) + k) * inverse) % q) + q) % q);
    return first
      .flatMap((energyWh) => [energyWh, energyWh + q, energyWh + 7n * q])
      .filter((energyWh) => energyWh < 2n ** 53n);
  });
}

/** The convergents of the continued fraction of a value. */
function convergents({ numerator, denominator }: Rational): { p: bigint; q: bigint }[] {
  const found: { p: bigint; q: bigint }[] = [];
  let [before, last] = [
    { p: 0n, q: 1n },
    { p: 1n, q: 0n },
  ];
  for (let [a, b] = [numerator, denominator]; b !== 0n; [a, b] = [b, a % b]) {
    const next = { p: (a / b) * last.p + before.p, q: (a / b) * last.q + before.q };
    [before, last] = [last, next];
    found.push(next);
  }
  return found;
}

/** x with a x = 1 modulo m, by Euclid. */
function inverseModulo(a: bigint, m: bigint): bigint {
  let [oldRest, rest, oldX, x] = [((a % m) + m) % m, m, 1n, 0n];
  while (rest !== 0n) {
    const quotient = oldRest / rest;
    [oldRest, rest] = [rest, oldRest - quotient * rest];
    [oldX, x] = [x, oldX - quotient * x];
  }
  return oldX;
}

/** The first row in which kernel and specification differ, for people; null when there is none. */
function firstDifference(columns: CalculationColumns): string | null {
  const { energyWh, rateIndex, rates } = columns;
  const result = calculateColumns(columns);
  const exact = rates.map((rate) => ({ ...rate, unit: msatPerUnit(rate) }));
  for (let row = 0; row < energyWh.length; row += 1) {
    const expected = hoistedExact(energyWh[row]!, exact[rateIndex[row]!]!);
    if (result[row] !== expected)
      return `row ${row}: ${energyWh[row]} Wh at rate ${rateIndex[row]}: ${result[row]} is not ${expected}`;
  }
  return null;
}

/** The specification with what belongs to the rate worked out before: no fraction is brought to lowest terms per row. */
function hoistedExact(energyWh: number, { machineWh, unit }: Rate & { unit: Rational }): bigint {
  const units =
    machineWh === null ? BigInt(energyWh) : (BigInt(energyWh) * machineWh.denominator) / machineWh.numerator;
  const product = units * unit.numerator;
  const below = product / unit.denominator;
  const twice = 2n * (product - below * unit.denominator);
  if (twice === unit.denominator) return below + (below & 1n);
  return twice > unit.denominator ? below + 1n : below;
}

/** Rows on which float64 alone gives another integer than the exact one. */
function floatMistakes({ energyWh, rateIndex, rates }: CalculationColumns, exact: BigInt64Array): number {
  const floats = rates.map((rate) => ({
    unit: nearestFloat64(msatPerUnit(rate)),
    machineWh: rate.machineWh === null ? null : nearestFloat64(rate.machineWh),
  }));
  return energyWh.reduce((wrong, energy, row) => {
    const { unit, machineWh } = floats[rateIndex[row]!]!;
    const msat = Math.round((machineWh === null ? energy : Math.floor(energy / machineWh)) * unit);
    return wrong + Number(BigInt(msat) !== exact[row]);
  }, 0);
}
