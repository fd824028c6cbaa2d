import { isoFromInstant, type SettlementDate, type SettlementDateRange } from "@windhash/core";

const CLOCK = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });
const ZONE = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", timeZoneName: "short" });
const WEEKDAY = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "long" });

/** What a clock in London shows, such as `00:30`. @param instant Unix seconds */
export function londonClock(instant: number): string {
  return CLOCK.format(instant * 1000);
}

/** `GMT` or `BST`. @param instant Unix seconds */
export function londonZone(instant: number): string {
  return ZONE.formatToParts(instant * 1000).find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** `2022-01-01 00:30`, or with seconds `2022-01-01 00:30:12`. @param instant Unix seconds */
export function utcShown(instant: number, to: "minutes" | "seconds" = "minutes"): string {
  return isoFromInstant(instant)
    .slice(0, to === "minutes" ? 16 : 19)
    .replace("T", " ");
}

/** `Saturday`. */
export function weekdayOf(date: SettlementDate): string {
  return WEEKDAY.format(Date.parse(date));
}

/** `2022-01-01`, or `2022-01-01 to 2022-01-31`. */
export function rangeShown({ from, to }: SettlementDateRange): string {
  return from === to ? from : `${from} to ${to}`;
}
