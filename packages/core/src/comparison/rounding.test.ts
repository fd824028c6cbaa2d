import { describe, expect, it } from "vitest";
import { rational, rationalFromDecimal } from "../quantity/rational.ts";
import { publishedStepMwh, roundingBoundWh } from "./rounding.ts";

describe("publishedStepMwh", () => {
  it("is the greatest step of which all volumes are multiples, as of halved megawatts with three decimals", () => {
    const volumes = ["-62.2", "-49.366", "-72"].map((mw) => {
      const { numerator, denominator } = rationalFromDecimal(mw);
      return { volumeMwh: rational(numerator, 2n * denominator) };
    });
    expect(publishedStepMwh(volumes)).toEqual(rational(1n, 1000n));
    expect(publishedStepMwh([...volumes, { volumeMwh: rational(-1n, 2000n) }])).toEqual(rational(1n, 2000n));
  });

  it("is not known without volumes", () => {
    expect(publishedStepMwh([])).toBeNull();
  });
});

describe("roundingBoundWh", () => {
  it("is two watt-hours, and half a step of every volume", () => {
    const stepMwh = rational(1n, 2000n);
    expect(roundingBoundWh([{ volumes: 3, stepMwh: null }])).toBe(2);
    expect(
      roundingBoundWh([
        { volumes: 3, stepMwh },
        { volumes: 5, stepMwh: null },
      ]),
    ).toBe(2 + 750);
    expect(roundingBoundWh([{ volumes: 0, stepMwh }])).toBe(2);
  });
});
