/** Days since 1970-01-01, so that a calendar day is one integer. */
export type DayNumber = number;

/** A day of the Gregorian calendar, in plain numbers: month 1 to 12, day 1 to 31. */
export type CalendarDay = { readonly year: number; readonly month: number; readonly day: number };

/** Days from 0000-03-01 to 1970-01-01. Years are counted from March, so that the leap day comes last. */
const DAYS_TO_1970 = 719_468;

/** Days of 400 Gregorian years, after which the calendar repeats. */
const DAYS_OF_400_YEARS = 146_097;

/**
 * The day number of a calendar day.
 *
 * The months from March on are 31, 30, 31, 30, 31 days long, twice, then 31 and what is left: 153 days in five months.
 * Leap years are those of the Gregorian rule (4, not 100, but 400).
 */
export function dayNumber({ year, month, day }: CalendarDay): DayNumber {
  const marchYear = month > 2 ? year : year - 1;
  const monthsSinceMarch = (month + 9) % 12;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return 365 * marchYear + leapDays + Math.floor((153 * monthsSinceMarch + 2) / 5) + day - 1 - DAYS_TO_1970;
}

/** The calendar day of a day number; the inverse of `dayNumber`. */
export function calendarDay(number: DayNumber): CalendarDay {
  const days = number + DAYS_TO_1970;
  const cycle = Math.floor(days / DAYS_OF_400_YEARS);
  const dayOfCycle = days - cycle * DAYS_OF_400_YEARS;
  const yearOfCycle = marchYearOfCycle(dayOfCycle);
  const dayOfYear = dayOfCycle - 365 * yearOfCycle - Math.floor(yearOfCycle / 4) + Math.floor(yearOfCycle / 100);
  const monthsSinceMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthsSinceMarch < 10 ? monthsSinceMarch + 3 : monthsSinceMarch - 9;
  return {
    year: 400 * cycle + yearOfCycle + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthsSinceMarch + 2) / 5) + 1,
  };
}

/** Which March-to-February year (0 to 399) holds the day: leap days are taken out, then 365 divides evenly. */
function marchYearOfCycle(dayOfCycle: number): number {
  const leapDays = Math.floor(dayOfCycle / 1460) - Math.floor(dayOfCycle / 36_524) + Math.floor(dayOfCycle / 146_096);
  return Math.floor((dayOfCycle - leapDays) / 365);
}

/** How many days the month has, 28 to 31. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** 0 is Sunday, 6 Saturday; 1970-01-01 was a Thursday. */
export function weekday(number: DayNumber): number {
  return (((number + 4) % 7) + 7) % 7;
}
