import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mwhText, whFromMwh } from "./energy.ts";

describe("whFromMwh", () => {
  it("reads a decimal number of megawatt-hours exactly", () => {
    expect(whFromMwh("21178.62")).toBe(21_178_620_000);
    expect(whFromMwh("-0.000001")).toBe(-1);
    expect(whFromMwh(0.1)).toBe(100_000);
  });

  it("is undone by mwhText", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (energyWh) => {
        expect(whFromMwh(mwhText(energyWh))).toBe(energyWh);
      }),
    );
  });

  it.each(["0.0000001", "9007199255", "NaN", "", "1,000", "Infinity"])("refuses %j and says the rule", (mwh) => {
    expect(() => whFromMwh(mwh)).toThrow(/must be/);
  });
});
