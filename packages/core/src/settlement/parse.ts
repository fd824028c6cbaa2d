import { SettlementError } from "../errors.ts";
import { calendarDay, type DayNumber, dayNumber, daysInMonth } from "./calendar.ts";
import { clockChangeDays } from "./london.ts";
import type { SettlementDate, SettlementPeriod } from "./types.ts";

/** The first and the last settlement date for which London's clock-change rule is taken as known. */
export const FIRST_SETTLEMENT_DATE = "2001-01-01" as SettlementDate;
/** The last of them, inclusive. */
export const LAST_SETTLEMENT_DATE = "2099-12-31" as SettlementDate;

const FIRST_DAY = dayNumber({ year: 2001, month: 1, day: 1 });
const LAST_DAY = dayNumber({ year: 2099, month: 12, day: 31 });

/**
 * The settlement date that a text names.
 *
 * @param text `YYYY-MM-DD`, a day that exists, from 2001-01-01 to 2099-12-31
 * @throws {SettlementError} for anything else, also for values that are not texts
 */
export function parseSettlementDate(text: string): SettlementDate {
  dayFromDate(text);
  return text as SettlementDate;
}

/**
 * The settlement period that a number or its decimal digits name.
 *
 * @param value 1 to 46, 48 or 50, as many as the date has
 * @throws {SettlementError} when the date has no such period
 */
export function parseSettlementPeriod(value: number | string, date: SettlementDate): SettlementPeriod {
  return periodOfDay(value, dayFromDate(date));
}

/** The same for a day number that was checked already. */
export function periodOfDay(value: number | string, day: DayNumber): SettlementPeriod {
  const count = countOfDay(day);
  const period = typeof value === "string" && /^\d{1,2}$/.test(value) ? Number(value) : value;
  if (typeof period === "number" && Number.isInteger(period) && period >= 1 && period <= count)
    return period as SettlementPeriod;
  throw noSuchPeriod(value, dateFromDay(day), count);
}

/** How many settlement periods a date has: 46 where the clock goes forward, 50 where it goes back, else 48. */
export function periodCount(date: SettlementDate): 46 | 48 | 50 {
  return countOfDay(dayFromDate(date));
}

/**
 * The day number of a settlement date, checked on every call: callers in plain JavaScript have no brand to protect them.
 *
 * @throws {SettlementError} when the text is no supported settlement date
 */
export function dayFromDate(date: string): DayNumber {
  const day = typeof date === "string" ? readDay(date) : Number.NaN;
  if (!(day >= FIRST_DAY && day <= LAST_DAY)) throw noSuchDate(date);
  return day;
}

/** The settlement date of a day number. @throws {SettlementError} outside 2001-01-01 to 2099-12-31 */
export function dateFromDay(number: DayNumber): SettlementDate {
  const { year, month, day } = calendarDay(number);
  const text = `${year}-${month < 10 ? "0" : ""}${month}-${day < 10 ? "0" : ""}${day}`;
  if (!(number >= FIRST_DAY && number <= LAST_DAY)) throw noSuchDate(text);
  return text as SettlementDate;
}

function countOfDay(day: DayNumber): 46 | 48 | 50 {
  const { forward, back } = clockChangeDays(calendarDay(day).year);
  return day === forward ? 46 : day === back ? 50 : 48;
}

/** NaN unless the text has exactly the form and names a day of the calendar. */
function readDay(text: string): DayNumber {
  if (text.length !== 10 || text[4] !== "-" || text[7] !== "-") return Number.NaN;
  const year = readDigits(text, 0, 4);
  const month = readDigits(text, 5, 7);
  const day = readDigits(text, 8, 10);
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? dayNumber({ year, month, day }) : Number.NaN;
}

/** By character, as `Number` would also take blanks, signs and exponents. */
function readDigits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function noSuchDate(value: unknown): SettlementError {
  return new SettlementError(
    `A settlement date must be a calendar day YYYY-MM-DD from ${FIRST_SETTLEMENT_DATE} to ${LAST_SETTLEMENT_DATE}, got ${shown(value)}.`,
    { settlementDate: String(value) },
  );
}

function noSuchPeriod(value: unknown, date: SettlementDate, count: number): SettlementError {
  const why = count === 48 ? "" : `, where the clock goes ${count === 46 ? "forward" : "back"}`;
  return new SettlementError(
    `A settlement period of ${date} must be a whole number from 1 to ${count}${why}, got ${shown(value)}.`,
    { settlementDate: date, settlementPeriod: String(value), periodCount: count },
  );
}

function shown(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : String(value);
}
