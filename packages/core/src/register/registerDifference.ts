import { compareText } from "../curtailment/order.ts";
import { windIds } from "../curtailment/windUnits.ts";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { RegisterDifference, UnitChange } from "./types.ts";
import { latestRow, sameCapacity, type UnitRows } from "./unitRows.ts";

type Register = ReadonlyMap<string, UnitRows>;

/** Fields of a unit's latest row that are told when they are otherwise. */
const STATED: readonly (readonly [UnitChange["kind"], (row: BmUnit) => string | null])[] = [
  ["elexonId", ({ elexonId }) => elexonId],
  ["name", ({ name }) => name],
  ["farm", ({ farmId }) => farmId],
  ["fuelType", ({ fuelType }) => fuelType],
  ["leadParty", ({ leadPartyId }) => leadPartyId],
  ["decided", decisionOf],
];

/** What is otherwise in `after`. Both hold the rows of each unit by National Grid id. */
export function registerDifference(before: Register, after: Register): RegisterDifference {
  const [was, is] = [windIds([...before.values()].flat()), windIds([...after.values()].flat())];
  return {
    changes: [...after]
      .flatMap(([id, rows]) => unitChanges(before.get(id), rows))
      .toSorted((a, b) => compareText(a.unit.nationalGridId, b.unit.nationalGridId)),
    windBegins: [...is].filter((id) => !was.has(id)).toSorted(compareText),
    windCeases: [...was].filter((id) => !is.has(id)).toSorted(compareText),
  };
}

function unitChanges(held: UnitRows | undefined, rows: UnitRows): UnitChange[] {
  const unit = latestRow(rows);
  if (held === undefined) {
    const isNew: UnitChange = { kind: "new", unit, before: null, after: null };
    return unit.countsAsWind === null ? [isNew] : [isNew, { ...isNew, kind: "decided", after: decisionOf(unit) }];
  }
  const old = latestRow(held);
  return [...listingChanges(old, unit), ...fieldChanges(old, unit), ...capacityChanges(old, unit)];
}

function listingChanges(old: BmUnit, unit: BmUnit): UnitChange[] {
  if ((old.goneSince === null) === (unit.goneSince === null)) return [];
  return [{ kind: unit.goneSince === null ? "back" : "gone", unit, before: null, after: null }];
}

function fieldChanges(old: BmUnit, unit: BmUnit): UnitChange[] {
  const stated = STATED.map(([kind, read]) => ({ kind, unit, before: read(old), after: read(unit) }));
  const isRenamed = old.leadPartyId === unit.leadPartyId && old.leadPartyName !== unit.leadPartyName;
  const party = { kind: "leadPartyName", unit, before: old.leadPartyName, after: unit.leadPartyName } as const;
  return [...stated.filter(({ before, after }) => before !== after), ...(isRenamed ? [party] : [])];
}

function capacityChanges(old: BmUnit, unit: BmUnit): UnitChange[] {
  if (sameCapacity(old, unit)) return [];
  return [{ kind: "capacity", unit, before: old.generationCapacityMw, after: unit.generationCapacityMw }];
}

/** A decision in words; null where there is none. */
function decisionOf({ countsAsWind }: BmUnit): string | null {
  if (countsAsWind === null) return null;
  return countsAsWind ? "wind" : "not wind";
}
