import { grouped } from "../curtailment/grouped.ts";
import { compareText } from "../curtailment/order.ts";
import { sumOfTerms } from "./terms.ts";
import type { ExplainedUnitDay, PeriodDifference, UnitDayDifference, UnitDayEnergy } from "./types.ts";

/**
 * What two sources say of the net energy of each BM unit on each settlement day, whatever they are: records of two methods, or
 * an imported file and a published series. Both must name units alike.
 *
 * @param first energies of any number of unit-days, those of one added up
 * @returns by date and unit; every unit-day of which either has anything
 */
export function compareUnitDays(first: Iterable<UnitDayEnergy>, second: Iterable<UnitDayEnergy>): UnitDayDifference[] {
  const [ones, others] = [sums(first), sums(second)];
  return [...new Map([...ones, ...others])]
    .map(([key, { settlementDate, bmUnitId }]) => {
      const [firstWh, secondWh] = [ones.get(key)?.netWh ?? null, others.get(key)?.netWh ?? null];
      return { settlementDate, bmUnitId, firstWh, secondWh, differenceWh: (firstWh ?? 0) - (secondWh ?? 0) };
    })
    .toSorted(byDateAndUnit);
}

/** The differences of periods added up to unit-days, each with the sum of its terms. By date and unit. */
export function unitDaysOf(periods: readonly PeriodDifference[]): ExplainedUnitDay[] {
  const explained = grouped(periods, unitDayText);
  const netOf = (which: "first" | "second") =>
    periods.flatMap(({ settlementDate, bmUnitId, [which]: energies }) =>
      energies === null ? [] : [{ settlementDate, bmUnitId, netWh: energies.netWh }],
    );
  return compareUnitDays(netOf("first"), netOf("second")).map((unitDay) => ({
    ...unitDay,
    terms: sumOfTerms((explained.get(unitDayText(unitDay)) ?? []).map(({ terms }) => terms)),
  }));
}

function sums(energies: Iterable<UnitDayEnergy>): ReadonlyMap<string, UnitDayEnergy> {
  const rows = [...grouped(energies, unitDayText)];
  return new Map(
    rows.map(([key, parts]) => [key, { ...parts[0], netWh: parts.reduce((sum, { netWh }) => sum + netWh, 0) }]),
  );
}

type UnitDay = Pick<UnitDayEnergy, "settlementDate" | "bmUnitId">;

function unitDayText({ settlementDate, bmUnitId }: UnitDay): string {
  return `${settlementDate} ${bmUnitId}`;
}

function byDateAndUnit(a: UnitDay, b: UnitDay): number {
  return compareText(a.settlementDate, b.settlementDate) || compareText(a.bmUnitId, b.bmUnitId);
}
