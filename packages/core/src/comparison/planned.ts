import { firstOpening } from "../curtailment/levels/spans.ts";
import { grouped } from "../curtailment/grouped.ts";
import type { LevelSegment } from "../curtailment/sourceRows.ts";
import type { BmUnitId, UnitPeriodKey } from "../curtailment/types.ts";
import { settlementPeriodInterval } from "../settlement/periods.ts";
import type { Interval } from "../settlement/types.ts";

/** What physical notifications reach over. */
export type Plans = {
  /** Whether the unit has any notification among them. */
  readonly isNotified: (id: BmUnitId) => boolean;
  /** Whether its notifications reach over the whole span. */
  readonly cover: (id: BmUnitId, span: Interval) => boolean;
  /** Whether they reach over the whole of the settlement period. */
  readonly coverPeriod: (key: UnitPeriodKey) => boolean;
};

/** The plans of BM units by their notifications, in any order. */
export function plansOf(notifications: readonly LevelSegment[]): Plans {
  const units = new Map(
    [...grouped(notifications, ({ bmUnitId }) => bmUnitId)].map(([id, segments]) => [
      id,
      segments.toSorted((a, b) => a.startsAt - b.startsAt),
    ]),
  );
  const cover = (id: BmUnitId, span: Interval): boolean => firstOpening(units.get(id) ?? [], span) === null;
  return {
    isNotified: (id) => units.has(id),
    cover,
    coverPeriod: ({ bmUnitId, settlementDate, settlementPeriod }) =>
      cover(bmUnitId, settlementPeriodInterval(settlementDate, settlementPeriod)),
  };
}
