import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refusalCode } from "../../test/refusalCode.ts";
import { hasSharedData, sharedCsv, sharedText } from "../../test/sharedData.ts";
import { NetworkError } from "../errors.ts";
import { compare, decimalFromRational, multiply, rational, rationalFromDecimal } from "../quantity/rational.ts";
import { bitsText, difficultyFromBits, difficultyText } from "./bits.ts";
import { snapDifficulty } from "./snap.ts";

/** Difficulties that the network can have: targets up to that of difficulty 1. */
const networkBits = fc
  .tuple(fc.integer({ min: 8, max: 28 }), fc.integer({ min: 0x008000, max: 0x7fffff }))
  .map(([exponent, mantissa]) => exponent * 0x1000000 + mantissa);

describe("snapDifficulty", () => {
  it.each([
    ["108105433845147", "17029a8a"],
    [108105433845147, "17029a8a"],
    ["110451907374649.52", "17028c61"],
    [72006146478567.1, "1703e8b3"],
    ["1.104519074e14", "17028c61"],
    ["1", "1d00ffff"],
    ["1.0000000000", "1d00ffff"],
  ])("takes %s for the difficulty of bits %s", (decimal, bits) => {
    expect(bitsText(snapDifficulty(decimal))).toBe(bits);
  });

  it("finds every difficulty from ten of its digits", () => {
    fc.assert(
      fc.property(networkBits, (bits) => {
        const [digits = "", exponent = "0"] = Number(difficultyText(bits, 20)).toExponential(9).split("e");
        expect(snapDifficulty(`${digits}e${exponent}`)).toBe(bits);
        expect(snapDifficulty(Number(difficultyText(bits, 20)))).toBe(bits);
      }),
    );
  });

  it("refuses every difficulty that is off by 1e-8, as none lies so near another", () => {
    fc.assert(
      fc.property(networkBits, fc.constantFrom(99_999_999n, 100_000_001n), (bits, factor) => {
        const off = multiply(difficultyFromBits(bits), rational(factor, 100_000_000n));
        fc.pre(off.numerator > off.denominator);
        expect(() => snapDifficulty(decimalFromRational(off, 20))).toThrow("within 1e-9 of one that bits can express");
      }),
    );
  });

  it("refuses neighbours of a true difficulty, naming the nearest", () => {
    expect(() => snapDifficulty("108105633845147")).toThrow(NetworkError);
    expect(() => snapDifficulty("108105233845147")).toThrow("the nearest is 108105433845147.");
    expect(() => snapDifficulty("100000000000000")).toThrow("within 1e-9");
  });

  it("refuses rounded decimals of few digits, which may mean another difficulty", () => {
    // Epoch 62 had 244112.4877743364; 244112 lies within 1e-9 of another difficulty by chance.
    expect(() => snapDifficulty("244112")).toThrow("10 significant digits");
    expect(() => snapDifficulty("1.18")).toThrow(NetworkError);
  });

  it.each(["", "0", "0.5", "-1", "abc", "1,5", " 1", "1 ", "NaN", "Infinity", "0x10", "1e999", null, undefined, {}])(
    "refuses %j",
    (decimal) => {
      expect(() => snapDifficulty(decimal as string)).toThrow(NetworkError);
    },
  );

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e80])("refuses the number %s", (decimal) => {
    expect(() => snapDifficulty(decimal)).toThrow(NetworkError);
  });

  it("reaches to the hardest target of all, 1", () => {
    const hardest = String(0xffffn << 208n);
    expect(bitsText(snapDifficulty(hardest))).toBe("01010000");
    expect(() => snapDifficulty(`${hardest}0`)).toThrow("at most");
  });
});

describe.skipIf(!hasSharedData)("snapDifficulty on real sources (needs shared data)", () => {
  const epochs = hasSharedData ? sharedCsv("bitcoin/difficulty_epochs.csv") : [];

  it("finds all 474 epochs from their decimals", () => {
    expect(epochs.length).toBe(474);
    expect(epochs.filter((row) => bitsText(snapDifficulty(row["difficulty"] ?? "")) !== row["bits"])).toEqual([]);
  });

  it("finds every epoch from its difficulty rounded to an integer of ten digits or more", () => {
    const rounded = epochs.filter((row) => (row["difficulty_rounded"] ?? "").length >= 10);
    expect(rounded[0]?.["epoch"]).toBe("137");
    expect(rounded.filter((row) => bitsText(snapDifficulty(row["difficulty_rounded"] ?? "")) !== row["bits"])).toEqual(
      [],
    );
  });

  it("takes a shorter rounded one only for exactly what it says, never for the epoch that was rounded", () => {
    const rounded = epochs.filter((row) => (row["difficulty_rounded"] ?? "").length < 10);
    const taken = rounded.filter((row) => refusalCode(() => snapDifficulty(row["difficulty_rounded"] ?? "")) === null);
    for (const { difficulty_rounded: text = "" } of taken) {
      expect(compare(difficultyFromBits(snapDifficulty(text)), rationalFromDecimal(text))).toBe(0);
    }
    expect([...new Set(taken.map((row) => row["difficulty_rounded"]))]).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "8",
      "12",
      "17",
      "24",
      "512",
    ]);
  });

  it("finds the bits of every row of a mempool server's difficulty adjustments", () => {
    const rows = JSON.parse(sharedText("bitcoin/samples/mempool_v1_mining_difficulty-adjustments.json")) as number[][];
    const byHeight = new Map(epochs.map((row) => [Number(row["height"]), row["bits"]]));
    expect(rows.length).toBe(455);
    expect(
      rows.filter(([, height = -1, difficulty = 0]) => bitsText(snapDifficulty(difficulty)) !== byHeight.get(height)),
    ).toEqual([]);
  });
});
