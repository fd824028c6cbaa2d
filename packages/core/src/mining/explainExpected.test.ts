import { describe, expect, it } from "vitest";
import { minerModel } from "../miners/catalogue.ts";
import { networkDuring } from "../network/at.ts";
import { networkHistory } from "../network/builtin.ts";
import { add, decimalFromRational, rational, ZERO } from "../quantity/rational.ts";
import { expectedMsat, type MiningQuestion } from "./expectedMsat.ts";
import { explainExpected } from "./explainExpected.ts";
import { inputStretches } from "./inputs.ts";

/** The retarget of height 887040: header time 2025-03-09T15:58:46Z. */
const RETARGET = 1_741_535_926;

const QUESTION: MiningQuestion = {
  energyWh: 10_000_000,
  miner: minerModel("S19J_PRO"),
  network: networkDuring(networkHistory, { startsAt: RETARGET - 900, endsAt: RETARGET + 900 }),
};

describe("explainExpected", () => {
  it("shows every step of the retarget of height 887040", () => {
    const { inputs, efficiencyJPerTh, machines, usedWh, minedWh, paidShare, stretches, bitcoin } =
      explainExpected(QUESTION);
    expect(inputs.stretches).toEqual(inputStretches(QUESTION.network));
    expect(decimalFromRational(efficiencyJPerTh, 1)).toBe("30.5");
    expect(machines).toBeNull();
    expect([usedWh, minedWh]).toEqual([rational(10_000_000n), rational(10_000_000n)]);
    expect(paidShare).toEqual(rational(1n));
    // Difficulties of epochs 439 and 440 from their headers.
    expect(stretches.map(({ difficulty }) => decimalFromRational(difficulty, 6))).toEqual([
      "110568428300952.694970",
      "112149504190349.286301",
    ]);
    expect(stretches.map(({ share }) => share)).toEqual([rational(1n, 2n), rational(1n, 2n)]);
    // 10 MWh x 3.6e9 J / 30.5 J/TH = 1.18e9 TH, half of it in each stretch.
    expect(decimalFromRational(stretches[0]!.hashes, 0)).toBe("590163934426229508197");
    expect(stretches[0]!.rewardMsat).toBe(312_500_000_000n);
    expect(bitcoin).toBe("0.00771239951");
  });

  it("has steps that lead from one to the next, up to the answer of expectedMsat", () => {
    const basis = { machines: "whole", uptime: "0.93", poolFee: "0.02", staleRate: "0.001", pue: "1.07" } as const;
    const question = { ...QUESTION, basis, feesMsat: 4_000_000_000n };
    const { machines, usedWh, minedWh, paidShare, stretches, msat, bitcoinMsat } = explainExpected(question);
    // floor(10,000,000 Wh / (1.07 x 3050 W x 0.5 h)) = floor(6128.39)
    expect(machines).toEqual({ count: 6128n, machineWh: rational(163_175n, 100n) });
    expect(usedWh).toEqual(rational(6128n * 163_175n, 100n));
    expect(decimalFromRational(minedWh, 3)).toBe("8691036.000");
    expect(decimalFromRational(paidShare, 5)).toBe("0.97902");
    for (const { blocks, hashes, hashesPerBlock, rewardMsat, msat: part } of stretches) {
      expect(rewardMsat).toBe(316_500_000_000n);
      expect(ratio(blocks)).toBeCloseTo(ratio(hashes) / ratio(hashesPerBlock), 12);
      expect(ratio(part)).toBeCloseTo(ratio(blocks) * 316_500_000_000, 0);
    }
    expect(ratio(msat)).toBeCloseTo(ratio(stretches.map((stretch) => stretch.msat).reduce(add, ZERO)) * 0.97902, 0);
    expect(bitcoinMsat).toBe(expectedMsat(question));
  });

  it("refuses what expectedMsat refuses", () => {
    expect(() => explainExpected({ ...QUESTION, energyWh: -1 })).toThrow(/energyWh must be an integer/);
  });
});

function ratio({ numerator, denominator }: { numerator: bigint; denominator: bigint }): number {
  return Number((numerator * 10n ** 20n) / denominator) / 1e20;
}
