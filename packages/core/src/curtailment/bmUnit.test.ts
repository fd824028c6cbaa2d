import { describe, expect, it } from "vitest";
import { SourceRowError } from "../errors.ts";
import { bmUnitIdOf, farmIdFromNationalGridId, parseBmUnitId } from "./bmUnit.ts";

describe("parseBmUnitId", () => {
  it.each([
    "T_MOWEO-2",
    "2__PSTAT001",
    "E_BURBO",
    "C__PSTAT011",
    "V__FFLEX001",
    "MOWEO-2",
    "NNPW01",
    "LionB-1",
    "T_PINFB 1",
  ])("takes %s", (id) => {
    expect(parseBmUnitId(id)).toBe(id);
  });

  it.each([
    ["nothing", ""],
    ["a blank", " "],
    ["a blank at the end", "KENNW-1 "],
    ["a bare number, which is a balancing services adjustment action", "2"],
    ["a line break", "T_MOWEO-2\n"],
    ["a letter outside ASCII", "T_MÖWEO-2"],
    ["a text that is too long", "T".repeat(33)],
  ])("refuses %s", (_, text) => {
    expect(() => parseBmUnitId(text)).toThrow(SourceRowError);
  });

  it.each([[null], [undefined], [2], [{}]])("refuses %s, which is not a text", (value) => {
    expect(() => Reflect.apply(parseBmUnitId, null, [value])).toThrow(SourceRowError);
  });
});

describe("bmUnitIdOf", () => {
  it("is the Elexon id, or the National Grid id where there is none", () => {
    expect(bmUnitIdOf({ elexonId: "T_LARYW-1", nationalGridId: "LARYO-1" })).toBe("T_LARYW-1");
    expect(bmUnitIdOf({ elexonId: null, nationalGridId: "SOFOW-11" })).toBe("SOFOW-11");
  });
});

describe("farmIdFromNationalGridId", () => {
  it.each([
    ["MOWEO-2", "MOWEO"],
    ["GAOFO-11", "GAOFO"],
    ["NNPW01", "NNPW01"],
    ["AG-PSMA01", "AG-PSMA01"],
    ["-1", "-1"],
    ["CLDNW-1", "CLDCW"],
    ["WLNYO-2", "WLNYW"],
    ["WLNYO-3", "WLNYO"],
  ])("of %s is %s", (nationalGridId, farmId) => {
    expect(farmIdFromNationalGridId(nationalGridId)).toBe(farmId);
  });
});
