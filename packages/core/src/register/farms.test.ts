import { describe, expect, it } from "vitest";
import { hasSharedData, sharedText } from "../../test/sharedData.ts";
import { farmIdFromNationalGridId } from "../curtailment/bmUnit.ts";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import { parseSettlementDate } from "../settlement/parse.ts";
import { isGone, registeredFarms } from "./farms.ts";
import { OTHER_SITES } from "./sites.ts";

const [MAY, JUNE] = [parseSettlementDate("2026-05-01"), parseSettlementDate("2026-06-01")];

function unit(nationalGridId: string, generationCapacityMw: string | null, change: Partial<BmUnit> = {}): BmUnit {
  return {
    nationalGridId,
    elexonId: null,
    name: null,
    farmId: farmIdFromNationalGridId(nationalGridId),
    leadPartyId: null,
    leadPartyName: null,
    fuelType: "WIND",
    generationCapacityMw,
    validFrom: null,
    goneSince: null,
    countsAsWind: null,
    ...change,
  };
}

describe("registeredFarms", () => {
  it("adds the capacities of a farm up, exactly, and says how many are not stated", () => {
    const farms = registeredFarms([unit("AAAAW-2", "0.1"), unit("BBBBW-1", null), unit("AAAAW-1", "0.2")], MAY);
    expect(farms.map(({ farmId, capacityMw, unstated }) => [farmId, capacityMw, unstated])).toEqual([
      ["AAAAW", "0.300", 0],
      ["BBBBW", null, 1],
    ]);
    expect(farms[0]?.units.map(({ nationalGridId }) => nationalGridId)).toEqual(["AAAAW-1", "AAAAW-2"]);
  });

  it("takes the row of each unit that holds on the date", () => {
    const rows = [unit("AAAAW-1", "10"), unit("AAAAW-1", "12.5", { validFrom: JUNE })];
    expect([MAY, JUNE].map((on) => registeredFarms(rows, on)[0]?.capacityMw)).toEqual(["10.000", "12.500"]);
  });

  it("shows a unit that is no longer listed, without its capacity", () => {
    const gone = unit("AAAAW-1", "10", { goneSince: JUNE });
    const farms = (on: typeof MAY) => registeredFarms([gone, unit("AAAAW-2", "5")], on);
    expect([farms(MAY)[0]?.capacityMw, farms(JUNE)[0]?.capacityMw]).toEqual(["15.000", "5.000"]);
    expect(farms(JUNE)[0]?.units).toHaveLength(2);
    expect([isGone(gone, MAY), isGone(gone, JUNE)]).toEqual([false, true]);
  });
});

describe.skipIf(!hasSharedData)("sites of more than one stem, in the register of November 2025", () => {
  type Row = Readonly<Record<"nationalGridBmUnit" | "leadPartyId" | "fuelType", string | null>>;

  it("are each of one lead party, which has no other wind units", () => {
    const wind = (JSON.parse(sharedText("elexon/reference/bmunits_all_2025-11.json")) as Row[]).filter(
      ({ fuelType }) => fuelType === "WIND",
    );
    const farmOf = ({ nationalGridBmUnit }: Row) => farmIdFromNationalGridId(nationalGridBmUnit ?? "");
    for (const farm of new Set(OTHER_SITES.values())) {
      const parties = new Set(wind.filter((row) => farmOf(row) === farm).map(({ leadPartyId }) => leadPartyId));
      expect([farm, parties.size]).toEqual([farm, 1]);
      const [party] = parties;
      const farms = new Set(
        wind.filter(({ leadPartyId }) => leadPartyId !== null && leadPartyId === party).map(farmOf),
      );
      expect([...farms]).toEqual(party === null ? [] : [farm]);
    }
  });
});
