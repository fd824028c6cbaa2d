import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MinerError, NetworkError, QuantityError } from "../errors.ts";
import { minerModel } from "../miners/catalogue.ts";
import { networkDuring } from "../network/at.ts";
import { networkHistory } from "../network/builtin.ts";
import { calculationInputs, canonicalInputs, inputStretches, type StretchFigures } from "./inputs.ts";

/** Epoch 409, in force on 2024-01-15 (header of block 824544). */
const STRETCH = { bits: 0x1703d869, subsidyMsat: 625_000_000_000n, durationS: 1800 };
const MINER = { hashrateThs: "100", powerW: "3050" };
const INPUTS = calculationInputs({ stretches: [STRETCH], miner: MINER, basis: {} });

describe("calculationInputs", () => {
  it("has the id that Python's json (sort_keys, compact separators) and hashlib give for the same content", () => {
    expect(canonicalInputs(INPUTS)).toBe(
      '{"basis":{"flags":"all","hashesPerDifficulty":"2^32","machines":"continuous","measure":"net","poolFee":"0","pue":"1",' +
        '"staleRate":"0","uptime":"1"},"formulaVersion":1,"miner":{"hashrateThs":"100","powerW":"3050"},"stretches":[{' +
        '"bits":386127977,"durationS":1800,"feesMsat":"0","subsidyMsat":"625000000000"}]}',
    );
    expect(INPUTS.id).toBe("f75e3cc8d1df1248be9e9a81777ffe3dca09cdec9c0f8b0abb5357d80fd5cfd3");
  });

  it.each([3050, "3050", "3050.0", "3.05e3"])("gives %j W one id", (powerW) => {
    expect(calculationInputs({ stretches: [STRETCH], miner: { hashrateThs: 100, powerW }, basis: {} })).toEqual(INPUTS);
  });

  it("gives one id to a period however its stretches were cut", () => {
    const parts = [500, 1, 1299].map((durationS) => ({ ...STRETCH, durationS, feesMsat: 0n }));
    expect(calculationInputs({ stretches: parts, miner: MINER, basis: {} })).toEqual(INPUTS);
  });

  it("changes nothing when its result is given to it again", () => {
    expect(calculationInputs(INPUTS)).toEqual(INPUTS);
  });

  it("takes a model of the catalogue and keeps only its figures", () => {
    expect(calculationInputs({ stretches: [STRETCH], miner: minerModel("S19J_PRO"), basis: {} })).toEqual(INPUTS);
  });

  it("has another id when anything that a figure depends on differs", () => {
    const others = [
      { ...INPUTS, miner: { ...MINER, powerW: "3051" } },
      { ...INPUTS, miner: { ...MINER, hashrateThs: "100.1" } },
      ...Object.entries({ bits: 0x1703d86a, subsidyMsat: 1n, feesMsat: 1n, durationS: 1799 }).map(([field, value]) => ({
        ...INPUTS,
        stretches: [{ ...STRETCH, [field]: value }],
      })),
      ...Object.entries({
        measure: "gross",
        flags: "so",
        machines: "whole",
        hashesPerDifficulty: "2^48/65535",
        uptime: "0.9",
        poolFee: "0.1",
        staleRate: "0.1",
        pue: "1.1",
      }).map(([field, value]) => ({ ...INPUTS, basis: { ...INPUTS.basis, [field]: value } })),
    ];
    const ids = [INPUTS, ...others.map((other) => calculationInputs(other))].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(15);
  });

  it.each([
    [{ hashrateThs: "0", powerW: "3050" }, "hashrateThs"],
    [{ hashrateThs: "100", powerW: -1 }, "powerW"],
    [{ hashrateThs: "100", powerW: "3 kW" }, "powerW"],
    [{ hashrateThs: Number.NaN, powerW: 3050 }, "hashrateThs"],
    [{ hashrateThs: 100 } as never, "powerW"],
  ])("refuses the miner %j and names %s", (miner, field) => {
    const calculate = () => calculationInputs({ stretches: [STRETCH], miner, basis: {} });
    expect(calculate).toThrow(MinerError);
    expect(calculate).toThrow(new RegExp(`${field} of a miner must be a decimal above 0`));
  });
});

describe("inputStretches", () => {
  it("drops heights and instants", () => {
    const noon = Date.UTC(2024, 0, 15, 12) / 1000;
    expect(inputStretches(networkDuring(networkHistory, { startsAt: noon, endsAt: noon + 1800 }))).toEqual([
      { ...STRETCH, feesMsat: 0n },
    ]);
  });

  it("keeps the time in order, and its length, whatever it joins", () => {
    const stretch = fc.record({
      bits: fc.constantFrom(0x1703d869, 0x17028281),
      subsidyMsat: fc.constantFrom(625n, 312n),
      durationS: fc.integer({ min: 1, max: 1800 }),
    });
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 8 }), (stretches) => {
        const joined = inputStretches(stretches);
        expect(secondBySecond(joined)).toEqual(secondBySecond(stretches));
        expect(joined.every((part, at) => at === 0 || !sameNetwork(part, joined[at - 1]!))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("adds the fees asked for where a stretch states none, and keeps stretches apart that differ in them", () => {
    expect(inputStretches([STRETCH, STRETCH], 7n)).toEqual([{ ...STRETCH, feesMsat: 7n, durationS: 3600 }]);
    const stated = { ...STRETCH, feesMsat: 1n };
    expect(inputStretches([STRETCH, stated], 7n)).toEqual([{ ...STRETCH, feesMsat: 7n }, stated]);
  });

  it.each<[StretchFigures[], string]>([
    [[], "at least one stretch"],
    [[{ ...STRETCH, durationS: 0 }], "durationS must be whole seconds above 0, got 0"],
    [[{ ...STRETCH, durationS: 0.5 }], "durationS must be whole seconds above 0, got 0.5"],
    [[{ ...STRETCH, subsidyMsat: -1n }], "subsidyMsat must be 0 or more, got -1"],
    [[{ ...STRETCH, feesMsat: -1n }], "feesMsat must be 0 or more, got -1"],
  ])("refuses stretches that cannot be (%#)", (stretches, message) => {
    expect(() => inputStretches(stretches)).toThrow(QuantityError);
    expect(() => inputStretches(stretches)).toThrow(message);
  });

  it("refuses bits that are no target", () => {
    expect(() => inputStretches([{ ...STRETCH, bits: 0x17800000 }])).toThrow(NetworkError);
  });
});

function sameNetwork(a: StretchFigures, b: StretchFigures): boolean {
  return a.bits === b.bits && a.subsidyMsat === b.subsidyMsat;
}

function secondBySecond(stretches: readonly StretchFigures[]): string[] {
  return stretches.flatMap(({ bits, subsidyMsat, durationS }) =>
    Array<string>(durationS).fill(`${bits} ${subsidyMsat}`),
  );
}
