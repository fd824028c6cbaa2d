import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QuantityError } from "../errors.ts";
import { minerModel } from "../miners/catalogue.ts";
import { networkAt, networkDuring } from "../network/at.ts";
import { networkHistory } from "../network/builtin.ts";
import { decimalFromRational, divide, rational } from "../quantity/rational.ts";
import type { MiningBasisInput } from "./basis.ts";
import { expectedBitcoin, expectedMsat, type MiningQuestion } from "./expectedMsat.ts";
import { explainExpected } from "./explainExpected.ts";

const MSAT_PER_BITCOIN = rational(10n ** 11n);

/**
 * Worked outside this project in exact fractions, 50 significant digits, no fees. Source of difficulty and times: block headers.
 */
const GOLDEN = [
  {
    id: "G1",
    time: "2018-11-01T12:00:00Z",
    miner: "S9",
    energyWh: 100_000_000,
    hashesPerDifficulty: "2^32",
    bitcoin: "1.4884341982329661652802932866453632176468494826542",
  },
  {
    id: "G1",
    time: "2018-11-01T12:00:00Z",
    miner: "S9",
    energyWh: 100_000_000,
    hashesPerDifficulty: "2^48/65535",
    bitcoin: "1.4884114865295019171393435751389141612012677131003",
  },
  {
    id: "G2a",
    time: "2020-05-11T19:00:00Z",
    miner: "M20S",
    energyWh: 1_000_000,
    hashesPerDifficulty: "2^32",
    bitcoin: "0.013166391061684970147656842513974812707575524703140",
  },
  {
    id: "G2a",
    time: "2020-05-11T19:00:00Z",
    miner: "M20S",
    energyWh: 1_000_000,
    hashesPerDifficulty: "2^48/65535",
    bitcoin: "0.013166190158501045511271532808736257183699981863713",
  },
  {
    id: "G3",
    time: "2024-01-15T12:00:00Z",
    miner: "S19J_PRO",
    energyWh: 1_000_000,
    hashesPerDifficulty: "2^32",
    bitcoin: "0.0023465281734073815666638143523842639696700683007630",
  },
  {
    id: "G3",
    time: "2024-01-15T12:00:00Z",
    miner: "S19J_PRO",
    energyWh: 1_000_000,
    hashesPerDifficulty: "2^48/65535",
    bitcoin: "0.0023464923682289543300066081784592092781422107862931",
  },
  {
    id: "G4",
    time: "2025-03-01T12:00:00Z",
    miner: "S19J_PRO",
    energyWh: 21_178_620_000,
    hashesPerDifficulty: "2^32",
    bitcoin: "16.449751576311401794080826067200071435638558262476",
  },
  {
    id: "G4",
    time: "2025-03-01T12:00:00Z",
    miner: "S19J_PRO",
    energyWh: 21_178_620_000,
    hashesPerDifficulty: "2^48/65535",
    bitcoin: "16.449500573021968331529036503814036278298536922170",
  },
] as const;

/** The retarget of height 887040: header time 2025-03-09T15:58:46Z. */
const RETARGET = 1_741_535_926;

describe("expectedMsat", () => {
  it.each(GOLDEN)("gives $id ($hashesPerDifficulty) to every digit that a msat holds", (vector) => {
    const question = goldenQuestion(vector);
    expect(expectedMsat(question)).toBe(
      BigInt(new Decimal(vector.bitcoin).times(1e11).toFixed(0, Decimal.ROUND_HALF_EVEN)),
    );
    expect(expectedBitcoin(question)).toBe(new Decimal(vector.bitcoin).toFixed(11, Decimal.ROUND_HALF_EVEN));
  });

  it.each(GOLDEN)("holds all 50 digits of $id ($hashesPerDifficulty) before it rounds", (vector) => {
    expect(bitcoinDigits(goldenQuestion(vector), vector.bitcoin)).toBe(vector.bitcoin);
  });

  it("averages 1/D over the retarget of height 887040 (G8), never D", () => {
    const question: MiningQuestion = {
      energyWh: 10_000_000,
      miner: minerModel("S19J_PRO"),
      network: networkDuring(networkHistory, { startsAt: RETARGET - 900, endsAt: RETARGET + 900 }),
    };
    expect(question.network).toHaveLength(2);
    expect(expectedMsat(question)).toBe(771_239_951n);
    const bitcoin = "0.0077123995099807270412728810116487906468347262300058";
    expect(bitcoinDigits(question, bitcoin)).toBe(bitcoin);
    const before = "0.0077671498786565894256003583175863542740927209905440";
    expect(bitcoinDigits({ ...question, network: question.network.slice(0, 1) }, before)).toBe(before);
  });

  it("splits the third period of 2024-04-20 at the halving: 567 s at 6.25 BTC, 1233 s at 3.125 BTC", () => {
    // The settlement day begins 2024-04-19T23:00Z; block 840000 has header time 2024-04-20T00:09:27Z.
    const midnight = Date.UTC(2024, 3, 20) / 1000;
    const network = networkDuring(networkHistory, { startsAt: midnight, endsAt: midnight + 1800 });
    expect(network.map(({ subsidyMsat, durationS }) => [subsidyMsat, durationS])).toEqual([
      [625_000_000_000n, 567],
      [312_500_000_000n, 1233],
    ]);
    const whole = (subsidyMsat: bigint) => unroundedMsat({ ...halving, network: [{ ...network[0]!, subsidyMsat }] });
    const halving: MiningQuestion = { energyWh: 1_000_000, miner: minerModel("S9"), network };
    const expected = whole(625_000_000_000n).times(567).plus(whole(312_500_000_000n).times(1233)).div(1800);
    expect(expectedMsat(halving)).toBe(BigInt(expected.toFixed(0)));
  });

  it("agrees with the formula in decimal.js at 60 digits, all factors in use", () => {
    fc.assert(
      fc.property(questions(), (question) => {
        expect(unroundedMsat(question).minus(formula(question)).abs().lt(1e-20)).toBe(true);
        expect(
          formula(question)
            .minus(String(expectedMsat(question)))
            .abs()
            .lte(0.5),
        ).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("is additive, so a day equals the sum of its periods to half a millisatoshi each", () => {
    fc.assert(
      fc.property(
        questions(),
        fc.array(fc.integer({ min: 0, max: 1e11 }), { minLength: 1, maxLength: 50 }),
        (question, periods) => {
          const day = unroundedMsat({ ...question, energyWh: periods.reduce((sum, energyWh) => sum + energyWh, 0) });
          const parts = periods.map((energyWh) => expectedMsat({ ...question, energyWh }));
          const sum = parts.reduce((total, msat) => total + msat, 0n);
          expect(
            day
              .minus(String(sum))
              .abs()
              .lte(0.5 * periods.length),
          ).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("is linear in the energy before it rounds", () => {
    fc.assert(
      fc.property(questions(), fc.integer({ min: 0, max: 1000 }), (question, times) => {
        const once = explainExpected(question).msat;
        const often = explainExpected({ ...question, energyWh: question.energyWh * times }).msat;
        expect(often.numerator * once.denominator).toBe(once.numerator * BigInt(times) * often.denominator);
      }),
      { numRuns: 100 },
    );
  });

  it("never gives less for more energy, machines whole or not", () => {
    fc.assert(
      fc.property(questions(), fc.integer({ min: 0, max: 3000 }), fc.boolean(), (question, moreWh, whole) => {
        const basis: MiningBasisInput = { ...question.basis, machines: whole ? "whole" : "continuous" };
        const more = expectedMsat({ ...question, basis, energyWh: question.energyWh + moreWh });
        expect(more >= expectedMsat({ ...question, basis })).toBe(true);
      }),
    );
  });

  it("gives the same however a period is cut into stretches of the same network", () => {
    fc.assert(
      fc.property(
        questions(),
        fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 6 }),
        (question, cuts) => {
          const [stretch] = question.network;
          const network = cuts.map((durationS) => ({ ...stretch!, durationS }));
          expect(expectedMsat({ ...question, network })).toBe(expectedMsat({ ...question, network: [stretch!] }));
        },
      ),
    );
  });

  it("floors to whole machines: 1525 Wh run one S19j Pro for half an hour, 1524 Wh none", () => {
    const question = { ...goldenQuestion(GOLDEN[4]), basis: { machines: "whole" } } as const;
    const one = expectedMsat({ ...question, energyWh: 1525 });
    expect(one).toBe(expectedMsat({ ...question, basis: {}, energyWh: 1525 }));
    expect([0, 1524, 1525, 3049, 3050].map((energyWh) => expectedMsat({ ...question, energyWh }))).toEqual([
      0n,
      0n,
      one,
      one,
      expectedMsat({ ...question, basis: {}, energyWh: 3050 }),
    ]);
  });

  it("counts the site's own use when it counts machines: at a PUE of 1.1, 1678 Wh run one S19j Pro, 1677 Wh none", () => {
    const basis = { machines: "whole", pue: "1.1" } as const;
    const question = { ...goldenQuestion(GOLDEN[4]), basis };
    expect(expectedMsat({ ...question, energyWh: 1677 })).toBe(0n);
    expect(expectedMsat({ ...question, energyWh: 1678 })).toBe(
      expectedMsat({ ...question, basis: {}, energyWh: 1525 }),
    );
  });

  it.each([-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])("refuses an energy of %d Wh", (energyWh) => {
    const ask = () => expectedMsat({ ...goldenQuestion(GOLDEN[0]), energyWh });
    expect(ask).toThrow(QuantityError);
    expect(ask).toThrow(`energyWh must be an integer of watt-hours from 0 to 9007199254740991, got ${energyWh}`);
  });

  it("gives nothing for nothing, and takes the highest energy that is exact", () => {
    expect(expectedMsat({ ...goldenQuestion(GOLDEN[0]), energyWh: 0 })).toBe(0n);
    const question = { ...goldenQuestion(GOLDEN[6]), energyWh: Number.MAX_SAFE_INTEGER };
    expect(expectedMsat(question)).toBe(BigInt(unroundedMsat(question).toFixed(0, Decimal.ROUND_HALF_EVEN)));
  });
});

type Golden = (typeof GOLDEN)[number];

function goldenQuestion({ time, miner, energyWh, hashesPerDifficulty }: Golden): MiningQuestion {
  const { bits, subsidyMsat } = networkAt(networkHistory, Date.parse(time) / 1000);
  return {
    energyWh,
    miner: minerModel(miner),
    network: [{ bits, subsidyMsat, durationS: 1800 }],
    basis: { hashesPerDifficulty },
  };
}

function bitcoinDigits(question: MiningQuestion, like: string): string {
  return decimalFromRational(divide(explainExpected(question).msat, MSAT_PER_BITCOIN), like.split(".")[1]!.length);
}

const D60 = Decimal.clone({ precision: 60 });

function unroundedMsat(question: MiningQuestion): Decimal {
  const { numerator, denominator } = explainExpected(question).msat;
  return new D60(String(numerator)).div(String(denominator));
}

/** The formula as docs/formulas.md prints it, written anew in decimal arithmetic. */
function formula({ energyWh, miner, network, basis = {}, feesMsat = 0n }: MiningQuestion): Decimal {
  const seconds = network.reduce((sum, { durationS }) => sum + durationS, 0);
  const work = basis.hashesPerDifficulty === "2^32" ? new D60(2).pow(32) : new D60(2).pow(48).div(65535);
  const hashes = new D60(energyWh).times(3600).times("1e12").times(miner.hashrateThs).div(miner.powerW);
  const rewards = network.map(({ bits, subsidyMsat, durationS }) => {
    const target = new D60(bits % 0x1000000).times(new D60(256).pow(Math.floor(bits / 0x1000000) - 3));
    const difficulty = new D60(65535).times(new D60(2).pow(208)).div(target);
    return new D60(String(subsidyMsat + feesMsat)).times(durationS).div(seconds).div(difficulty.times(work));
  });
  const lost = (share: string | number = 0) => new D60(1).minus(share);
  const kept = lost(basis.poolFee)
    .times(lost(basis.staleRate))
    .times(basis.uptime ?? 1)
    .div(basis.pue ?? 1);
  return D60.sum(...rewards)
    .times(hashes)
    .times(kept);
}

function questions(): fc.Arbitrary<MiningQuestion & { basis: MiningBasisInput }> {
  const decimal = (min: number, max: number, places: number) =>
    fc.integer({ min, max }).map((digits) => String(new Decimal(digits).div(10 ** places)));
  const stretch = fc.record({
    bits: fc.constantFrom(...networkHistory.epochs.slice(250).map((epoch) => epoch.bits)),
    subsidyMsat: fc.constantFrom(1_250_000_000_000n, 625_000_000_000n, 312_500_000_000n),
    durationS: fc.integer({ min: 1, max: 1800 }),
  });
  return fc.record({
    energyWh: fc.integer({ min: 0, max: 1e9 }),
    miner: fc.record({ hashrateThs: decimal(1, 60_000, 2), powerW: decimal(100, 100_000, 1) }),
    network: fc.array(stretch, { minLength: 1, maxLength: 3 }),
    feesMsat: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    basis: fc.record({
      hashesPerDifficulty: fc.constantFrom("2^32", "2^48/65535"),
      uptime: decimal(0, 1000, 3),
      poolFee: decimal(0, 1000, 3),
      staleRate: decimal(0, 1000, 3),
      pue: decimal(1000, 2000, 3),
    }),
  });
}
