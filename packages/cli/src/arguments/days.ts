import type { SettlementDateRange } from "@windhash/core";
import { UsageError } from "../usageError.ts";
import { typedDayMonthOrYear, typedRange } from "./dates.ts";

/**
 * The dates of a day, a month or a year, or those from a day to another.
 *
 * @throws {UsageError} for anything else, and for a month or a year with an end of its own
 */
export function typedDays(text: string, to: string | undefined): SettlementDateRange {
  if (to === undefined) return typedDayMonthOrYear(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return typedRange(text, to);
  throw new UsageError(`--to must follow a day YYYY-MM-DD, got it with "${text}", which has an end of its own.`, {
    text,
    to,
  });
}

/** The same, or null where nothing was typed: everything that is held. @throws {UsageError} */
export function typedDaysOrAll(text: string | undefined, to: string | undefined): SettlementDateRange | null {
  if (text !== undefined) return typedDays(text, to);
  if (to === undefined) return null;
  throw new UsageError(`--to must follow a day YYYY-MM-DD, got ${to} alone. Give the first day too.`, { to });
}
