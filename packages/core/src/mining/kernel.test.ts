import { describe, expect, it } from "vitest";
import { rateOf } from "../../test/miningRates.ts";
import { QuantityError } from "../errors.ts";
import { rational } from "../quantity/rational.ts";
import { calculateColumns, type CalculationColumns } from "./kernel.ts";
import type { Rate } from "./rate.ts";

const STRETCH = { bits: 0x1703d869, subsidyMsat: 625_000_000_000n, durationS: 1800 };
const S19J_PRO = { hashrateThs: "100", powerW: "3050" };
const CONTINUOUS = rateOf({ stretches: [STRETCH], miner: S19J_PRO, basis: {} });
const WHOLE = rateOf({ stretches: [STRETCH], miner: S19J_PRO, basis: { machines: "whole" } });

describe("calculateColumns", () => {
  it("gives the worked vector G3 (1 MWh on 2024-01-15) in one row and whole machines in the next", () => {
    // G3: 0.0023465281734 BTC, worked outside this project in exact fractions. 655 machines take 998,875 Wh.
    const result = calculateColumns(columns([1_000_000, 1_000_000, 1_525_000], [0, 1, 1], [CONTINUOUS, WHOLE]));
    expect([...result]).toEqual([234_652_817n, 234_388_833n, 357_845_546n]);
  });

  it("rounds an exact tie to the even neighbour, in both directions", () => {
    const half: Rate = { msatPerWh: rational(1n, 2n), machineWh: null };
    expect([...calculateColumns(columns([0, 1, 2, 3, 4, 5], Array(6).fill(0), [half]))]).toEqual([
      0n,
      0n,
      1n,
      2n,
      2n,
      2n,
    ]);
  });

  it("writes values of more than 32 bits, and of more than 53", () => {
    const rates = [1n, 2n, 1024n].map((msat): Rate => ({ msatPerWh: rational(msat), machineWh: null }));
    const energies = [2 ** 32 - 1, 2 ** 32, 2 ** 40 + 7, 2 ** 53 - 1, 2 ** 53 - 1];
    const result = calculateColumns(columns(energies, [0, 0, 0, 1, 2], rates));
    expect([...result]).toEqual([2n ** 32n - 1n, 2n ** 32n, 2n ** 40n + 7n, 2n ** 54n - 2n, 2n ** 63n - 1024n]);
  });

  it("gives an empty column for empty columns", () => {
    expect(calculateColumns(columns([], [], []))).toEqual(new BigInt64Array(0));
  });

  it("counts no machine that is too large for a float64, and many that are too small for one", () => {
    const [large, small] = [10n ** 400n, 1n].map((wh): Rate => ({
      msatPerWh: rational(1n),
      machineWh: rational(wh, 10n ** 399n),
    }));
    const unworldly: Rate = { msatPerWh: rational(1n), machineWh: rational(10n ** 400n) };
    const result = calculateColumns(columns([1e9, 1e9, 25], [0, 1, 2], [unworldly, small!, large!]));
    expect([...result]).toEqual([0n, 1_000_000_000n, 20n]);
  });

  it("gives 0 where the pool keeps everything", () => {
    const nothing = rateOf({ stretches: [STRETCH], miner: S19J_PRO, basis: { poolFee: "1" } });
    expect([...calculateColumns(columns([0, 5e12], [0, 0], [nothing]))]).toEqual([0n, 0n]);
  });

  it("floors a number of machines that is a hair beside an integer", () => {
    // One machine takes 1 + 2^-60 Wh: E Wh run E - 1 machines, though E x 1/(1 + 2^-60) is E in float64.
    const rate: Rate = { msatPerWh: rational(1n), machineWh: rational(2n ** 60n + 1n, 2n ** 60n) };
    expect([...calculateColumns(columns([999_983, 1, 0], [0, 0, 0], [rate]))]).toEqual([999_982n, 0n, 0n]);
  });

  it.each([
    -1,
    -1e-9,
    0.5,
    1_000_000.25,
    2 ** 53,
    1e300,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ])("refuses an energy of %d Wh and names the row", (energyWh) => {
    for (const rate of [0, 1]) {
      const refused = refusalOf(columns([5, 6, energyWh, 7], [0, 0, rate, 0], [CONTINUOUS, WHOLE]));
      expect(refused.message).toContain(
        `energyWh of row 2 must be an integer of watt-hours from 0 to 9007199254740991`,
      );
      expect(refused.details).toMatchObject({ row: 2, field: "energyWh", value: String(energyWh) });
    }
  });

  it("refuses what does not fit 64 bits and names the row", () => {
    const dear: Rate = { msatPerWh: rational(1025n), machineWh: null };
    const refused = refusalOf(columns([1, 2 ** 53 - 1], [0, 0], [dear]));
    expect(refused.message).toContain("Bitcoin of row 1 must fit 64 bits (at most 9223372036854775807 msat)");
    expect(refused.details).toMatchObject({ row: 1, field: "bitcoinMsat", value: String(1025n * (2n ** 53n - 1n)) });
  });

  it("refuses an index without a rate, also for no energy", () => {
    expect(refusalOf(columns([1, 0], [0, 1], [CONTINUOUS])).details).toMatchObject({ row: 1, field: "rateIndex" });
  });

  it("refuses columns of different lengths", () => {
    expect(refusalOf(columns([1, 2], [0], [CONTINUOUS])).message).toContain("got 2 energies and 1 rate indexes");
  });
});

function columns(energies: readonly number[], indexes: readonly number[], rates: readonly Rate[]): CalculationColumns {
  return { energyWh: Float64Array.from(energies), rateIndex: Uint32Array.from(indexes), rates };
}

function refusalOf(input: CalculationColumns): QuantityError {
  try {
    calculateColumns(input);
  } catch (error) {
    if (error instanceof QuantityError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}
