import { type Interval, isoFromInstant, type SettlementDate, type SettlementPeriod } from "@windhash/core";
import type { Json } from "../result.ts";
import type { Look } from "./look.ts";
import { table } from "./table.ts";
import { londonClock, londonZone, utcShown, weekdayOf } from "./time.ts";

type TimedPeriod = Interval & { readonly settlementPeriod: SettlementPeriod };

/** A date's periods for people. */
export function periodsText(look: Look, date: SettlementDate, periods: readonly TimedPeriod[]): string[] {
  const rows = periods.map(({ settlementPeriod, startsAt, endsAt }) => [
    String(settlementPeriod),
    `${londonClock(startsAt)} ${londonZone(startsAt)}`,
    `${londonClock(endsAt)} ${londonZone(endsAt)}`,
    utcShown(startsAt),
    utcShown(endsAt),
  ]);
  const columns = [
    { heading: "period", align: "right" },
    { heading: "from, London", align: "left" },
    { heading: "to, London", align: "left" },
    { heading: "from, UTC", align: "left" },
    { heading: "to, UTC", align: "left" },
  ] as const;
  return [
    `${date} (${weekdayOf(date)}): ${periods.length} settlement periods${clockChange(periods.length)}`,
    "",
    ...table(look, columns, rows),
  ];
}

/** A date's periods as JSON. */
export function periodsDocument(
  date: SettlementDate,
  periods: readonly TimedPeriod[],
): { readonly [key: string]: Json } {
  return {
    settlementDate: date,
    periodCount: periods.length,
    periods: periods.map(({ settlementPeriod, startsAt, endsAt }) => ({
      settlementPeriod,
      startsAt: isoFromInstant(startsAt),
      endsAt: isoFromInstant(endsAt),
    })),
  };
}

function clockChange(count: number): string {
  if (count === 48) return "";
  return count === 46 ? ", as London's clock goes forward" : ", as London's clock goes back";
}
