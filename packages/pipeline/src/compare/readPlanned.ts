import {
  type AcceptanceSegment,
  type BalancingSource,
  type BmUnitId,
  type Interval,
  type Plans,
  plansOf,
  SETTLEMENT_PERIOD_S,
  settlementDay,
  type UnitPeriodKey,
} from "@windhash/core";
import { readLevels } from "../ingest/readLevels.ts";
import { allOrError, type DayQuery, type DayReading } from "../ingest/reading.ts";

/** A day read from levels, with what it could not speak of. */
export type PlannedReading = {
  readonly reading: DayReading;
  /** Whether the levels name the unit at all. */
  readonly names: (id: BmUnitId) => boolean;
  /** Whether the unit had a notification for the whole period, and for all of every acceptance that reaches into it. */
  readonly isPlanned: (key: UnitPeriodKey) => boolean;
};

/**
 * Reads a day from levels, leaving out what has no notification: an acceptance that deviates from nothing would otherwise, and
 * rightly, keep the whole day from being read. For comparing only: what is left out here is told as missing there.
 */
export async function readPlanned(query: DayQuery): Promise<PlannedReading> {
  const { settlementDate, source, signal } = query;
  const day = settlementDay(settlementDate);
  const notified = once(() => source.notifications({ ...day, ...(signal && { signal }) }));
  let [plans, accepted]: [Plans, readonly AcceptanceSegment[]] = [plansOf([]), []];
  let lost: readonly AcceptanceSegment[] = [];
  const planned: BalancingSource = {
    ...source,
    notifications: notified,
    acceptances: async (asked) => {
      const [notifications, acceptances] = await allOrError([notified(), source.acceptances(asked)]);
      [plans, accepted] = [plansOf(notifications.rows), acceptances.rows];
      const unplanned = unplannedAcceptances(accepted, plans, day);
      lost = accepted.filter((segment) => unplanned.has(acceptanceText(segment)));
      return { ...acceptances, rows: accepted.filter((segment) => !unplanned.has(acceptanceText(segment))) };
    },
  };
  const reading = await readLevels({ ...query, source: planned });
  const named = new Set(accepted.map(({ bmUnitId }) => bmUnitId));
  return {
    reading,
    names: (id) => plans.isNotified(id) || named.has(id),
    isPlanned: (key) => plans.coverPeriod(key) && !reachesInto(lost, key, day),
  };
}

/** The acceptances of which any part within the day lies outside the unit's notifications. */
function unplannedAcceptances(
  accepted: readonly AcceptanceSegment[],
  plans: Plans,
  day: Interval,
): ReadonlySet<string> {
  const outside = accepted.filter((segment) => {
    const span = { startsAt: Math.max(segment.startsAt, day.startsAt), endsAt: Math.min(segment.endsAt, day.endsAt) };
    return span.startsAt < span.endsAt && !plans.cover(segment.bmUnitId, span);
  });
  return new Set(outside.map(acceptanceText));
}

function reachesInto(segments: readonly AcceptanceSegment[], key: UnitPeriodKey, day: Interval): boolean {
  const startsAt = day.startsAt + (key.settlementPeriod - 1) * SETTLEMENT_PERIOD_S;
  const endsAt = startsAt + SETTLEMENT_PERIOD_S;
  return segments.some(
    (segment) => segment.bmUnitId === key.bmUnitId && segment.startsAt < endsAt && segment.endsAt > startsAt,
  );
}

function acceptanceText({ bmUnitId, acceptanceId }: AcceptanceSegment): string {
  return `${bmUnitId} ${acceptanceId}`;
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => (made ??= make());
}
