import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QuantityError } from "../errors.ts";
import { DEFAULT_BASIS, parseBasis, type MiningBasisInput } from "./basis.ts";

describe("parseBasis", () => {
  it("gives the default when nothing is chosen", () => {
    expect(parseBasis({})).toEqual({
      measure: "net",
      flags: "all",
      machines: "continuous",
      hashesPerDifficulty: "2^32",
      uptime: "1",
      poolFee: "0",
      staleRate: "0",
      pue: "1",
    });
  });

  it("takes what is chosen and writes shares in one way", () => {
    const basis = parseBasis({ measure: "gross", machines: "whole", uptime: "0.980", poolFee: 0.02, pue: "1.10" });
    expect(basis).toEqual({
      ...DEFAULT_BASIS,
      measure: "gross",
      machines: "whole",
      uptime: "0.98",
      poolFee: "0.02",
      pue: "1.1",
    });
  });

  it("changes nothing when its result is given to it again", () => {
    const share = fc.integer({ min: 0, max: 10000 }).map((parts) => `${parts}e-4`);
    fc.assert(
      fc.property(share, share, share, share, (uptime, poolFee, staleRate, above) => {
        const basis = parseBasis({ uptime, poolFee, staleRate, pue: 1 + Number(above) });
        expect(parseBasis(basis)).toEqual(basis);
      }),
    );
  });

  it.each<[keyof typeof DEFAULT_BASIS, string | number, string]>([
    ["measure", "Net", '"net" or "gross"'],
    ["flags", "SO", '"all" or "so"'],
    ["machines", "", '"continuous" or "whole"'],
    ["hashesPerDifficulty", "2^48", '"2^32" or "2^48/65535"'],
    ["uptime", "1.0001", "a share from 0 to 1"],
    ["uptime", "98%", "a share from 0 to 1"],
    ["poolFee", -0.01, "a share from 0 to 1"],
    ["poolFee", 2, "a share from 0 to 1"],
    ["staleRate", Number.NaN, "a share from 0 to 1"],
    ["pue", "0.999", "1 or more"],
    ["pue", "0", "1 or more"],
    ["pue", Number.POSITIVE_INFINITY, "1 or more"],
  ])("refuses %s = %j and says what it must be", (field, value, rule) => {
    const refused = refusalOf({ [field]: value });
    expect(refused.details).toMatchObject({ field, value: String(value) });
    expect(refused.details["rule"]).toContain(rule);
    expect(refused.message).toContain(`${field} must be ${rule}`);
    expect(refused.message).toContain(`got "${String(value)}"`);
  });

  it("refuses a field that does not exist, so that a misspelt fee is never silently 0", () => {
    const refused = refusalOf({ poolfee: "0.02" } as MiningBasisInput);
    expect(refused.details).toMatchObject({ field: "poolfee" });
    expect(refused.message).toContain("poolFee");
  });

  it("refuses null, which is not the same as leaving a field out", () => {
    expect(refusalOf({ uptime: null } as unknown as MiningBasisInput).details).toMatchObject({
      field: "uptime",
      value: "null",
    });
  });
});

function refusalOf(chosen: MiningBasisInput): QuantityError {
  try {
    parseBasis(chosen);
  } catch (error) {
    if (error instanceof QuantityError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}
