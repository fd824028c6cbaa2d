import { sha256Hex } from "../quantity/sha256.ts";
import { bmUnitIdOf } from "./bmUnit.ts";
import type { BmUnit } from "./sourceRows.ts";

/**
 * Wind units for which the register states no fuel type, by National Grid id. From Elexon's reference data
 * (/reference/bmunits/all, November 2025): Goole Fields and Kirk Hill wind farms.
 */
const WIND_WITHOUT_FUEL_TYPE: ReadonlySet<string> = new Set(["GFLDW-1", "KHLLW-1"]);

/** The units of a register by their ids. */
export type WindUnits = {
  /** Whether the unit with this Elexon or National Grid id is wind; false when the register does not hold it. */
  readonly isWind: (id: string) => boolean;
  /** The register's row for this Elexon or National Grid id; null when it holds none. */
  readonly unit: (id: string) => BmUnit | null;
};

/**
 * A register's units by Elexon id and by National Grid id.
 *
 * A unit may be listed more than once (T_WLNYO-4 is, with two EIC codes): the row that has held since the latest date counts,
 * of equals the first; it is wind when any row says so. An Elexon id goes before a National Grid id that reads the same.
 */
export function windUnits(units: readonly BmUnit[]): WindUnits {
  const rows = new Map<string, BmUnit>();
  const wind = new Set<string>();
  for (const idOf of [elexonId, nationalGridId]) {
    const taken = new Set(rows.keys());
    for (const unit of units) {
      const id = idOf(unit);
      if (id === null || taken.has(id)) continue;
      const known = rows.get(id);
      if (known === undefined || (unit.validFrom ?? "") > (known.validFrom ?? "")) rows.set(id, unit);
      if (isWindRow(unit)) wind.add(id);
    }
  }
  return { isWind: (id) => wind.has(id), unit: (id) => rows.get(id) ?? null };
}

/**
 * sha256, hexadecimal, of the ids that count as wind, sorted by code unit, one per line: two registers with the same hash
 * give the same curtailment.
 */
export function registerHash(units: readonly BmUnit[]): string {
  const ids = new Set(units.filter(isWindRow).map(bmUnitIdOf));
  return sha256Hex([...ids].toSorted().join("\n"));
}

function isWindRow({ fuelType, nationalGridId: id }: BmUnit): boolean {
  return fuelType === null ? WIND_WITHOUT_FUEL_TYPE.has(id) : fuelType === "WIND";
}

function elexonId(unit: BmUnit): string | null {
  return unit.elexonId;
}

function nationalGridId(unit: BmUnit): string | null {
  return unit.nationalGridId;
}
