import { calculationInputs, type CalculationInputsInput } from "../src/mining/inputs.ts";
import { mintRate, type Rate } from "../src/mining/rate.ts";
import { multiply, rational, type Rational } from "../src/quantity/rational.ts";

/** Integers below `limit` from a seed: Park and Miller's generator (CACM 31(10), 1988) with the multiplier 48271. */
export function integersFrom(seed: number): (limit: number) => number {
  let state = (Math.abs(seed) % 2147483646) + 1;
  const next = () => (state = (state * 48271) % 2147483647);
  return (limit) => Math.floor(((next() * 2147483647 + next()) / 2147483647 ** 2) * limit);
}

/** S9 13.5, S19j Pro 100, M20S 68 (the predecessor's three), S21 XP 270, and one with figures that cancel badly. */
const MINERS = [
  { hashrateThs: "13.5", powerW: "1323" },
  { hashrateThs: "100", powerW: "3050" },
  { hashrateThs: "68", powerW: "3360" },
  { hashrateThs: "270", powerW: "3645" },
  { hashrateThs: "104.7", powerW: "3068.13" },
];

/** Bits of epochs 271, 312, 409, 436, 439 and 440 (block headers 546336, 628992, 824544, 878976, 885024, 887040). */
const BITS = [0x17272fbd, 0x17117a39, 0x1703d869, 0x17028c61, 0x17028bb1, 0x17028281];

const BASES = [
  {},
  { machines: "whole" },
  { hashesPerDifficulty: "2^48/65535" },
  { uptime: "0.93", poolFee: "0.025", staleRate: "0.0017", pue: "1.07" },
  {
    machines: "whole",
    hashesPerDifficulty: "2^48/65535",
    uptime: "0.93",
    poolFee: "0.02",
    staleRate: "0.001",
    pue: "1.0372",
  },
];

/** 50, 12.5, 6.25 and 3.125 BTC, and the last odd one (halving 10), in msat. */
const SUBSIDIES = [5_000_000_000_000n, 1_250_000_000_000n, 625_000_000_000n, 312_500_000_000n, 4_882_812_000n];

/** Rates of every sort: models x bases x stretches of one to three parts, with and without fees. */
export function manyRates(seed: number, count: number): Rate[] {
  const below = integersFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  const stretch = (durationS: number) => ({
    bits: pick(BITS),
    subsidyMsat: pick(SUBSIDIES),
    feesMsat: pick([0n, 0n, 4_700_000_123n]),
    durationS,
  });
  const stretches = () => pick([[1800], [567, 1233], [1, 1799], [600, 600, 600]]).map(stretch);
  return Array.from({ length: count }, () =>
    rateOf({ stretches: stretches(), miner: pick(MINERS), basis: pick(BASES) }),
  );
}

/** The rate of these inputs. */
export function rateOf(inputs: CalculationInputsInput): Rate {
  return mintRate(calculationInputs(inputs));
}

/** msat of one unit as the kernel multiplies it: a machine, or a watt-hour. */
export function msatPerUnit({ msatPerWh, machineWh }: Rate): Rational {
  return multiply(msatPerWh, machineWh ?? rational(1n));
}

/** The highest energy of which the result still fits 64 bits, at most 2^53 - 1. */
export function highestEnergyWh({ msatPerWh: { numerator, denominator } }: Rate): number {
  const highest = ((2n ** 63n - 1n) * denominator) / numerator;
  return highest > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(highest);
}

/** A float64 as a fraction: doubled, which is exact, until it is an integer. */
export function exactFloat(value: number): Rational {
  let [scaled, denominator] = [value, 1n];
  while (!Number.isInteger(scaled)) [scaled, denominator] = [scaled * 2, denominator * 2n];
  return rational(BigInt(scaled), denominator);
}
