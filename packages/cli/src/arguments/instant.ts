import { isoFromInstant, settlementDay, settlementPeriodAt } from "@windhash/core";
import { UsageError } from "../usageError.ts";
import { typedDate } from "./dates.ts";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/i;

/**
 * An instant as typed: a time with its offset from UTC, to the second, or a date of London, of which it is the first second or the
 * last.
 *
 * @param name what it was typed as, for the message
 * @returns Unix seconds
 * @throws {UsageError} also for a time without an offset, which would be another instant on another machine
 */
export function typedInstant(text: string, { name, dateIs }: { name: string; dateIs: "first" | "last" }): number {
  if (DATE.test(text)) {
    const { startsAt, endsAt } = settlementDay(typedDate(text));
    return dateIs === "first" ? startsAt : endsAt - 1;
  }
  const [, date, hour, minute, second = "0", offset = ""] = INSTANT.exec(text) ?? [];
  if (date === undefined) {
    const must = "must be a time with its offset, such as 2025-03-11T18:00:00Z, or a date YYYY-MM-DD";
    throw new UsageError(`${name} ${must}, got "${text}".`, { text });
  }
  const timeS = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return Date.parse(`${typedDate(date)}T00:00:00Z`) / 1000 + timeS - offsetS(offset);
}

/** `+01:00` is 3600. */
function offsetS(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
  const amountS = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  return sign === "-" ? -amountS : amountS;
}

/**
 * A moment to look back to, as typed. A date is its end, so it must have ended: before that, what is told of it may still change.
 *
 * @param now Unix seconds
 * @throws {UsageError} also for one that is still to come: what will be told then is not known
 */
export function typedPastInstant(text: string, { name, now }: { name: string; now: number }): number {
  const instant = typedInstant(text, { name, dateIs: "last" });
  if (instant <= now) return instant;
  if (text === settlementPeriodAt(now).settlementDate)
    throw new UsageError(
      `${name} must be a date that has ended, got ${text}, which lasts until ${isoFromInstant(instant)}. Give a time, such as ${isoFromInstant(now)}, or leave it out for what is held now.`,
      { text, now },
    );
  throw new UsageError(
    `${name} must not be later than now, ${isoFromInstant(now)}, got ${isoFromInstant(instant)}. Leave it out for what is held now.`,
    { text, now },
  );
}
