import {
  calculateColumns,
  calculationInputs,
  difficultyFromBits,
  decimalFromRational,
  minerModel,
  mintRate,
  networkAt,
  type Rate,
} from "@windhash/core";
import { networkHistory } from "@windhash/core/network-history";
import { Decimal } from "decimal.js";
import { type Benchmark, barText, interleaved, line, type Timing } from "./benchmark.ts";

/** BM units x settlement periods of the largest state known of such a database, and its three models. */
const UNIT_PERIODS = 503_978;
const MODELS = ["S19J_PRO", "S9", "M20S"].map((id) => minerModel(id));
/** Retargets that the rows are spread over: about three years. */
const EPOCHS = networkHistory.epochs.slice(-90);

const ROUNDS = 31;

/**
 * 1,511,934 calculations by the columnar kernel, beside three other ways to do them:
 *
 * - `float64`: `Math.floor(energy x coefficient + 0.5)` over typed arrays, coefficient worked out before; not exact. That is
 *   the strictest peer: `Math.round` takes three times as long in V8 when the fractions are random;
 * - `BigInt`: exact, the fraction of each rate worked out before;
 * - `decimal.js`: the whole formula in every row, 20 digits, the constants made into Decimals before.
 */
export const kernelBenchmark: Benchmark = {
  name: "kernel",
  run: () => {
    const rows = makeRows();
    const [kernel, float64, bigint, decimal] = interleaved<BigInt64Array | Float64Array>(
      [
        { every: 1, work: () => calculateColumns(rows) },
        { every: 1, work: () => floatLoop(rows) },
        { every: 6, work: () => bigintLoop(rows) },
        { every: 15, work: () => decimalLoop(rows) },
      ],
      ROUNDS,
    ) as [Timed, Timed, Timed, Timed];
    printTimes(rows.energyWh.length, { kernel, float64, bigint, decimal });
    return printDifferences({ kernel, float64, bigint, decimal });
  },
};

type Timed = Timing<BigInt64Array | Float64Array>;
type Timings = Readonly<Record<"kernel" | "float64" | "bigint" | "decimal", Timed>>;

function printTimes(count: number, { kernel, float64, bigint, decimal }: Timings): void {
  const over = (peer: Timed) => peer.medianMs / kernel.medianMs;
  console.log(`kernel: ${count.toLocaleString("en")} calculations, medians of ${ROUNDS} interleaved rounds`);
  console.log("  (BigInt in every sixth of them, decimal.js in every fifteenth; each over all rows)");
  line("kernel", `${kernel.medianMs.toFixed(1)} ms, ${(count / kernel.medianMs / 1000).toFixed(1)} million rows/s`);
  line(
    "plain float64 loop",
    `${float64.medianMs.toFixed(1)} ms; kernel takes ${barText(1 / over(float64), { atMost: 3 })}`,
  );
  line("exact BigInt loop", `${bigint.medianMs.toFixed(0)} ms, ${over(bigint).toFixed(1)}x`);
  line("decimal.js, full formula", `${decimal.medianMs.toFixed(0)} ms, ${barText(over(decimal), { atLeast: 100 })}`);
}

/** False when the kernel differs from exact arithmetic in any row. */
function printDifferences({ bigint, ...others }: Timings): boolean {
  const wrong = Object.entries(others).map(([name, { result }]) => [name, differences(bigint.result, result)] as const);
  line("rows unlike exact arithmetic", wrong.map(([name, rows]) => `${name} ${rows}`).join(", "));
  return wrong.some(([name, rows]) => name === "kernel" && rows === 0);
}

/** Rows that differ. All values lie far below 2^53, so nothing is lost in comparing them as numbers. */
function differences(expected: Timed["result"], found: Timed["result"]): number {
  let count = 0;
  for (let row = 0; row < expected.length; row += 1) count += Number(Number(expected[row]) !== Number(found[row]));
  return count;
}

type Rows = {
  readonly energyWh: Float64Array;
  readonly rateIndex: Uint32Array;
  readonly rates: readonly Rate[];
  /** By rate, for the loop that works out the whole formula. */
  readonly terms: readonly Terms[];
  /** By rate. */
  readonly coefficients: Float64Array;
};

type Terms = Readonly<Record<"hashrateThs" | "powerW" | "difficulty" | "subsidyMsat", Decimal>>;

/** Rows in key order: time, unit, model. Energies are drawn up to 50 MWh, small ones more often, from a fixed seed. */
function makeRows(): Rows {
  const network = EPOCHS.flatMap((epoch) =>
    MODELS.map((miner) => ({ miner, ...networkAt(networkHistory, epoch.startsAt) })),
  );
  const rates = network.map(({ miner, bits, subsidyMsat }) =>
    mintRate(calculationInputs({ stretches: [{ bits, subsidyMsat, durationS: 1800 }], miner, basis: {} })),
  );
  const terms = network.map(({ miner, bits, subsidyMsat }) => ({
    hashrateThs: new Decimal(miner.hashrateThs),
    powerW: new Decimal(miner.powerW),
    difficulty: new Decimal(decimalFromRational(difficultyFromBits(bits), 10)),
    subsidyMsat: new Decimal(String(subsidyMsat)),
  }));
  const energies = makeEnergies();
  const length = UNIT_PERIODS * MODELS.length;
  const rateIndex = (row: number) => {
    const unitPeriod = Math.floor(row / MODELS.length);
    return Math.floor((unitPeriod / UNIT_PERIODS) * EPOCHS.length) * MODELS.length + (row % MODELS.length);
  };
  return {
    energyWh: Float64Array.from({ length }, (_, row) => energies[Math.floor(row / MODELS.length)] ?? 0),
    rateIndex: Uint32Array.from({ length }, (_, row) => rateIndex(row)),
    rates,
    terms,
    coefficients: Float64Array.from(rates, ({ msatPerWh }) => Number(decimalFromRational(msatPerWh, 30))),
  };
}

function makeEnergies(): Float64Array {
  let state = 20_220_101;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  return Float64Array.from({ length: UNIT_PERIODS }, () => Math.floor(50_000_000 * next() * next()));
}

function floatLoop({ energyWh, rateIndex, coefficients }: Rows): Float64Array {
  const msat = new Float64Array(energyWh.length);
  for (let row = 0; row < msat.length; row += 1) {
    msat[row] = Math.floor((energyWh[row] as number) * (coefficients[rateIndex[row] as number] as number) + 0.5);
  }
  return msat;
}

function bigintLoop({ energyWh, rateIndex, rates }: Rows): BigInt64Array {
  const msat = new BigInt64Array(energyWh.length);
  for (let row = 0; row < msat.length; row += 1) {
    const { numerator, denominator } = (rates[rateIndex[row] as number] as Rate).msatPerWh;
    const product = BigInt(energyWh[row] as number) * numerator;
    const below = product / denominator;
    const twice = 2n * (product - below * denominator);
    msat[row] = twice > denominator || (twice === denominator && (below & 1n) === 1n) ? below + 1n : below;
  }
  return msat;
}

function decimalLoop({ energyWh, rateIndex, terms }: Rows): BigInt64Array {
  const [joulesPerWh, hashesPerTh, hashesPerDifficulty] = [3600, 1e12, 2 ** 32].map((value) => new Decimal(value)) as [
    Decimal,
    Decimal,
    Decimal,
  ];
  const msat = new BigInt64Array(energyWh.length);
  for (let row = 0; row < msat.length; row += 1) {
    const { hashrateThs, powerW, difficulty, subsidyMsat } = terms[rateIndex[row] as number] as Terms;
    const joules = new Decimal(energyWh[row] as number).times(joulesPerWh);
    const hashes = joules.times(hashrateThs).times(hashesPerTh).div(powerW);
    const blocks = hashes.div(difficulty.times(hashesPerDifficulty));
    msat[row] = BigInt(blocks.times(subsidyMsat).toFixed(0, Decimal.ROUND_HALF_EVEN));
  }
  return msat;
}
