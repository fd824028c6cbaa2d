import type { AcceptedVolume, BmUnitId, UnitPeriodKey } from "../curtailment/types.ts";
import type { Rational } from "../quantity/rational.ts";
import type { SettlementDate } from "../settlement/types.ts";

/**
 * What explains a difference of net energy. The first that applies takes all of it, but for `undo`, which leaves the rest to
 * `rounding`.
 *
 * - `unmapped`: one of the two does not know the unit, or maps it to nothing.
 * - `noPlan`: one of the two works from physical notifications, and the unit has none for the whole period.
 * - `rounding`: no more than the published digits and the rounding to watt-hours can explain.
 * - `undo`: gross energy agrees, what was instructed back up does not.
 * - `other`: none of these.
 */
export type DifferenceTerm = "unmapped" | "noPlan" | "undo" | "rounding" | "other";

/** A difference split by what explains it, Wh. The terms add up to the difference exactly. */
export type DifferenceTermsWh = Readonly<Record<DifferenceTerm, number>>;

/** The energies of a unit, Wh; net is gross - undo. */
export type Energies = { readonly grossWh: number; readonly undoWh: number; readonly netWh: number };

/** One of two ways in which the same settlement days were read. */
export type ComparedMethod = {
  /** In any order. */
  readonly volumes: readonly AcceptedVolume[];
  /** Whether it can speak of the unit: the register maps it, and the source knows it. */
  readonly knows: (id: BmUnitId) => boolean;
  /** Whether the unit had what the method starts from during the whole period; always so where it starts from no plan. */
  readonly isPlanned: (key: UnitPeriodKey) => boolean;
  /**
   * Its volumes are published as multiples of this, MWh, so each may be half of it off; null where the digits say more than a
   * watt-hour.
   */
  readonly stepMwh: Rational | null;
};

/** What two methods say of one BM unit in one settlement period. */
export type PeriodDifference = UnitPeriodKey & {
  /** Null where the method has no record of it: it found nothing curtailed. */
  readonly first: Energies | null;
  readonly second: Energies | null;
  /** first - second, none counting as 0. */
  readonly difference: Energies;
  /** Adds up to the difference of net energy. */
  readonly terms: DifferenceTermsWh;
  /** The most that the published digits explain, Wh. */
  readonly roundingBoundWh: number;
};

/** The net energy of a unit on a day, or a part of it. */
export type UnitDayEnergy = {
  readonly settlementDate: SettlementDate;
  readonly bmUnitId: BmUnitId;
  readonly netWh: number;
};

/** What two sources say of the net energy of one BM unit on one settlement day. */
export type UnitDayDifference = {
  readonly settlementDate: SettlementDate;
  readonly bmUnitId: BmUnitId;
  /** Wh; null where the source has nothing of it. */
  readonly firstWh: number | null;
  readonly secondWh: number | null;
  /** first - second, nothing counting as 0. */
  readonly differenceWh: number;
};

/** The same, with what explains it. */
export type ExplainedUnitDay = UnitDayDifference & { readonly terms: DifferenceTermsWh };
