import type { BmUnit } from "../curtailment/sourceRows.ts";
import { rationalFromDecimal } from "../quantity/rational.ts";

/** What speaks for a unit being wind: the form of its National Grid id, or words of its name. */
export type WindSign = "id" | "name";

/**
 * National Grid names wind units by the site, then W or O (offshore), then a number: 243 of the 247 wind rows of the register of
 * November 2025 are of this form. Of the units with another fuel type 13 are (Dinorwig, Errochty).
 */
const WIND_ID = /^[A-Z]{3,5}[WO]-\d+$/;

const WIND_NAME = /\bwind(?: ?farms?)?\b|\bwf\b|\bowf\d*\b/i;

/** Words that say what else a unit is. A wind farm's import is metered as a demand unit of its own. */
const OTHER_NAME =
  /\b(?:cogeneration|chp|demand|dem|bess|battery|batteries|storage|solar|hydro|gas|diesel|biomass|nuclear|power station)\b/i;

/**
 * What speaks for a unit being wind for which the register states no fuel type; nothing where its name says something else, or
 * where it generates nothing. Not proof: somebody has to decide.
 */
export function windSigns({ nationalGridId, name, fuelType, generationCapacityMw }: BmUnit): readonly WindSign[] {
  if (fuelType !== null || OTHER_NAME.test(name ?? "") || isNothing(generationCapacityMw)) return [];
  const signs: readonly (readonly [WindSign, boolean])[] = [
    ["id", WIND_ID.test(nationalGridId)],
    ["name", WIND_NAME.test(name ?? "")],
  ];
  return signs.filter(([, isGiven]) => isGiven).map(([sign]) => sign);
}

/** What the id of a unit says that no register row has: its Elexon id, as a rule a prefix (`T_`, `2__`) before the other. */
export function windSignsOfId(id: string): readonly WindSign[] {
  return WIND_ID.test(id.replace(/^[A-Z0-9]_+/, "")) ? ["id"] : [];
}

/**
 * Units that are likely wind and do not count as such, as the register states no fuel type and nobody decided.
 *
 * @param isUndecided of the `windUnits` of the same register
 * @returns the latest row of each, in the order of `units`
 */
export function likelyWindUnits(
  units: readonly BmUnit[],
  { isUndecided }: { readonly isUndecided: (id: string) => boolean },
): readonly { readonly unit: BmUnit; readonly signs: readonly WindSign[] }[] {
  const latest = new Map<string, BmUnit>();
  for (const unit of units) {
    const held = latest.get(unit.nationalGridId);
    if ((held?.validFrom ?? "") <= (unit.validFrom ?? "")) latest.set(unit.nationalGridId, unit);
  }
  return [...latest.values()]
    .filter(({ elexonId, nationalGridId }) => isUndecided(elexonId ?? nationalGridId))
    .map((unit) => ({ unit, signs: windSigns(unit) }))
    .filter(({ signs }) => signs.length > 0);
}

/** A capacity that is not stated may be any. */
function isNothing(capacityMw: string | null): boolean {
  return capacityMw !== null && rationalFromDecimal(capacityMw).numerator <= 0n;
}
