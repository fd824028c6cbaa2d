import { type BmUnit, farmIdFromNationalGridId } from "@windhash/core";
import { LEAD_PARTIES, WIND_UNITS } from "./windUnits.ts";

/** A register as it was stated once. */
export type RegisterSnapshot = {
  readonly units: readonly BmUnit[];
  /** Who stated it, with the attribution that goes with the rows. */
  readonly source: string;
  /** Unix seconds. */
  readonly statedAt: number;
};

/**
 * The wind BM units of Great Britain in November 2025: a beginning for a new database without a network. The register that
 * `elexonBmUnitSource` reads replaces it. The day of the month is not known; the last one stands for it.
 */
export const registerSnapshot: RegisterSnapshot = {
  units: unitsOf(WIND_UNITS, namesOf(LEAD_PARTIES)),
  source:
    "GET /reference/bmunits/all, November 2025, wind only. Contains BMRS data © Elexon Limited copyright and database right",
  statedAt: Date.UTC(2025, 10, 30) / 1000,
};

function unitsOf(table: string, partyNames: ReadonlyMap<string, string>): readonly BmUnit[] {
  return linesOf(table).map((line) => {
    const [nationalGridId = "", elexonId, name, leadPartyId, capacity, fuelTypeMark] = line.split("|");
    return {
      nationalGridId,
      elexonId: elexonId || null,
      name: name || null,
      farmId: farmIdFromNationalGridId(nationalGridId),
      leadPartyId: leadPartyId || null,
      leadPartyName: partyNames.get(leadPartyId ?? "") ?? null,
      fuelType: fuelTypeMark === "-" ? null : "WIND",
      generationCapacityMw: capacity || null,
      validFrom: null,
      goneSince: null,
      countsAsWind: null,
    };
  });
}

function namesOf(table: string): ReadonlyMap<string, string> {
  return new Map(linesOf(table).map((line) => line.split("|") as [string, string]));
}

function linesOf(table: string): readonly string[] {
  return table.trim().split("\n");
}
