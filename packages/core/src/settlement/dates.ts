import { SettlementError } from "../errors.ts";
import { daysInMonth } from "./calendar.ts";
import { dateFromDay, dayFromDate, parseSettlementDate } from "./parse.ts";
import type { SettlementDate, SettlementDateRange } from "./types.ts";

/**
 * The settlement date so many days later, or earlier when negative.
 *
 * @throws {SettlementError} when `days` is not a whole number or the result is not a supported date
 */
export function addDays(date: SettlementDate, days: number): SettlementDate {
  if (!Number.isSafeInteger(days)) {
    throw new SettlementError(`Days to add must be a whole number, got ${String(days)}.`, { days: String(days) });
  }
  return dateFromDay(dayFromDate(date) + days);
}

/** The day after. @throws {SettlementError} after the last supported date */
export function nextSettlementDate(date: SettlementDate): SettlementDate {
  return addDays(date, 1);
}

/** The day before. @throws {SettlementError} before the first supported date */
export function previousSettlementDate(date: SettlementDate): SettlementDate {
  return addDays(date, -1);
}

/**
 * Every date of a range in order, both ends included.
 *
 * @throws {SettlementError} when the range ends before it begins
 */
export function settlementDates({ from, to }: SettlementDateRange): SettlementDate[] {
  const first = dayFromDate(from);
  const length = dayFromDate(to) - first + 1;
  if (length < 1) {
    throw new SettlementError(`A range of settlement dates must not end before it begins, got ${from} to ${to}.`, {
      from,
      to,
    });
  }
  return Array.from({ length }, (_, index) => dateFromDay(first + index));
}

/** The dates of a month. @param text `YYYY-MM` @throws {SettlementError} when there is no such month */
export function settlementMonth(text: string): SettlementDateRange {
  const [, year, month] = match(text, /^(\d{4})-(0[1-9]|1[0-2])$/, "month YYYY-MM");
  const lastDay = daysInMonth(Number(year), Number(month));
  return { from: parseSettlementDate(`${text}-01`), to: parseSettlementDate(`${text}-${lastDay}`) };
}

/** The dates of a year. @param text `YYYY` @throws {SettlementError} when there is no such year */
export function settlementYear(text: string): SettlementDateRange {
  match(text, /^\d{4}$/, "year YYYY");
  return { from: parseSettlementDate(`${text}-01-01`), to: parseSettlementDate(`${text}-12-31`) };
}

function match(text: unknown, pattern: RegExp, what: string): RegExpExecArray {
  const found = typeof text === "string" ? pattern.exec(text) : null;
  if (found !== null) return found;
  throw new SettlementError(`A ${what} of settlement dates must lie in 2001 to 2099, got ${String(text)}.`, {
    text: String(text),
  });
}
