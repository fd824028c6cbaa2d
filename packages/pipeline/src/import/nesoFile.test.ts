import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  addRationals,
  agreementOf,
  type BmUnit,
  bmUnitIdOf,
  compareUnitDays,
  type CurtailmentRecord,
  decimalFromRational,
  farmIdFromNationalGridId,
  parseSettlementDate,
  rational,
  type UnitDayEnergy,
  windUnits,
} from "@windhash/core";
import { describeWithData, memoryStores } from "@windhash/testkit";
import { beforeAll, expect, it } from "vitest";
import { NESO_BOA } from "./format.ts";
import { importDays } from "./importDays.ts";
import { type ImportPlan, planImport } from "./planImport.ts";
import { readVolumeFile } from "./readVolumeFile.ts";

const NESO = "series/neso_boa_wind_by_bmu_period_2025-04-01_2025-06-30.csv";
const STACK = "series/wind_bids_by_bmu_day_2024-11-01_2025-12-31.csv";
const REGISTER = "reference/bmunits_all_2025-11.json";
const SPAN = { from: parseSettlementDate("2025-04-01"), to: parseSettlementDate("2025-06-30") };

/** A unit-day agrees within 0.05 MWh, whatever its size. */
const WITHIN_50_KWH = { unitDayWh: 50_000, unitDayPerMille: 0, agreeingPercent: 96, wholePerMille: 5 };

describeWithData("NESO's file of wind bid volumes, April to June 2025", "elexon", (folder) => {
  const store = memoryStores();
  let [units, plan, records]: [readonly BmUnit[], ImportPlan | null, readonly CurtailmentRecord[]] = [[], null, []];

  beforeAll(async () => {
    units = register(readFileSync(join(folder, REGISTER), "utf8"));
    const bytes = readFileSync(join(folder, NESO));
    const file = readVolumeFile({ bytes, name: NESO, format: NESO_BOA, now: 1_767_225_600 });
    plan = await planImport({ file, units, attribution: "NESO Open Data Licence", store });
    await importDays({ plan, choice: { acceptRest: false, replace: false }, store, clock: () => 1_767_225_600 });
    for (const { settlementDate } of await store.days(SPAN))
      records = [...records, ...(await store.recordsOfDay(settlementDate))];
  });

  it("is taken over whole: 57,057 rows of 89 days", () => {
    expect(plan?.file).toMatchObject({ rows: 57_057, refused: [] });
    expect(plan?.days).toHaveLength(89);
    expect(plan?.units.unregistered).toEqual([]);
  });

  it("adds the 337 rows of 326 keys that are there more than once, and drops none", async () => {
    expect(records).toHaveLength(57_057 - 337);
    let volumes = [rational(0n)];
    let [second, third] = [0, 0];
    for (const { settlementDate } of await store.days(SPAN)) {
      const ofDay = await store.volumesOfDay(settlementDate);
      volumes = [ofDay.reduce((sum, { volumeMwh }) => addRationals(sum, volumeMwh), volumes[0]!)];
      second += ofDay.filter(({ ordinal }) => ordinal === 1).length;
      third += ofDay.filter(({ ordinal }) => ordinal > 1).length;
    }
    expect([second, third]).toEqual([326, 11]);
    expect(decimalFromRational(volumes[0]!, 2)).toBe("-1943582.08");
    expect(records.reduce((sum, { netWh }) => sum + netWh, 0)).toBe(1_943_582_078_000);
  });

  it("agrees with the settlement stack: 0.032 % on the whole, 96.7 % of unit-days within 0.05 MWh", () => {
    const unitDays = compareUnitDays(records, stackUnitDays(readFileSync(join(folder, STACK), "utf8"), units));
    expect(agreementOf(unitDays, WITHIN_50_KWH)).toEqual({
      unitDays: 3072,
      agreeing: 2972,
      firstWh: 1_943_582_078_000,
      secondWh: 1_942_961_872_200,
      differenceWh: 620_205_800,
      unitDaysPass: true,
      wholePasses: true,
      passes: true,
    });
    const off = unitDays.filter(({ differenceWh }) => Math.abs(differenceWh) > 50_000);
    const largest = off.toSorted((a, b) => Math.abs(b.differenceWh) - Math.abs(a.differenceWh)).slice(0, 3);
    expect(largest).toMatchObject([
      { settlementDate: "2025-06-22", bmUnitId: "T_MOWEO-1", firstWh: 1_986_325_000, secondWh: 2_074_475_134 },
      { settlementDate: "2025-06-03", bmUnitId: "2__PEDGE004", firstWh: null, secondWh: 69_025_000 },
      { settlementDate: "2025-06-10", firstWh: 46_333_000, secondWh: null },
    ]);
  });
});

function register(json: string): BmUnit[] {
  const rows = JSON.parse(json) as Readonly<Record<string, string | null>>[];
  return rows.map((row): BmUnit => {
    const nationalGridId = String(row["nationalGridBmUnit"]);
    return {
      nationalGridId,
      elexonId: row["elexonBmUnit"] ?? null,
      name: row["bmUnitName"] ?? null,
      farmId: farmIdFromNationalGridId(nationalGridId),
      leadPartyId: null,
      leadPartyName: row["leadPartyName"] ?? null,
      fuelType: row["fuelType"] ?? null,
      generationCapacityMw: null,
      validFrom: null,
      goneSince: null,
      countsAsWind: null,
    };
  });
}

/** The unit-days of the span, joined by the register: the series writes Elexon ids, NESO National Grid ids. */
function stackUnitDays(csv: string, units: readonly BmUnit[]): UnitDayEnergy[] {
  const wind = windUnits(units);
  return csv
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","))
    .map(([date = "", id = "", _party, mwh]) => {
      const settlementDate = parseSettlementDate(date);
      return {
        settlementDate,
        bmUnitId: bmUnitIdOf(wind.unit(id, settlementDate)!),
        netWh: Math.round(-Number(mwh) * 1e6),
      };
    })
    .filter(({ settlementDate }) => settlementDate >= SPAN.from && settlementDate <= SPAN.to);
}
