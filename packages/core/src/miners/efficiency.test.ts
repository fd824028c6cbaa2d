import { expect, it } from "vitest";
import { compare, rational } from "../quantity/rational.ts";
import { minerModel } from "./catalogue.ts";
import { efficiencyJPerTh } from "./efficiency.ts";

// Published: 98 J/TH (S9), 30.5 (S19j Pro 100), 15 (S21 Pro); 68 TH/s at 3360 W leave a fraction.
it.each([
  ["S9", 98n, 1n],
  ["S19J_PRO", 61n, 2n],
  ["S21_PRO_234", 15n, 1n],
  ["M20S", 840n, 17n],
] as const)("is exact for the %s", (id, numerator, denominator) => {
  expect(compare(efficiencyJPerTh(minerModel(id)), rational(numerator, denominator))).toBe(0);
});
