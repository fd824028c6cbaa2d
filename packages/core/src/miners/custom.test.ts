import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MinerError } from "../errors.ts";
import { customMiner } from "./custom.ts";
import { efficiencyJPerTh } from "./efficiency.ts";

const base = { id: "MY_RIG", hashrateThs: "100", powerW: "3050" };

describe("customMiner", () => {
  it("is a model like those of the catalogue, of unknown release", () => {
    expect(customMiner({ ...base, name: "My rig" })).toEqual({
      ...base,
      name: "My rig",
      releaseMonth: null,
      source: "custom",
    });
    expect(customMiner(base).name).toBe("MY_RIG");
  });

  it("writes equal figures alike", () => {
    for (const hashrateThs of ["13.5", "013.50", 13.5, "13.500000000"])
      expect(customMiner({ ...base, hashrateThs }).hashrateThs).toBe("13.5");
    for (const powerW of ["1300", "1300.0", 1300]) expect(customMiner({ ...base, powerW }).powerW).toBe("1300");
    expect(customMiner({ ...base, hashrateThs: "0.65" }).hashrateThs).toBe("0.65");
  });

  it("keeps every digit it is given", () => {
    const digits = fc.tuple(fc.integer({ min: 1, max: 999_999_999 }), fc.integer({ min: 0, max: 999_999_999 }));
    fc.assert(
      fc.property(digits, ([whole, fraction]) => {
        const powerW = `${whole}.${String(fraction).padStart(9, "0")}`;
        const { numerator, denominator } = efficiencyJPerTh(customMiner({ ...base, hashrateThs: 1, powerW }));
        expect(numerator * 10n ** 9n).toBe((BigInt(whole) * 10n ** 9n + BigInt(fraction)) * denominator);
      }),
    );
  });

  it.each([
    "0",
    "0.000",
    0,
    -1,
    "-1",
    "",
    " ",
    "1e3",
    1e21,
    1e-7,
    "1,5",
    "١",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "0.0000000001",
    null,
    undefined,
    {},
    "1\n",
  ])("refuses %j as a figure", (figure) => {
    expect(() => customMiner({ ...base, hashrateThs: figure as string })).toThrow(MinerError);
    expect(() => customMiner({ ...base, powerW: figure as string })).toThrow(MinerError);
  });

  // The predecessor's repair commands used 104 TH/s and 3068 W under the id of the 100 TH/s machine.
  it("refuses an id of the catalogue, so that two machines never share one", () => {
    expect(() => customMiner({ id: "S19J_PRO", hashrateThs: 104, powerW: 3068 })).toThrow("Choose another id.");
    expect(() => customMiner({ ...base, id: "S19J_PRO_100" })).toThrow(MinerError);
    expect(() => customMiner({ ...base, id: "my rig" })).toThrow(MinerError);
  });
});
