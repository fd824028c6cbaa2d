import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describeWithData } from "@windhash/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSettlementDate } from "../settlement/parse.ts";
import { farmIdFromNationalGridId } from "./bmUnit.ts";
import type { BmUnit } from "./sourceRows.ts";
import { registerHash, windUnits } from "./windUnits.ts";

function unit(nationalGridId: string, change: Partial<BmUnit> = {}): BmUnit {
  const stated = {
    name: null,
    leadPartyId: null,
    leadPartyName: null,
    generationCapacityMw: null,
    validFrom: null,
    goneSince: null,
    countsAsWind: null,
  };
  return {
    nationalGridId,
    elexonId: `T_${nationalGridId}`,
    farmId: farmIdFromNationalGridId(nationalGridId),
    fuelType: "WIND",
    ...stated,
    ...change,
  };
}

const coal = unit("DRAXX-1", { fuelType: "COAL" });

describe("windUnits", () => {
  it("knows a unit by its Elexon id and by its National Grid id, which may differ", () => {
    const larg = unit("LARYO-1", { elexonId: "T_LARYW-1" });
    const index = windUnits([larg, coal]);
    expect(["T_LARYW-1", "LARYO-1", "T_DRAXX-1", "DRAXX-1", "LARYW-1"].map(index.isWind)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect([index.unit("T_LARYW-1"), index.unit("LARYO-1"), index.unit("T_DRAXX-1")]).toEqual([larg, larg, coal]);
  });

  it("knows a unit without an Elexon id by its National Grid id", () => {
    expect(windUnits([unit("SOFOW-11", { elexonId: null })]).isWind("SOFOW-11")).toBe(true);
  });

  it("takes a unit for wind only if the register says so, but for two that are known to be", () => {
    const unstated = ["GFLDW-1", "KHLLW-1", "ABERU-1"].map((id) => unit(id, { elexonId: `E_${id}`, fuelType: null }));
    expect(["E_GFLDW-1", "KHLLW-1", "E_ABERU-1"].map(windUnits(unstated).isWind)).toEqual([true, true, false]);
    expect(windUnits([unit("GFLDW-1", { fuelType: "OTHER" })]).isWind("GFLDW-1")).toBe(false);
  });

  it("does not know of a unit whether it is wind that no row has, or that no row says anything about", () => {
    const rows = [
      coal,
      unit("MOWEO-2"),
      ...["GFLDW-1", "ABERU-1", "BRNLW-1", "DWEXW-1"].map((id) => unit(id, { fuelType: null })),
      unit("DWEXW-1", { fuelType: null, countsAsWind: true, validFrom: parseSettlementDate("2025-12-01") }),
    ];
    const index = windUnits([...rows, unit("HAGHW-2", { fuelType: null, countsAsWind: false })]);
    const ids = ["T_DRAXX-1", "T_MOWEO-2", "GFLDW-1", "DWEXW-1", "T_HAGHW-2", "T_ABERU-1", "BRNLW-1", "T_NOWHERE-1"];
    expect(ids.map(index.isUndecided)).toEqual([false, false, false, false, false, true, true, true]);
    expect(ids.map(index.isUnmapped)).toEqual([false, false, false, false, true, true, true, true]);
    expect(ids.filter(index.isWind).filter(index.isUnmapped)).toEqual([]);
  });

  it("asks the unit that has an Elexon id, where a National Grid id reads the same", () => {
    const other = unit("T_FERGD-1", { elexonId: null });
    const named = unit("FERGD-1", { elexonId: "T_FERGD-1", fuelType: null });
    expect(windUnits([other, named]).isUnmapped("T_FERGD-1")).toBe(true);
  });

  it("tolerates a unit that is listed twice: the row that holds since the latest date counts, of equals the first", () => {
    const [first, second] = [unit("WLNYO-4", { name: "WALNEY_4" }), unit("WLNYO-4", { name: "other" })];
    expect(windUnits([first, second]).unit("T_WLNYO-4")?.name).toBe("WALNEY_4");
    const later = { ...second, validFrom: parseSettlementDate("2024-01-01") };
    expect(windUnits([later, first]).unit("WLNYO-4")?.name).toBe("other");
    expect(windUnits([first, later]).unit("WLNYO-4")?.name).toBe("other");
  });

  it("takes, of two units that have held for as long, the first by National Grid id, in any order of the list", () => {
    const [a, b] = [unit("LARYO-1", { elexonId: "T_X-1" }), unit("LARYW-1", { elexonId: "T_X-1" })];
    expect([windUnits([a, b]).unit("T_X-1"), windUnits([b, a]).unit("T_X-1")]).toEqual([a, a]);
    const later = { ...b, validFrom: parseSettlementDate("2024-01-01") };
    expect(windUnits([a, later]).unit("T_X-1")).toEqual(later);
  });

  it("puts an Elexon id before a National Grid id that reads the same", () => {
    const index = windUnits([
      unit("T_FERGD-1", { elexonId: null }),
      unit("FERGD-1", { elexonId: "T_FERGD-1", fuelType: "COAL" }),
    ]);
    expect(index.isWind("T_FERGD-1")).toBe(false);
    expect(index.unit("T_FERGD-1")?.fuelType).toBe("COAL");
  });

  it("knows nothing of a unit that is not listed", () => {
    expect(windUnits([]).isWind("T_MOWEO-2")).toBe(false);
    expect(windUnits([]).unit("T_MOWEO-2")).toBeNull();
  });
});

describe("registerHash", () => {
  it("is the sha256 of the sorted ids of either kind that count as wind, one per line", () => {
    const units = [
      unit("MOWEO-2"),
      coal,
      unit("SOFOW-11", { elexonId: null }),
      unit("GFLDW-1", { fuelType: null, elexonId: "E_GFLDW-1" }),
    ];
    const text = "E_GFLDW-1\nGFLDW-1\nMOWEO-2\nSOFOW-11\nT_MOWEO-2";
    expect(registerHash(units)).toBe(createHash("sha256").update(text).digest("hex"));
  });

  it("changes when a unit's other id does, under which rows may come as well", () => {
    const [one, other] = [unit("LARYO-1", { elexonId: "T_X-1" }), unit("LARYW-1", { elexonId: "T_X-1" })];
    expect(registerHash([one])).not.toBe(registerHash([other]));
    expect(windUnits([one]).isWind("LARYW-1")).not.toBe(windUnits([other]).isWind("LARYW-1"));
  });

  it("changes with the wind ids alone: not with order, repeated rows, names or other units", () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(ids, fc.string(), (numbers, name) => {
        const units = numbers.map((number) => unit(`WINDO-${number}`));
        const other = [coal, ...units.toReversed(), ...units.map((row) => ({ ...row, name }))];
        expect(registerHash(other)).toBe(registerHash(units));
        expect(registerHash(units.slice(1))).not.toBe(registerHash(units));
      }),
    );
  });
});

describeWithData("the register of November 2025", "elexon/reference/bmunits_all_2025-11.json", (path) => {
  type Row = { nationalGridBmUnit: string; elexonBmUnit: string | null; fuelType: string | null };
  const units = () =>
    (JSON.parse(readFileSync(path, "utf8")) as Row[]).map((row) =>
      unit(row.nationalGridBmUnit, { elexonId: row.elexonBmUnit, fuelType: row.fuelType }),
    );

  it("has 247 wind rows of 246 units, and two more without a fuel type", () => {
    const index = windUnits(units());
    const wind = new Set(
      units()
        .map(({ nationalGridId }) => nationalGridId)
        .filter(index.isWind),
    );
    expect(wind.size).toBe(248);
    expect(["T_WLNYO-4", "E_GFLDW-1", "E_KHLLW-1", "2__PSTAT001"].every(index.isWind)).toBe(true);
  });

  it("finds every unit that has both ids by either, also the 32 of wind whose Elexon id is not the other with a prefix", () => {
    const wind = units().filter(({ fuelType }) => fuelType === "WIND");
    const index = windUnits(units());
    for (const { nationalGridId, elexonId } of wind) {
      const ids = [nationalGridId, ...(elexonId === null ? [] : [elexonId])];
      for (const id of ids)
        expect([id, index.isWind(id), index.unit(id)?.nationalGridId]).toEqual([id, true, nationalGridId]);
    }
    const joined = wind.filter(({ elexonId }) => elexonId !== null);
    const odd = joined.filter(
      ({ nationalGridId, elexonId }) =>
        !/^(?:[A-Z]|2_)_/.test(elexonId!) || elexonId!.replace(/^(?:[A-Z]|2_)_/, "") !== nationalGridId,
    );
    expect([joined.length, odd.length]).toEqual([214, 32]);
  });

  it("does not know of 2,233 units whether they are wind: those without a fuel type but two", () => {
    const index = windUnits(units());
    expect(units().filter(({ nationalGridId }) => index.isUnmapped(nationalGridId))).toHaveLength(2233);
  });
});
