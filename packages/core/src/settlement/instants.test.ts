import { describe, expect, it } from "vitest";
import { SettlementError } from "../errors.ts";
import { isoFromInstant } from "./instants.ts";

describe("isoFromInstant", () => {
  it("writes UTC to the second", () => {
    expect(isoFromInstant(1_640_995_200)).toBe("2022-01-01T00:00:00Z");
    expect(isoFromInstant(1_713_571_767)).toBe("2024-04-20T00:09:27Z");
    expect(isoFromInstant(0)).toBe("1970-01-01T00:00:00Z");
  });

  it("reaches exactly the years that four digits write", () => {
    expect(isoFromInstant(-62_167_219_200)).toBe("0000-01-01T00:00:00Z");
    expect(isoFromInstant(253_402_300_799)).toBe("9999-12-31T23:59:59Z");
    for (const instant of [-62_167_219_201, 253_402_300_800])
      expect(() => isoFromInstant(instant)).toThrow(SettlementError);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, "0"])("refuses %s", (instant) => {
    expect(() => isoFromInstant(instant as number)).toThrow(SettlementError);
  });
});
