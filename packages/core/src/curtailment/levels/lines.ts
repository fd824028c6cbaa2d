import { isoFromInstant } from "../../settlement/instants.ts";
import { refusal } from "../refusal.ts";
import type { LevelSegment } from "../sourceRows.ts";

/** More than any site: far below what arithmetic on the products of levels and seconds can hold. */
const MOST_MW = 1_000_000;
const LEVEL_RULE = `be whole megawatts within ${MOST_MW}`;

/**
 * A straight line of power over time in whole numbers: at instant t it is (level + slope x (t - originAt)) / denominator MW.
 * A level one has the denominator 1.
 */
export type Line = {
  readonly originAt: number;
  readonly level: number;
  readonly slope: number;
  readonly denominator: number;
};

/** The line through the two ends of a segment, in lowest terms. */
export function lineOf({ startsAt, endsAt, levelFromMw, levelToMw }: Omit<LevelSegment, "bmUnitId">): Line {
  const rise = levelToMw - levelFromMw;
  const divisor = gcd(Math.abs(rise), endsAt - startsAt);
  const denominator = (endsAt - startsAt) / divisor;
  return { originAt: startsAt, level: levelFromMw * denominator, slope: rise / divisor, denominator };
}

/** The line's value at an instant times `scale`, a multiple of its denominator: a whole number. */
export function scaledLevel(line: Line, instant: number, scale: bigint): bigint {
  const { originAt, level, slope, denominator } = line;
  const scaled = BigInt(level + slope * (instant - originAt));
  return scale === 1n ? scaled : scaled * (scale / BigInt(denominator));
}

/** The least scale at which all lines are whole numbers at whole seconds. */
export function commonScale(lines: readonly Line[]): bigint {
  let scale = 1n;
  for (const { denominator } of lines) {
    if (denominator !== 1) scale = leastCommonMultiple(scale, BigInt(denominator));
  }
  return scale;
}

/**
 * Refuses what no line can be drawn through.
 *
 * @param nameRow names the row in the message
 * @throws {SourceRowError} for instants that are not whole seconds or run backwards, and for levels that are not whole MW
 */
export function checkSegment(segment: Omit<LevelSegment, "bmUnitId">, nameRow: () => string): void {
  const { startsAt, endsAt, levelFromMw, levelToMw } = segment;
  if (!Number.isSafeInteger(startsAt)) throw bad("startsAt", "be a whole second", startsAt);
  if (!Number.isSafeInteger(endsAt)) throw bad("endsAt", "be a whole second", endsAt);
  if (endsAt < startsAt) throw bad("endsAt", `not be before ${isoFromInstant(startsAt)}`, isoFromInstant(endsAt));
  if (!isLevel(levelFromMw)) throw bad("levelFromMw", LEVEL_RULE, levelFromMw);
  if (!isLevel(levelToMw)) throw bad("levelToMw", LEVEL_RULE, levelToMw);

  function bad(field: string, rule: string, value: unknown) {
    return refusal({ row: nameRow(), field, rule, value });
  }
}

function isLevel(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= MOST_MW;
}

function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [divisor, rest] = [a, b];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
