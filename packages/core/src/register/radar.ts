import { grouped, type NonEmpty } from "../curtailment/grouped.ts";
import { compareText } from "../curtailment/order.ts";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { BmUnitId, UnmappedBids } from "../curtailment/types.ts";
import type { WindUnits } from "../curtailment/windUnits.ts";
import type { SettlementDate } from "../settlement/types.ts";
import { windSigns, windSignsOfId, type WindSign } from "./windLikeness.ts";

/** A unit of unknown fuel, and how much like wind it was bid down over some days. */
export type RadarUnit = {
  readonly bmUnitId: BmUnitId;
  /** Its latest row; null: no register row has the id. */
  readonly unit: BmUnit | null;
  /** What would be curtailment if it is wind. */
  readonly grossWh: number;
  readonly undoWh: number;
  /** Share of grossWh that was bid at less than 0 GBP per MWh, 0 to 1; null where no price is known, or nothing was bid down. */
  readonly paidShare: number | null;
  /** SO-flagged share of grossWh, 0 to 1; null where it is not known of every day. */
  readonly soShare: number | null;
  readonly periods: number;
  readonly days: number;
  readonly first: SettlementDate;
  readonly last: SettlementDate;
  /** What its register row says for it, or its id where there is none. */
  readonly signs: readonly WindSign[];
  /** `likely`: bids like wind, and more than that speaks for it. `possible`: one of the two. `unlikely`: neither. */
  readonly likeness: "likely" | "possible" | "unlikely";
};

/**
 * Wind loses its subsidy with its energy, so it is paid to go down; whatever burns fuel or stores energy pays. Of 175 wind units
 * in 15,389 unit-days of November 2024 to December 2025, the one that was least was paid for 54 % of its energy (Hornsea 1C), and
 * 172 for more than 90 %. (Days on which what a unit was bid cost something, by its day's balance: The Subsidy Clock, CC BY 4.0.)
 */
const LEAST_PAID_SHARE = 0.5;

/** One half-hour says nothing: with prices below zero anybody may be paid for it. Wind was bid down in 2 or more on 2022-01-01. */
const LEAST_PERIODS = 2;

/**
 * More than half SO-flagged: taken for a constraint of the grid, which is where wind is. Offshore wind of the south mostly is not,
 * so that it speaks for wind where it is high, and against nothing where it is low.
 */
const HIGH_SO_SHARE = 0.5;

/** Whoever is paid on three days was not merely met by one windy day's prices. */
const MANY_DAYS = 3;

/**
 * Units of unknown fuel with what they were bid down, those that look most like wind first, then by energy.
 *
 * @param bids of any days; units that the register maps by now, or that were decided not to be wind, are left out
 */
export function registerRadar(
  bids: readonly UnmappedBids[],
  register: Pick<WindUnits, "isUndecided" | "unit">,
): RadarUnit[] {
  const unknown = bids.filter(({ bmUnitId }) => register.isUndecided(bmUnitId));
  return [...grouped(unknown, ({ bmUnitId }) => bmUnitId).values()]
    .map((days) => radarUnit(days, register.unit(days[0].bmUnitId)))
    .toSorted(
      (a, b) => RANKS[a.likeness] - RANKS[b.likeness] || b.grossWh - a.grossWh || compareText(a.bmUnitId, b.bmUnitId),
    );
}

const RANKS = { likely: 0, possible: 1, unlikely: 2 } as const;

function radarUnit(days: NonEmpty<UnmappedBids>, unit: BmUnit | null): RadarUnit {
  const dates = days.map(({ settlementDate }) => settlementDate).toSorted(compareText);
  const seen = {
    grossWh: sum(days.map(({ grossWh }) => grossWh)),
    paidShare: paidShareOf(days),
    soShare: soShareOf(days),
    periods: sum(days.map(({ periods }) => periods)),
    days: new Set(dates).size,
    signs: unit === null ? windSignsOfId(days[0].bmUnitId) : windSigns(unit),
  };
  return {
    bmUnitId: days[0].bmUnitId,
    unit,
    undoWh: sum(days.map(({ undoWh }) => undoWh)),
    ...seen,
    first: dates[0] ?? days[0].settlementDate,
    last: dates.at(-1) ?? days[0].settlementDate,
    likeness: likenessOf(seen),
  };
}

function likenessOf({
  paidShare,
  soShare,
  periods,
  days,
  signs,
}: Pick<RadarUnit, "paidShare" | "soShare" | "periods" | "days" | "signs">): RadarUnit["likeness"] {
  const isFlagged = soShare !== null && soShare >= HIGH_SO_SHARE;
  const isSigned = signs.length > 0;
  const isPaid = periods >= LEAST_PERIODS && paidShare !== null && paidShare >= LEAST_PAID_SHARE;
  if (isPaid) return isFlagged || isSigned || days >= MANY_DAYS ? "likely" : "possible";
  return isSigned ? "possible" : "unlikely";
}

/** Of the days whose prices are known. */
function paidShareOf(days: readonly UnmappedBids[]): number | null {
  const priced = days.filter(({ paidGrossWh }) => paidGrossWh !== null);
  return share(
    priced.map(({ paidGrossWh }) => paidGrossWh ?? 0),
    priced.map(({ grossWh }) => grossWh),
  );
}

function soShareOf(days: readonly UnmappedBids[]): number | null {
  if (days.some(({ soGrossWh }) => soGrossWh === null)) return null;
  return share(
    days.map(({ soGrossWh }) => soGrossWh ?? 0),
    days.map(({ grossWh }) => grossWh),
  );
}

function share(parts: readonly number[], wholes: readonly number[]): number | null {
  const whole = sum(wholes);
  return whole === 0 ? null : sum(parts) / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
