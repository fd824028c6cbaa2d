import { farmIdFromNationalGridId } from "../curtailment/bmUnit.ts";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { SettlementDate } from "../settlement/types.ts";
import { RegisterError } from "./registerError.ts";
import type { WindDecision } from "./types.ts";
import { latestRow, type UnitRows } from "./unitRows.ts";

/**
 * The rows of all units once it is decided which count as wind. A decision is kept in all rows of the unit. A unit that no
 * register lists gets a row of which the id and the decision are all that is known.
 *
 * @throws {RegisterError} for one against a fuel type that is stated: it would not count
 */
export function decidedRows(
  rows: ReadonlyMap<string, UnitRows>,
  decisions: readonly WindDecision[],
  from: SettlementDate,
): ReadonlyMap<string, UnitRows> {
  const decided = new Map(rows);
  for (const decision of decisions) {
    const [id, unit] = unitOf(decided, decision.id) ?? [decision.id, [unlisted(decision.id, from)] as const];
    if (isStated(latestRow(unit), decision)) continue;
    const [first, ...others] = unit;
    const { countsAsWind } = decision;
    decided.set(id, [{ ...first, countsAsWind }, ...others.map((row) => ({ ...row, countsAsWind }))]);
  }
  return decided;
}

/** An Elexon id goes before a National Grid id that reads the same. */
function unitOf(rows: ReadonlyMap<string, UnitRows>, id: string): readonly [string, UnitRows] | undefined {
  const named = [...rows].find(([, unit]) => unit.some(({ elexonId }) => elexonId === id));
  const unit = rows.get(id);
  return named ?? (unit === undefined ? undefined : [id, unit]);
}

/** Elexon ids are told from National Grid ids by their prefix (`T_`, `E_`, `2__`). */
function unlisted(id: string, from: SettlementDate): BmUnit {
  return {
    nationalGridId: id,
    elexonId: id.includes("_") ? id : null,
    name: null,
    farmId: farmIdFromNationalGridId(id),
    leadPartyId: null,
    leadPartyName: null,
    fuelType: null,
    generationCapacityMw: null,
    validFrom: null,
    goneSince: from,
    countsAsWind: null,
  };
}

/** Whether the register says so itself, and nothing is to be decided. @throws {RegisterError} when it says otherwise */
function isStated({ nationalGridId, fuelType }: BmUnit, { countsAsWind }: WindDecision): boolean {
  if (fuelType === null) return false;
  if ((fuelType === "WIND") === countsAsWind) return true;
  throw new RegisterError(
    `A decision must not be against what the register states, got one about ${nationalGridId}, which is ${fuelType}. Leave it out.`,
    { nationalGridId, fuelType },
  );
}
