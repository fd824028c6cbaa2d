import { readFileSync } from "node:fs";
import { describeWithData } from "@windhash/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as fault from "../../test/faultServer.ts";
import * as rows from "../../test/rows.ts";
import { START_S, virtualTiming } from "../../test/virtualTiming.ts";
import { elexonClient } from "../client/client.ts";
import { elexonBmUnitSource } from "./bmUnitSource.ts";

let server: fault.FaultServer;
beforeAll(async () => {
  server = await fault.startFaultServer();
});
afterAll(() => server.close());

function source() {
  return elexonBmUnitSource({
    client: elexonClient({ fetch, baseUrl: server.baseUrl, timing: virtualTiming(), retries: 0 }),
  });
}

describe("elexonBmUnitSource", () => {
  it("gives a unit as the register states it, with its site", async () => {
    server.script(fault.json([rows.BM_UNIT_ROW]));
    expect(await source().bmUnits()).toMatchObject({
      fetchedAt: START_S,
      rows: [
        {
          nationalGridId: "ABRBO-1",
          elexonId: "T_ABRBO-1",
          name: "ABRBO-1",
          farmId: "ABRBO",
          leadPartyId: "ABERDEEN",
          leadPartyName: "Aberdeen Offshore Wind Farm",
          fuelType: "WIND",
          generationCapacityMw: "99.000",
          validFrom: null,
          goneSince: null,
          countsAsWind: null,
        },
      ],
    });
  });

  it("gives a unit once that the register repeats with another EIC, and keeps two that differ in more", async () => {
    const other = { ...rows.BM_UNIT_ROW, generationCapacity: "100.000" };
    server.script(fault.json([rows.BM_UNIT_ROW, { ...rows.BM_UNIT_ROW, eic: "48W00001ABRBO-1Z" }, other]));
    expect((await source().bmUnits()).rows.map((unit) => unit.generationCapacityMw)).toEqual(["99.000", "100.000"]);
  });

  it("names a unit without a National Grid id by its Elexon id, and refuses one without either", async () => {
    const bare = { ...rows.BM_UNIT_ROW, nationalGridBmUnit: null };
    server.script(fault.json([bare]), fault.json([rows.BM_UNIT_ROW, { ...bare, elexonBmUnit: null }]));
    expect((await source().bmUnits()).rows[0]).toMatchObject({ nationalGridId: "T_ABRBO-1", elexonId: "T_ABRBO-1" });
    await expect(source().bmUnits()).rejects.toMatchObject({
      code: "source",
      details: { row: 1, field: "nationalGridBmUnit" },
    });
  });

  it.each([
    ["nothing", []],
    ["no wind unit", [{ ...rows.BM_UNIT_ROW, fuelType: "CCGT" }]],
  ])("refuses a register of %s: by it nothing would be curtailment", async (_, register) => {
    server.script(fault.json(register));
    await expect(source().bmUnits()).rejects.toMatchObject({ code: "source", details: { rows: register.length } });
  });

  it("refuses a capacity that is no number", async () => {
    server.script(fault.json([{ ...rows.BM_UNIT_ROW, generationCapacity: "n/a" }]));
    await expect(source().bmUnits()).rejects.toMatchObject({ details: { field: "generationCapacity" } });
  });
});

describeWithData(
  "elexonBmUnitSource over the register of November 2025",
  "elexon/reference/bmunits_all_2025-11.json",
  (file) => {
    it("gives 2,732 units of its 2,733 rows, 61 of them without an Elexon id", async () => {
      server.script(fault.json(readFileSync(file, "utf8")));
      const { rows: units } = await source().bmUnits();
      expect(units).toHaveLength(2732);
      expect(units.filter(({ elexonId }) => elexonId === null)).toHaveLength(61);
      expect(units.filter(({ fuelType }) => fuelType === "WIND")).toHaveLength(246);
      expect(new Set(units.map(({ nationalGridId }) => nationalGridId)).size).toBe(2732);
    });
  },
);
