import type { BmUnitId } from "@windhash/core";
import { type Origin, wrongRow } from "../client/rows.ts";

type UnitFields = { readonly bmUnit: string | null; readonly nationalGridBmUnit: string | null };

/** The Elexon id of a row, or its National Grid id where Elexon has named none (yet); null where it states neither. */
export function unitIdOf({ bmUnit, nationalGridBmUnit }: UnitFields): BmUnitId | null {
  return idOf(bmUnit) ?? idOf(nationalGridBmUnit);
}

/** An id as it stands; null where it is null or blank. */
export function idOf(text: string | null): BmUnitId | null {
  return text === null || text.trim() === "" ? null : (text as BmUnitId);
}

/** The same where a row without a unit means nothing. @throws {SourceError} naming the row */
export function requiredUnitId(fields: UnitFields, row: number, origin: Origin): BmUnitId {
  const id = unitIdOf(fields);
  if (id !== null) return id;
  throw wrongRow(origin, {
    row,
    field: "bmUnit",
    rule: "must name a BM unit, as must not be null beside nationalGridBmUnit",
    value: null,
  });
}
