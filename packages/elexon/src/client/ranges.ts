import {
  type Interval,
  type SettlementDate,
  type SettlementDateRange,
  settlementDates,
  settlementPeriods,
  type SettlementTime,
  type StopSignal,
} from "@windhash/core";
import type { TimedRow } from "./belonging.ts";
import type { Reading } from "./reading.ts";
import type { Requester } from "./request.ts";
import { streamRows } from "./rowStream.ts";
import { cutSpan, requireAskable } from "./spans.ts";

/** The rows of one request after another; none is asked for before the rows of the one before have been taken. */
export async function* streamAll<Row>(
  request: Requester,
  readings: Iterable<Reading<Row>>,
  signal: StopSignal | undefined,
): AsyncGenerator<Row, void, undefined> {
  for (const reading of readings) yield* streamRows(request, reading, signal);
}

/** A reading for each settlement date. */
export function* eachDay<Row>(
  dates: SettlementDateRange,
  readingOf: (settlementDate: SettlementDate) => Reading<Row>,
): Generator<Reading<Row>> {
  for (const date of settlementDates(dates)) yield readingOf(date);
}

/** A reading for each settlement period. */
export function* eachPeriod<Row>(
  dates: SettlementDateRange,
  readingOf: (period: SettlementTime) => Reading<Row>,
): Generator<Reading<Row>> {
  for (const date of settlementDates(dates)) {
    for (const period of settlementPeriods(date)) yield readingOf({ settlementDate: date, settlementPeriod: period });
  }
}

/** A reading for each stretch of a span, no longer than one request may ask for. */
export function* eachStretch<Row>(
  span: Interval,
  longestS: number,
  readingOf: (stretch: Interval) => Reading<Row>,
): Generator<Reading<Row>> {
  requireAskable(span, Number.POSITIVE_INFINITY, "rows");
  for (const stretch of cutSpan(span, longestS)) yield readingOf(stretch);
}

/**
 * The same for rows that last: one that reaches over a seam is given by both requests, and counts with the stretch in which it
 * begins. The first stretch also gives what began before it.
 */
export function eachStretchOfLevels<Row extends TimedRow>(
  span: Interval,
  longestS: number,
  readingOf: (stretch: Interval) => Reading<Row>,
): Generator<Reading<Row>> {
  return eachStretch(span, longestS, (stretch) => {
    const reading = readingOf(stretch);
    return stretch.startsAt === span.startsAt ? reading : withoutEarlier(reading, stretch);
  });
}

function withoutEarlier<Row extends TimedRow>(reading: Reading<Row>, { startsAt }: Interval): Reading<Row> {
  return {
    ...reading,
    selection: () => {
      const isWanted = reading.selection?.() ?? (() => true);
      return (row) => row.timeFrom >= startsAt && isWanted(row);
    },
  };
}
