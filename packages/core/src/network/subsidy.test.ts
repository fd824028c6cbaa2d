import { expect, it } from "vitest";
import { NetworkError } from "../errors.ts";
import { subsidyMsat } from "./subsidy.ts";

it.each([
  [0, 5_000_000_000_000n],
  [209_999, 5_000_000_000_000n],
  [210_000, 2_500_000_000_000n],
  [839_999, 625_000_000_000n],
  [840_000, 312_500_000_000n],
  [1_050_000, 156_250_000_000n],
  [1_260_000, 78_125_000_000n],
  [2_099_999, 9_765_625_000n],
  // Half a satoshi is dropped here, in consensus too.
  [2_100_000, 4_882_812_000n],
  [6_929_999, 1000n],
  [6_930_000, 0n],
  [64 * 210_000, 0n],
  [2 ** 40, 0n],
])("of block %i is %i msat", (height, expected) => {
  expect(subsidyMsat(height)).toBe(expected);
});

// 2,099,999,997,690,000 satoshis: Bitcoin Core's own test of the schedule (subsidy_limit_test).
it("adds up to the known limit of all coins", () => {
  const total = Array.from({ length: 40 }, (_, index) => subsidyMsat(index * 210_000) * 210_000n);
  expect(total.reduce((a, b) => a + b, 0n)).toBe(2_099_999_997_690_000n * 1000n);
});

it("is the millisatoshis of whole satoshis", () => {
  for (let height = 0; height < 7_000_000; height += 10_501) expect(subsidyMsat(height) % 1000n).toBe(0n);
});

it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses the height %s", (height) => {
  expect(() => subsidyMsat(height)).toThrow(NetworkError);
});
