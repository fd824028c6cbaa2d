import {
  type Interval,
  type SettlementDate,
  settlementPeriodAt,
  settlementPeriodInterval,
  settlementPeriods,
  type SettlementPeriod,
  type SettlementTime,
} from "@windhash/core";
import {
  type HalfHour,
  type Liveliness,
  notifiedMw,
  slotOf,
  type UnitSlot,
  unitSlot,
  type WorldAcceptance,
  type WorldVolume,
} from "./course.ts";
import { type PairPrice, pairPrices } from "./prices.ts";
import { type TrueRecord, trueRecord } from "./truth.ts";
import { type UnitCounts, type WorldUnit, worldUnits } from "./units.ts";

/** A made-up balancing mechanism: the same for the same options, on any dates, in any order of asking. */
export type World = {
  readonly seed: number;
  readonly units: readonly WorldUnit[];
  /** Everything of a settlement period. */
  readonly period: (date: SettlementDate, period: SettlementPeriod) => WorldPeriod;
  /** The curtailment records of a day as they truly are, in order of period and unit; an SO part is of methods that have flags. */
  readonly truth: (date: SettlementDate) => readonly TrueRecord[];
};

/** What happened in one settlement period. */
export type WorldPeriod = SettlementTime &
  Interval & {
    readonly halfHour: HalfHour;
    readonly units: readonly WorldUnitPeriod[];
  };

/** One unit in one settlement period. */
export type WorldUnitPeriod = {
  readonly unit: WorldUnit;
  readonly notifiedMw: number;
  readonly prices: readonly PairPrice[];
  /** In force at any time of the period. */
  readonly acceptances: readonly WorldAcceptance[];
  readonly volumes: readonly WorldVolume[];
};

/** How a world is made. */
export type WorldOptions = {
  readonly seed: number;
  /** 8 wind units and 5 others by default. */
  readonly units?: UnitCounts;
  readonly liveliness?: Partial<Liveliness>;
};

const DEFAULT_UNITS: UnitCounts = { wind: 8, other: 5 };
const DEFAULT_LIVELINESS: Liveliness = { acceptances: 5, calm: 0.3, dead: 0.15 };

/** Slots that are remembered: a few days of the largest worlds. */
const MOST_SLOTS = 5000;

/**
 * Makes a world: notifications flat by half-hour, acceptances of whole MW at whole minutes, some overriding others, some undoing them;
 * what is settled of them follows from them, so that stack, accepted volumes and levels agree.
 */
export function syntheticWorld({ seed, units: counts = DEFAULT_UNITS, liveliness = {} }: WorldOptions): World {
  const units = worldUnits(seed, counts);
  const slots = new Map<string, UnitSlot>();
  const slotAt = (unit: WorldUnit, halfHour: HalfHour): UnitSlot => {
    const slot = slotOf(unit, halfHour);
    const key = `${unit.nationalGridId} ${slot}`;
    const known = slots.get(key);
    if (known !== undefined) return known;
    if (slots.size >= MOST_SLOTS) slots.clear();
    const made = unitSlot(seed, unit, slot, { ...DEFAULT_LIVELINESS, ...liveliness });
    slots.set(key, made);
    return made;
  };
  const period = remembered((settlementDate, settlementPeriod): WorldPeriod => {
    const span = settlementPeriodInterval(settlementDate, settlementPeriod);
    const halfHour = span.startsAt / 1800;
    const unitPeriod = (unit: WorldUnit): WorldUnitPeriod => {
      const { acceptances, volumes } = slotAt(unit, halfHour);
      return {
        unit,
        notifiedMw: notifiedMw(seed, unit, halfHour),
        prices: pairPrices(seed, unit, halfHour),
        acceptances: acceptances.filter((acceptance) => isInForce(acceptance, halfHour)),
        volumes: volumes.filter((volume) => volume.halfHour === halfHour),
      };
    };
    return { settlementDate, settlementPeriod, ...span, halfHour, units: units.map(unitPeriod) };
  });
  const truth = (date: SettlementDate) =>
    settlementPeriods(date).flatMap((settlementPeriod) => trueRecords(seed, period(date, settlementPeriod)));
  return { seed, units, period, truth };
}

/** Periods that are remembered: a few days, as every body is about one of them. */
const MOST_PERIODS = 200;

function remembered(make: World["period"]): World["period"] {
  const known = new Map<string, WorldPeriod>();
  return (date, period) => {
    const key = `${date} ${period}`;
    const held = known.get(key);
    if (held !== undefined) return held;
    if (known.size >= MOST_PERIODS) known.clear();
    const made = make(date, period);
    known.set(key, made);
    return made;
  };
}

function isInForce({ stretches }: WorldAcceptance, halfHour: HalfHour): boolean {
  return stretches.some(({ fromMinute, toMinute }) => fromMinute < (halfHour + 1) * 30 && toMinute > halfHour * 30);
}

function trueRecords(seed: number, { settlementDate, settlementPeriod, units }: WorldPeriod): TrueRecord[] {
  const records = units.flatMap(({ unit, volumes }) => {
    const below = volumes.filter(({ pair }) => pair < 0);
    if (!unit.isWind || below.length === 0) return [];
    const bmUnitId = unit.elexonId ?? unit.nationalGridId;
    return [trueRecord({ settlementDate, settlementPeriod, bmUnitId }, { seed, unit, volumes: below })];
  });
  return records.toSorted((a, b) => (a.bmUnitId < b.bmUnitId ? -1 : 1));
}

/** The settlement periods that begin in a span, in order. */
export function periodsBeginning({ startsAt, endsAt }: Interval): readonly SettlementTime[] {
  const first = Math.ceil(startsAt / 1800);
  const length = Math.max(0, Math.ceil(endsAt / 1800) - first);
  return Array.from({ length }, (_, index) => settlementPeriodAt((first + index) * 1800));
}
