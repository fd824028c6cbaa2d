import { sha256Hex } from "../quantity/sha256.ts";
import type { SettlementDate } from "../settlement/types.ts";
import { grouped } from "./grouped.ts";
import { compareText } from "./order.ts";
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
  /**
   * Whether the unit with this Elexon or National Grid id does not count as wind without the register saying what else it is: it
   * does not hold it, or states no fuel type for it. What was decided not to be wind is among these, as it may be decided again.
   */
  readonly isUnmapped: (id: string) => boolean;
  /** Whether it is unmapped and nobody decided, so that it is unknown if it is wind. */
  readonly isUndecided: (id: string) => boolean;
  /**
   * The register's row for this Elexon or National Grid id, null when it holds none: the row that held on the date, or the earliest
   * where none did yet; without a date the latest.
   */
  readonly unit: (id: string, on?: SettlementDate) => BmUnit | null;
};

/**
 * A register's units by Elexon id and by National Grid id.
 *
 * A unit may be listed more than once (T_WLNYO-4 is, with two EIC codes), and one id may be of two units: the row that has held
 * since the latest date counts, of equals the first by National Grid id. It is wind when any row says so, where an Elexon id
 * goes before a National Grid id that reads the same; a row without a fuel type says what was decided of it.
 */
export function windUnits(units: readonly BmUnit[]): WindUnits {
  const wind = windIds(units);
  const mapped = idsOfRows(units, (row) => row.fuelType !== null || isWindRow(row) === true);
  const decided = idsOfRows(units, (row) => isWindRow(row) !== null);
  const named = units.toSorted(latestFirst).flatMap((unit) => idsOf(unit).map((id) => ({ id, unit })));
  const rows = grouped(named, ({ id }) => id);
  return {
    isWind: (id) => wind.has(id),
    isUnmapped: (id) => !mapped.has(id),
    isUndecided: (id) => !decided.has(id),
    unit: (id, on) => rowOn(rows.get(id) ?? [], on),
  };
}

/** @param rows of one id, latest first */
function rowOn(rows: readonly { readonly unit: BmUnit }[], on: SettlementDate | undefined): BmUnit | null {
  const holding = on === undefined ? rows[0] : rows.find(({ unit }) => (unit.validFrom ?? "") <= on);
  return (holding ?? rows.at(-1))?.unit ?? null;
}

/**
 * sha256, hexadecimal, of all Elexon and National Grid ids that count as wind, sorted by code unit, one per line: rows may
 * carry either, and two registers with the same hash give the same curtailment.
 */
export function registerHash(units: readonly BmUnit[]): string {
  return sha256Hex([...windIds(units)].toSorted().join("\n"));
}

/** All Elexon and National Grid ids that count as wind: what `windUnits(units).isWind` says yes to. */
export function windIds(units: readonly BmUnit[]): ReadonlySet<string> {
  return idsOfRows(units, (row) => isWindRow(row) === true);
}

/** The ids of the rows that are chosen; a National Grid id that reads as any unit's Elexon id is that unit's. */
function idsOfRows(units: readonly BmUnit[], isChosen: (row: BmUnit) => boolean): ReadonlySet<string> {
  const elexonIds = new Set(units.map(({ elexonId }) => elexonId));
  const ids = units.filter(isChosen).flatMap(({ elexonId, nationalGridId }) => {
    const nationalGrid = elexonIds.has(nationalGridId) ? [] : [nationalGridId];
    return elexonId === null ? nationalGrid : [elexonId, ...nationalGrid];
  });
  return new Set(ids);
}

function latestFirst(a: BmUnit, b: BmUnit): number {
  return compareText(b.validFrom ?? "", a.validFrom ?? "") || compareText(a.nationalGridId, b.nationalGridId);
}

function idsOf({ elexonId, nationalGridId }: BmUnit): readonly string[] {
  return elexonId === null ? [nationalGridId] : [elexonId, nationalGridId];
}

/** Null where it is unknown. */
function isWindRow({ fuelType, countsAsWind, nationalGridId: id }: BmUnit): boolean | null {
  if (fuelType !== null) return fuelType === "WIND";
  return countsAsWind ?? (WIND_WITHOUT_FUEL_TYPE.has(id) ? true : null);
}
