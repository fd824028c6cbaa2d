import {
  parseSettlementDate,
  parseSettlementPeriod,
  type SettlementDate,
  type SettlementDateRange,
  settlementDates,
  settlementMonth,
  type SettlementPeriod,
  settlementYear,
} from "@windhash/core";
import { asTyped, UsageError } from "../usageError.ts";

/** A settlement date as typed. @throws {UsageError} when there is no such day */
export function typedDate(text: string): SettlementDate {
  return asTyped(() => parseSettlementDate(text));
}

/** A settlement period of the date as typed. @throws {UsageError} when the date has no such period */
export function typedPeriod(text: string, date: SettlementDate): SettlementPeriod {
  return asTyped(() => parseSettlementPeriod(text, date));
}

/** The dates from `first` to `last`, or `first` alone. @throws {UsageError} also when they are the wrong way round */
export function typedRange(first: string, last: string | undefined): SettlementDateRange {
  const from = typedDate(first);
  const range = { from, to: last === undefined ? from : typedDate(last) };
  asTyped(() => settlementDates(range));
  return range;
}

/** What `--from` and `--to` name; null when neither is given: everything that is held. @throws {UsageError} */
export function typedSpan({ from, to }: { readonly from?: string; readonly to?: string }): SettlementDateRange | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined) {
    const [given, absent] = from === undefined ? ["--to", "--from"] : ["--from", "--to"];
    throw new UsageError(`A range of dates must have both ends, got ${given} alone. Give ${absent} too.`);
  }
  return typedRange(from, to);
}

/** The dates of a month. @throws {UsageError} when there is no such month */
export function typedMonth(text: string): SettlementDateRange {
  return asTyped(() => settlementMonth(text));
}

/** A number of days, 1 or more. @throws {UsageError} for anything else */
export function typedDayCount(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new UsageError(`A number of days must be whole and 1 or more, got "${text}".`, { days: text });
}

/** The dates of a day, a month or a year. @throws {UsageError} for anything else */
export function typedDayMonthOrYear(text: string): SettlementDateRange {
  if (/^\d{4}$/.test(text)) return asTyped(() => settlementYear(text));
  if (/^\d{4}-\d{2}$/.test(text)) return asTyped(() => settlementMonth(text));
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return typedRange(text, undefined);
  throw new UsageError(`A summary must be of a day YYYY-MM-DD, a month YYYY-MM or a year YYYY, got "${text}".`, {
    text,
  });
}
