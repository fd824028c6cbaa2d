import { describe, expect, it } from "vitest";
import { QuantityError } from "../errors.ts";
import { miningEnergyWh, type RecordEnergies } from "./miningEnergyWh.ts";

const RECORD = {
  settlementDate: "2022-01-01",
  settlementPeriod: 7,
  bmUnitId: "T_MOWEO-2",
  grossWh: 12_500_000,
  netWh: 10_000_000,
  soGrossWh: 5_000_000,
  soNetWh: 4_000_000,
} as RecordEnergies;

describe("miningEnergyWh", () => {
  it.each([
    ["net", "all", 10_000_000],
    ["gross", "all", 12_500_000],
    ["net", "so", 4_000_000],
    ["gross", "so", 5_000_000],
  ] as const)("takes the %s energy of flags %s", (measure, flags, energyWh) => {
    expect(miningEnergyWh(RECORD, { measure, flags })).toBe(energyWh);
  });

  it("mines nothing from a negative net", () => {
    expect(miningEnergyWh({ ...RECORD, netWh: -3 }, { measure: "net", flags: "all" })).toBe(0);
  });

  it.each(["net", "gross"] as const)(
    "refuses the SO-flagged %s part of a method without flags: unknown is not 0",
    (measure) => {
      const record = { ...RECORD, soGrossWh: null, soNetWh: null };
      expect(() => miningEnergyWh(record, { measure, flags: "so" })).toThrow(QuantityError);
      expect(() => miningEnergyWh(record, { measure, flags: "so" })).toThrow(
        /T_MOWEO-2 in period 7 of 2022-01-01 must be known/,
      );
      expect(miningEnergyWh(record, { measure: "net", flags: "all" })).toBe(10_000_000);
    },
  );
});
