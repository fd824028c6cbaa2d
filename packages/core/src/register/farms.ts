import { grouped } from "../curtailment/grouped.ts";
import { compareText } from "../curtailment/order.ts";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import { windUnits } from "../curtailment/windUnits.ts";
import { add, decimalFromRational, rationalFromDecimal, ZERO } from "../quantity/rational.ts";
import type { SettlementDate } from "../settlement/types.ts";

/** The units of one site, as a register has them on a date. */
export type RegisteredFarm = {
  readonly farmId: string;
  /** Of the units that are listed on the date and state one, MW, a decimal numeral; null where none does. Declared, not nameplate. */
  readonly capacityMw: string | null;
  /** Listed units that state none. */
  readonly unstated: number;
  /** One row each, the one that holds on the date, in order of National Grid id. */
  readonly units: readonly BmUnit[];
};

/** Declared capacities have up to three decimals. */
const CAPACITY_PLACES = 3;

/**
 * The farms of a register on a date, in order of id. A unit that is no longer listed by then is there, but adds no capacity.
 *
 * @param units the whole register, with the rows of all dates
 */
export function registeredFarms(units: readonly BmUnit[], on: SettlementDate): RegisteredFarm[] {
  const rows = [...grouped(units, ({ nationalGridId }) => nationalGridId).values()].flatMap(([first, ...others]) => {
    const row = windUnits([first, ...others]).unit(first.nationalGridId, on);
    return row === null ? [] : [row];
  });
  const ordered = rows.toSorted((a, b) => compareText(a.nationalGridId, b.nationalGridId));
  return [...grouped(ordered, ({ farmId }) => farmId)]
    .map(([farmId, ofFarm]) => farmOf(farmId, ofFarm, on))
    .toSorted((a, b) => compareText(a.farmId, b.farmId));
}

/** Whether a row's unit is no longer listed on the date. */
export function isGone({ goneSince }: Pick<BmUnit, "goneSince">, on: SettlementDate): boolean {
  return goneSince !== null && goneSince <= on;
}

function farmOf(farmId: string, units: readonly BmUnit[], on: SettlementDate): RegisteredFarm {
  const capacities = units.filter((unit) => !isGone(unit, on)).map(({ generationCapacityMw }) => generationCapacityMw);
  const stated = capacities.filter((capacity) => capacity !== null);
  const sum = stated.reduce((total, capacity) => add(total, rationalFromDecimal(capacity)), ZERO);
  return {
    farmId,
    capacityMw: stated.length === 0 ? null : decimalFromRational(sum, CAPACITY_PLACES),
    unstated: capacities.length - stated.length,
    units,
  };
}
