import {
  type Interval,
  isoFromInstant,
  SETTLEMENT_PERIOD_S,
  settlementDay,
  settlementPeriodAt,
  SourceError,
} from "@windhash/core";

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/** The longest settlement day: the one on which the clock goes back. */
const LONGEST_DAY_S = 25 * HOUR_S;

/**
 * How much time one request may ask for, seconds, both ends included; more is answered with 400.
 *
 * - `unit`: `/balancing/physical`, `/balancing/acceptances` and `/balancing/bid-offer` answer "The date range between From and
 *   To inclusive must not exceed 7 days" (observed 2026; the API document states no bound).
 * - `generationPerType`: `/datasets/AGPT` "provides a maximum data output range of 4 days" (API document, 2026).
 *
 * The bodies of `/datasets/{BOD,MELS,MILS}` hold an hour at most (observed 2026). Their `/stream` forms have no bound, which
 * is why the client reads those.
 */
export const LONGEST_SPAN_S = { unit: 7 * DAY_S, generationPerType: 4 * DAY_S } as const;

/** How much of a `/stream` one request asks for where a range is read: a settlement day of all units is tens of megabytes. */
export const STREAM_SPAN_S = LONGEST_DAY_S;

/**
 * A span in stretches of at most `longestS` that follow each other without gap or overlap.
 *
 * Cut where settlement days begin, and where less than one fits, on the half-hours of UTC, on which settlement periods begin.
 *
 * @param longestS 1,800 or more
 */
export function cutSpan({ startsAt, endsAt }: Interval, longestS: number): Interval[] {
  const stretches: Interval[] = [];
  for (let from = startsAt; from < endsAt;) {
    const to = Math.min(endsAt, longestS < LONGEST_DAY_S ? lastHalfHour(from, longestS) : lastDayEnd(from, longestS));
    stretches.push({ startsAt: from, endsAt: to });
    from = to;
  }
  return stretches;
}

function lastHalfHour(from: number, longestS: number): number {
  return Math.floor((from + longestS) / SETTLEMENT_PERIOD_S) * SETTLEMENT_PERIOD_S;
}

/** The last end of a settlement day within reach: 7 times 24 hours hold only six days when one of them has 25. */
function lastDayEnd(from: number, longestS: number): number {
  return settlementDay(settlementPeriodAt(from + longestS).settlementDate).startsAt;
}

/** Refuses an empty span, and one that the endpoint would refuse. @throws {SourceError} that asking again does not mend */
export function requireAskable(span: Interval, longestS: number, name: string): void {
  const { startsAt, endsAt } = span;
  const got = `${shownInstant(startsAt)} to ${shownInstant(endsAt)}`;
  const details = { endpoint: name, startsAt, endsAt };
  if (!Number.isInteger(startsAt) || !Number.isInteger(endsAt) || startsAt >= endsAt) {
    throw new SourceError(
      `A span of ${name} must begin before it ends, both whole Unix seconds, got ${got}. Look at what was asked for.`,
      details,
    );
  }
  if (endsAt - startsAt > longestS) {
    throw new SourceError(
      `One request for ${name} must not ask for more than ${longestS / DAY_S} days, got ${got}. Use the client's \`stream\`, which asks piece by piece.`,
      details,
    );
  }
}

function shownInstant(instant: number): string {
  return Number.isInteger(instant) ? isoFromInstant(instant) : String(instant);
}

/** The span made of the whole settlement periods that it touches; those begin on every half-hour of UTC. */
export function wholePeriods({ startsAt, endsAt }: Interval): Interval {
  return {
    startsAt: Math.floor(startsAt / SETTLEMENT_PERIOD_S) * SETTLEMENT_PERIOD_S,
    endsAt: Math.ceil(endsAt / SETTLEMENT_PERIOD_S) * SETTLEMENT_PERIOD_S,
  };
}
