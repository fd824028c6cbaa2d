import fc from "fast-check";
import { expect, it } from "vitest";
import { numeralOf } from "./numeral.ts";

it.each([
  [-1e-7, "-0.0000001"],
  [1.25e-9, "0.00000000125"],
  [1e21, "1000000000000000000000"],
  [-1.5e22, "-15000000000000000000000"],
  [-0.004166666666666667, "-0.004166666666666667"],
  [-0, "0"],
])("writes %d as %s", (value, numeral) => {
  expect(numeralOf(value)).toBe(numeral);
});

it("is a plain decimal that reads back as the same number, whatever the number", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const numeral = numeralOf(value);
      expect(numeral).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(numeral) === value).toBe(true);
    }),
  );
});
