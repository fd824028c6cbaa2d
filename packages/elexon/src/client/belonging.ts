import {
  type Interval,
  isoFromInstant,
  periodCount,
  SETTLEMENT_PERIOD_S,
  type SettlementDate,
  type SettlementPeriod,
} from "@windhash/core";
import { type Origin, wrongRow } from "./rows.ts";

type DatedRow = { readonly settlementDate: SettlementDate; readonly settlementPeriod: SettlementPeriod };
type TimedRow = { readonly timeFrom: number; readonly timeTo: number };

/**
 * Refuses rows of another date, or of another period where one was asked for, or of a period that the date does not have.
 *
 * @throws {SourceError} for the first row that does not belong
 */
export function requireDate(
  rows: readonly DatedRow[],
  {
    settlementDate,
    settlementPeriod,
  }: { readonly settlementDate: SettlementDate; readonly settlementPeriod?: SettlementPeriod },
  origin: Origin,
): void {
  const count = periodCount(settlementDate);
  for (const [row, found] of rows.entries()) {
    if (found.settlementDate !== settlementDate) {
      const rule = `must be ${settlementDate}, which was asked for`;
      throw wrongRow(origin, { row, field: "settlementDate", rule, value: found.settlementDate });
    }
    const belongs =
      settlementPeriod === undefined ? found.settlementPeriod <= count : found.settlementPeriod === settlementPeriod;
    if (!belongs) {
      const rule =
        settlementPeriod === undefined ? `must be 1 to ${count}` : `must be ${settlementPeriod}, which was asked for`;
      throw wrongRow(origin, { row, field: "settlementPeriod", rule, value: found.settlementPeriod });
    }
  }
}

/**
 * Refuses rows that lie wholly outside a span: the source did not heed what it was asked.
 *
 * @throws {SourceError} for the first row that does not touch the span
 */
export function requireSpan(rows: readonly TimedRow[], span: Interval, origin: Origin): void {
  const row = rows.findIndex((found) => !touches(found, span));
  const found = rows[row];
  if (found === undefined) return;
  const rule = `must lie in ${isoFromInstant(span.startsAt)} to ${isoFromInstant(span.endsAt)}, which was asked for`;
  throw wrongRow(origin, { row, field: "timeFrom", rule, value: isoFromInstant(found.timeFrom) });
}

/** Whether a row shares time with the span; a row without length counts where it stands. */
export function touches({ timeFrom, timeTo }: TimedRow, { startsAt, endsAt }: Interval): boolean {
  return timeFrom < endsAt && (timeTo > startsAt || timeFrom >= startsAt);
}

/** Whether a row begins in the span. */
export function beginsIn({ timeFrom }: TimedRow, { startsAt, endsAt }: Interval): boolean {
  return timeFrom >= startsAt && timeFrom < endsAt;
}

/** The span made of the whole settlement periods that it touches; those begin on every half-hour of UTC. */
export function wholePeriods({ startsAt, endsAt }: Interval): Interval {
  return {
    startsAt: Math.floor(startsAt / SETTLEMENT_PERIOD_S) * SETTLEMENT_PERIOD_S,
    endsAt: Math.ceil(endsAt / SETTLEMENT_PERIOD_S) * SETTLEMENT_PERIOD_S,
  };
}
