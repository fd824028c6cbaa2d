import { readFileSync, statSync } from "node:fs";
import { farmIdFromNationalGridId } from "@windhash/core";
import { describeWithData } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bmUnitRow } from "../schemas/bmUnits.ts";
import { registerSnapshot } from "./registerSnapshot.ts";

const byId = new Map(registerSnapshot.units.map((unit) => [unit.nationalGridId, unit]));

describe("registerSnapshot", () => {
  it("holds 248 units, each once: 246 of fuel type WIND, and two wind farms without one", () => {
    expect(registerSnapshot.units).toHaveLength(248);
    expect(byId.size).toBe(248);
    const others = registerSnapshot.units.filter(({ fuelType }) => fuelType !== "WIND");
    expect(others.map(({ nationalGridId, fuelType }) => [nationalGridId, fuelType])).toEqual([
      ["GFLDW-1", null],
      ["KHLLW-1", null],
    ]);
  });

  it("holds units with an id that Elexon does not derive from the National Grid one, and units without any", () => {
    expect(byId.get("CAIRW-2")).toMatchObject({ elexonId: "2__PSTAT001", farmId: "CAIRW" });
    expect(byId.get("ACHYW-1")).toMatchObject({
      elexonId: null,
      name: null,
      leadPartyId: null,
      generationCapacityMw: null,
    });
  });

  it("says when it was stated and by whom", () => {
    expect(new Date(registerSnapshot.statedAt * 1000).toISOString()).toBe("2025-11-30T00:00:00.000Z");
    expect(registerSnapshot.source).toContain("Contains BMRS data © Elexon Limited copyright and database right");
  });

  it("is smaller than 40 kB", () => {
    const size = (name: string) => statSync(new URL(name, import.meta.url)).size;
    expect(size("windUnits.ts") + size("registerSnapshot.ts")).toBeLessThan(40_000);
  });
});

describeWithData(
  "registerSnapshot against the register of November 2025",
  "elexon/reference/bmunits_all_2025-11.json",
  (file) => {
    it("agrees with it in every field of every wind unit", () => {
      const register = z.array(bmUnitRow).parse(JSON.parse(readFileSync(file, "utf8")));
      const wind = register.filter(
        (row) => row.fuelType === "WIND" || ["GFLDW-1", "KHLLW-1"].includes(row.nationalGridBmUnit ?? ""),
      );
      expect(wind).toHaveLength(249);
      for (const row of wind) {
        expect(byId.get(row.nationalGridBmUnit ?? "")).toEqual({
          nationalGridId: row.nationalGridBmUnit,
          elexonId: row.elexonBmUnit,
          name: row.bmUnitName,
          farmId: farmIdFromNationalGridId(row.nationalGridBmUnit ?? ""),
          leadPartyId: row.leadPartyId,
          leadPartyName: row.leadPartyName,
          fuelType: row.fuelType,
          generationCapacityMw: row.generationCapacityMw,
          validFrom: null,
          goneSince: null,
          countsAsWind: null,
        });
      }
      expect(new Set(wind.map((row) => row.nationalGridBmUnit))).toEqual(new Set(byId.keys()));
    });
  },
);
