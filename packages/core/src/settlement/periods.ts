import { SettlementError } from "../errors.ts";
import { londonDay, londonMidnight } from "./london.ts";
import {
  dateFromDay,
  dayFromDate,
  FIRST_SETTLEMENT_DATE,
  LAST_SETTLEMENT_DATE,
  periodCount,
  periodOfDay,
} from "./parse.ts";
import type { Interval, SettlementDate, SettlementPeriod } from "./types.ts";

/** Length of every settlement period in elapsed seconds, also on the days on which the clock changes. */
export const SETTLEMENT_PERIOD_S = 1800;

/** The instants of the supported dates; the end does not belong to them. */
const FIRST_INSTANT = londonMidnight(dayFromDate(FIRST_SETTLEMENT_DATE));
const END_INSTANT = londonMidnight(dayFromDate(LAST_SETTLEMENT_DATE) + 1);

/** One settlement period of one settlement date. */
export type SettlementTime = { readonly settlementDate: SettlementDate; readonly settlementPeriod: SettlementPeriod };

/** From one London midnight to the next, Unix seconds: 23, 24 or 25 hours. */
export function settlementDay(date: SettlementDate): Interval {
  const day = dayFromDate(date);
  return { startsAt: londonMidnight(day), endsAt: londonMidnight(day + 1) };
}

/** The numbers of the date's periods, 1 to 46, 48 or 50. */
export function settlementPeriods(date: SettlementDate): SettlementPeriod[] {
  return Array.from({ length: periodCount(date) }, (_, index) => (index + 1) as SettlementPeriod);
}

/**
 * The half-hour of a settlement period, Unix seconds: it begins at London midnight + 30 min x (p - 1) of elapsed time.
 *
 * @throws {SettlementError} when the date has no such period
 */
export function settlementPeriodInterval(date: SettlementDate, period: SettlementPeriod): Interval {
  const day = dayFromDate(date);
  const startsAt = londonMidnight(day) + (periodOfDay(period, day) - 1) * SETTLEMENT_PERIOD_S;
  return { startsAt, endsAt: startsAt + SETTLEMENT_PERIOD_S };
}

/**
 * The settlement date and period that hold an instant.
 *
 * @param instant Unix seconds, a whole number
 * @throws {SettlementError} when the instant is not a whole number or outside the supported dates
 */
export function settlementPeriodAt(instant: number): SettlementTime {
  if (!Number.isSafeInteger(instant) || instant < FIRST_INSTANT || instant >= END_INSTANT) throw noSuchInstant(instant);
  const day = londonDay(instant);
  const period = Math.floor((instant - londonMidnight(day)) / SETTLEMENT_PERIOD_S) + 1;
  return { settlementDate: dateFromDay(day), settlementPeriod: period as SettlementPeriod };
}

function noSuchInstant(instant: number): SettlementError {
  return new SettlementError(
    `An instant must be whole Unix seconds from ${FIRST_INSTANT} to ${END_INSTANT - 1} ` +
      `(settlement dates ${FIRST_SETTLEMENT_DATE} to ${LAST_SETTLEMENT_DATE}), got ${String(instant)}.`,
    { instant: String(instant) },
  );
}
