import { describe, expect, it } from "vitest";
import { hasSharedData, sharedText } from "../../test/sharedData.ts";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import { windUnits } from "../curtailment/windUnits.ts";
import { likelyWindUnits, windSigns } from "./windLikeness.ts";

/** Names and capacities as in the register of November 2025. */
function unit(
  nationalGridId: string,
  name: string | null,
  generationCapacityMw: string | null,
  fuelType?: string,
): BmUnit {
  return {
    nationalGridId,
    elexonId: null,
    name,
    farmId: nationalGridId,
    leadPartyId: null,
    leadPartyName: null,
    fuelType: fuelType ?? null,
    generationCapacityMw,
    validFrom: null,
    goneSince: null,
    countsAsWind: null,
  };
}

describe("windSigns", () => {
  it.each([
    ["BRNLW-1", "Brownieleys", "7.500", ["id"]],
    ["GFLDW-1", "Goole Fields Wind Farm", "32.800", ["id", "name"]],
    ["KHLLW-1", "Kirk Hill WF", "18.800", ["id", "name"]],
    ["SOFWO-11", "Sofia Offshore Wind BMU 1", "457.000", ["id", "name"]],
    ["ANYID01", "Any Windfarm", null, ["name"]],
    ["SWDNB-1", "Swindon", "19.000", []],
    ["DERW-1", "Derwent Cogeneration Ltd", "218.000", []],
    ["GRIFWD-1", "Griffin Windfarm Demand BMU", "0.000", []],
    ["CRGHD-1", "Carraig Gheal Wind Farm", "0.000", []],
    ["ABERU-1", "Aberdare Power Station", "15.400", []],
  ])("finds in %s, %s, %s MW: %j", (id, name, capacity, signs) => {
    expect(windSigns(unit(id, name, capacity))).toEqual(signs);
  });

  it("says nothing of a unit whose fuel type is stated", () => {
    expect(windSigns(unit("DINO-1", "Dinorwig 1", "300", "PS"))).toEqual([]);
    expect(windSigns(unit("MOWEO-1", "Moray East OWF1", "300", "WIND"))).toEqual([]);
  });
});

describe("likelyWindUnits", () => {
  it("leaves out what is known or decided, and takes a unit once", () => {
    const [known, open] = [unit("GFLDW-1", "Goole Fields Wind Farm", "32.8"), unit("BRNLW-1", "Brownieleys", "7.5")];
    const later = { ...open, generationCapacityMw: "8", validFrom: "2026-01-01" as BmUnit["validFrom"] };
    const found = (units: readonly BmUnit[]) => likelyWindUnits(units, windUnits(units));
    expect(found([known, open, later])).toEqual([{ unit: later, signs: ["id"] }]);
    expect(found([known, { ...open, countsAsWind: false }])).toEqual([]);
  });
});

describe.skipIf(!hasSharedData)("the units of November 2025 without a fuel type", () => {
  type Row = Readonly<Record<"nationalGridBmUnit" | "bmUnitName" | "fuelType" | "generationCapacity", string | null>>;
  const units = () =>
    (JSON.parse(sharedText("elexon/reference/bmunits_all_2025-11.json")) as Row[]).map((row) =>
      unit(row.nationalGridBmUnit!, row.bmUnitName, row.generationCapacity, row.fuelType ?? undefined),
    );

  it("are 2,235, of which five look like wind and two of these count already", () => {
    const open = units().filter(({ fuelType }) => fuelType === null);
    expect(open).toHaveLength(2235);
    const ids = (rows: readonly BmUnit[]) => rows.map(({ nationalGridId }) => nationalGridId);
    expect(ids(open.filter((row) => windSigns(row).length > 0))).toEqual([
      "BRNLW-1",
      "DWEXW-1",
      "GFLDW-1",
      "HAGHW-2",
      "KHLLW-1",
    ]);
    const likely = likelyWindUnits(units(), windUnits(units()));
    expect(ids(likely.map((found) => found.unit))).toEqual(["BRNLW-1", "DWEXW-1", "HAGHW-2"]);
  });

  it("would be found by the id in 243 of the 247 rows of wind, were their fuel type not stated", () => {
    const wind = units().filter(({ fuelType }) => fuelType === "WIND");
    const found = wind.filter((row) =>
      windSigns({ ...row, fuelType: null, name: null, generationCapacityMw: null }).includes("id"),
    );
    expect([wind.length, found.length]).toEqual([247, 243]);
  });
});
