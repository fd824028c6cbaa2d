import { calendarDay, type DayNumber, dayNumber, weekday } from "./calendar.ts";

const DAY_S = 86_400;
const HOUR_S = 3_600;

/**
 * The London calendar days of a year on which the clock goes forward (46 periods) and back (50 periods).
 *
 * Greenwich time, but one hour ahead of it from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of
 * October: directive 2000/84/EC, the United Kingdom's Summer Time Order 2002, and the same days already in 2001. The rule
 * stands here in place of a time-zone library. Should a law end it, this file and the dates of `parse.ts` must follow.
 */
export function clockChangeDays(year: number): { readonly forward: DayNumber; readonly back: DayNumber } {
  return { forward: lastSunday(year, 3), back: lastSunday(year, 10) };
}

/** The instant, Unix seconds, at which a London calendar day begins. Summer's first midnight is the day after the change. */
export function londonMidnight(day: DayNumber): number {
  const { forward, back } = clockChangeDays(calendarDay(day).year);
  return day * DAY_S - (day > forward && day <= back ? HOUR_S : 0);
}

/** The London calendar day of an instant, Unix seconds. */
export function londonDay(instant: number): DayNumber {
  const { forward, back } = clockChangeDays(calendarDay(Math.floor(instant / DAY_S)).year);
  const isSummer = instant >= forward * DAY_S + HOUR_S && instant < back * DAY_S + HOUR_S;
  return Math.floor((isSummer ? instant + HOUR_S : instant) / DAY_S);
}

/** Only for months of 31 days, as March and October are. */
function lastSunday(year: number, month: 3 | 10): DayNumber {
  const lastDay = dayNumber({ year, month, day: 31 });
  return lastDay - weekday(lastDay);
}
