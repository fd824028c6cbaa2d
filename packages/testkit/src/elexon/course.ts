import { type Chance, chanceOf, wholeNumber } from "./chance.ts";
import type { WorldUnit } from "./units.ts";

/** Half-hours since 1970-01-01T00:00Z; every settlement period is one. */
export type HalfHour = number;

/** A straight line of power: minutes since 1970, whole MW. */
export type Stretch = {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly fromMw: number;
  readonly toMw: number;
};

/** An instruction of the world to a unit. */
export type WorldAcceptance = {
  readonly number: number;
  /** Minutes since 1970. */
  readonly acceptedAtMinute: number;
  readonly soFlag: boolean;
  readonly stretches: readonly Stretch[];
};

/**
 * What an acceptance moved on one pair in one half-hour, in 120ths of a MWh: below zero downwards (the bid side). All levels are
 * whole MW at whole minutes and nothing crosses within a minute, so it is a whole number.
 */
export type WorldVolume = {
  readonly halfHour: HalfHour;
  readonly acceptance: WorldAcceptance;
  readonly pair: number;
  readonly side: "bid" | "offer";
  readonly volume120: number;
};

/** The acceptances of a unit in a slot of its time, and what they moved. */
export type UnitSlot = {
  readonly acceptances: readonly WorldAcceptance[];
  readonly volumes: readonly WorldVolume[];
};

/** How lively a world is. */
export type Liveliness = {
  /** At most so many acceptances of a unit in six hours. */
  readonly acceptances: number;
  /** The share of the half-days in which no wind unit, and of those in which nobody at all, is told anything. */
  readonly calm: number;
  readonly dead: number;
};

/** No acceptance goes beyond its slot, so slots can be made one by one; they begin at other times than days do. */
export const SLOT_HALF_HOURS = 12;
const SLOT_MINUTES = SLOT_HALF_HOURS * 30;

/** Shorter than the two hours for which acceptances are read before a day. */
const LONGEST_MINUTES = 90;

/** The slot of a unit's time that holds a half-hour. */
export function slotOf({ phase }: WorldUnit, halfHour: HalfHour): number {
  return Math.floor((halfHour - phase) / SLOT_HALF_HOURS);
}

/** The notification of a unit, flat over the half-hour, MW. */
export function notifiedMw(seed: number, unit: WorldUnit, halfHour: HalfHour): number {
  const share = 0.4 + 0.6 * chanceOf(seed, "notified", unit.nationalGridId, halfHour)();
  return Math.round(unit.capacityMw * share);
}

/** Works out one slot of one unit. */
export function unitSlot(seed: number, unit: WorldUnit, slot: number, liveliness: Liveliness): UnitSlot {
  const firstHalfHour = slot * SLOT_HALF_HOURS + unit.phase;
  if (isQuiet(seed, unit, firstHalfHour, liveliness)) return { acceptances: [], volumes: [] };
  const course = plannedCourse(seed, unit, firstHalfHour);
  const chance = chanceOf(seed, "slot", unit.nationalGridId, slot);
  const count = wholeNumber(chance, 0, liveliness.acceptances);
  const acceptances: WorldAcceptance[] = [];
  const volumes: WorldVolume[] = [];
  const starts = startMinutes(chance, count);
  for (const [index, start] of starts.entries()) {
    const drawn = drawAcceptance(chance, { unit, course, start, number: slot * 16 + index });
    const moved = drawn && movedBy(unit, course, drawn);
    if (drawn === null || moved === null) continue;
    acceptances.push(drawn);
    volumes.push(...moved);
    for (const minute of minutesOf(drawn)) course.lines.set(minute.minute, minute);
  }
  return { acceptances, volumes };
}

function isQuiet(seed: number, unit: WorldUnit, firstHalfHour: HalfHour, { calm, dead }: Liveliness): boolean {
  const drawn = chanceOf(seed, "weather", Math.floor(firstHalfHour / 24))();
  return drawn < dead || (unit.isWind && drawn < dead + calm);
}

/** What a unit does by its last instruction, minute by minute; its notification where there is none. */
type Course = {
  readonly firstMinute: number;
  readonly planMw: (minute: number) => number;
  readonly lines: Map<number, MinuteLine>;
};
type MinuteLine = { readonly minute: number; readonly fromMw: number; readonly toMw: number };

function plannedCourse(seed: number, unit: WorldUnit, firstHalfHour: HalfHour): Course {
  const plan = Array.from({ length: SLOT_HALF_HOURS }, (_, index) => notifiedMw(seed, unit, firstHalfHour + index));
  const firstMinute = firstHalfHour * 30;
  return { firstMinute, planMw: (minute) => plan[Math.floor((minute - firstMinute) / 30)] ?? 0, lines: new Map() };
}

function lineAt({ lines, planMw }: Course, minute: number): MinuteLine {
  return lines.get(minute) ?? { minute, fromMw: planMw(minute), toMw: planMw(minute) };
}

/** In order, minutes from the beginning of the slot; every other one soon after the one before, so that it overrides it. */
function startMinutes(chance: Chance, count: number): readonly number[] {
  const starts: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const previous = starts.at(-1);
    const isFollowUp = previous !== undefined && chance() < 0.5;
    const start = isFollowUp ? previous + wholeNumber(chance, 3, 20) : wholeNumber(chance, 0, SLOT_MINUTES - 20);
    starts.push(Math.min(start, SLOT_MINUTES - 11));
  }
  return [...new Set(starts)].toSorted((a, b) => a - b);
}

type Drawing = {
  readonly unit: WorldUnit;
  readonly course: Course;
  readonly start: number;
  readonly number: number;
};

function drawAcceptance(chance: Chance, { unit, course, start, number }: Drawing): WorldAcceptance | null {
  const fromMinute = course.firstMinute + start;
  const length = Math.min(wholeNumber(chance, 10, LONGEST_MINUTES), SLOT_MINUTES - start);
  const end = fromMinute + length;
  const [before, planned] = [lineAt(course, fromMinute).fromMw, course.planMw(fromMinute)];
  const ramp = [1, 2, 5][wholeNumber(chance, 0, 2)] ?? 1;
  const goal = goalMw(chance, unit, planned, before < planned);
  const level = before + ramp * Math.round((goal - before) / ramp);
  if (level < 0) return null;
  const plannedAtEnd = course.planMw(end - 1);
  const points: [number, number][] = [
    [fromMinute, before],
    [fromMinute + ramp, level],
    [end - 1, level],
    [end, chance() < 0.5 ? plannedAtEnd : level],
  ];
  return {
    number,
    acceptedAtMinute: fromMinute - 2,
    soFlag: chance() < 0.7,
    stretches: points.slice(1).map(([toMinute, toMw], index) => {
      const [stretchFrom, fromMw] = points[index] ?? [fromMinute, before];
      return { fromMinute: stretchFrom, toMinute, fromMw, toMw };
    }),
  };
}

/** Wind is told down, or once it is down sometimes up again; others are told either way. */
function goalMw(chance: Chance, { isWind, capacityMw }: WorldUnit, plannedMw: number, isDown: boolean): number {
  if (isDown && chance() < 0.6) return plannedMw - wholeNumber(chance, 0, Math.floor(plannedMw / 4));
  const most = isWind && chance() < 0.95 ? plannedMw : Math.round(capacityMw * 1.2);
  return wholeNumber(chance, 0, most);
}

function* minutesOf({ stretches }: WorldAcceptance): Generator<MinuteLine> {
  for (const { fromMinute, toMinute, fromMw, toMw } of stretches) {
    const step = (toMw - fromMw) / (toMinute - fromMinute);
    for (let at = 0; at < toMinute - fromMinute; at += 1) {
      yield { minute: fromMinute + at, fromMw: fromMw + at * step, toMw: fromMw + (at + 1) * step };
    }
  }
}

/** What the acceptance moves; null where it crosses something within a minute, and is not to be. */
function movedBy(unit: WorldUnit, course: Course, acceptance: WorldAcceptance): WorldVolume[] | null {
  const sums = new Map<string, { halfHour: HalfHour; pair: number; side: "bid" | "offer"; volume120: number }>();
  for (const after of minutesOf(acceptance)) {
    const before = lineAt(course, after.minute);
    const planned = course.planMw(after.minute);
    if (crosses(unit, planned, before, after)) return null;
    const side = after.fromMw + after.toMw < before.fromMw + before.toMw ? "bid" : "offer";
    const halfHour = Math.floor(after.minute / 30);
    for (const pair of [-2, -1, 1]) {
      const moved = heights(unit, planned, after, pair) - heights(unit, planned, before, pair);
      if (moved === 0) continue;
      const key = `${halfHour} ${pair} ${side}`;
      const sum = sums.get(key) ?? { halfHour, pair, side, volume120: 0 };
      sum.volume120 += moved;
      sums.set(key, sum);
    }
  }
  return [...sums.values()].map((sum) => ({ ...sum, acceptance }));
}

function crosses({ firstBandMw }: WorldUnit, planned: number, before: MinuteLine, after: MinuteLine): boolean {
  if (isCut(after.fromMw - before.fromMw, after.toMw - before.toMw)) return true;
  if (isCutBy(planned, before) || isCutBy(planned, after)) return true;
  const edge = planned - (firstBandMw ?? 0);
  return isCutBy(edge, before) || isCutBy(edge, after);
}

function isCutBy(edge: number, { fromMw, toMw }: MinuteLine): boolean {
  return isCut(fromMw - edge, toMw - edge);
}

function isCut(from: number, to: number): boolean {
  return from * to < 0;
}

/** Twice the mean power within a pair's band, MW: positive pairs count from the notification up, negative ones down from it. */
function heights(unit: WorldUnit, planned: number, { fromMw, toMw }: MinuteLine, pair: number): number {
  return heightOf(unit, planned - fromMw, pair) + heightOf(unit, planned - toMw, pair);
}

function heightOf({ firstBandMw }: WorldUnit, depthMw: number, pair: number): number {
  if (pair > 0) return Math.max(0, -depthMw);
  const depth = Math.max(0, depthMw);
  if (firstBandMw === null) return pair === -1 ? -depth : 0;
  return pair === -1 ? -Math.min(depth, firstBandMw) : -Math.max(0, depth - firstBandMw);
}
