import type {
  AcceptanceNumberGap,
  AcceptanceSegment,
  FetchedLevels,
  Interval,
  LevelSegment,
  SettlementPeriod,
} from "@windhash/core";
import {
  acceptanceNumberGaps,
  isoFromInstant,
  reducedAtStart,
  settlementDay,
  settlementPeriodAt,
  settlementPeriodInterval,
  SourceError,
  volumesFromLevels,
} from "@windhash/core";
import type { DayQuery, DayReading, PeriodEvidence } from "./reading.ts";
import { countByPeriod, oldestFetch } from "./reading.ts";

/**
 * How long before the day acceptances are read, seconds: one that began earlier may still hold a unit down. The longest of the
 * 3,089 acceptances of wind units on 2022-01-01 and 02 runs for 64 minutes.
 */
export const RUN_IN_S = 7200;

/** Reads a day from physical notifications and acceptances: the exact integral of what was instructed away. */
export async function readLevels({ settlementDate, source, wind, signal }: DayQuery): Promise<DayReading> {
  const stop = signal && { signal };
  const day = settlementDay(settlementDate);
  const [notifications, acceptances, bidOffers, counted] = await Promise.all([
    source.notifications({ ...day, ...stop }),
    source.acceptances({ startsAt: day.startsAt - RUN_IN_S, endsAt: day.endsAt, ...stop }),
    source.bidOffers({ ...day, ...stop }),
    countedLevels({ settlementDate, source, wind, ...stop }),
  ]);
  refuseShortExtract(day, notifications, acceptances);
  const bodies = [notifications, acceptances, ...(bidOffers === null ? [] : [bidOffers])];
  const levels = {
    notifications: notifications.rows,
    acceptances: acceptances.rows,
    bidOffers: bidOffers?.rows ?? null,
  };
  return {
    volumes: volumesFromLevels({ settlementDate, ...levels, isWind: wind.isWind }),
    payloadHashes: bodies.map(({ payloadHash }) => payloadHash),
    fetchedAt: oldestFetch(bodies),
    evidence: evidenceOf({ settlementDate, notifications, acceptances, counted }),
  };
}

/** Counts of notifications and acceptances together, as the rows are; null unless both are stated. */
async function countedLevels({
  settlementDate,
  source,
  signal,
}: DayQuery): Promise<ReadonlyMap<SettlementPeriod, number> | null> {
  const stop = signal && { signal };
  const [notifications, acceptances] = await Promise.all([
    source.rowCounts({ settlementDate, dataset: "PN", ...stop }),
    source.rowCounts({ settlementDate, dataset: "BOALF", ...stop }),
  ]);
  if (notifications === null || acceptances === null) return null;
  return new Map([...notifications].map(([period, count]) => [period, count + (acceptances.get(period) ?? 0)]));
}

function refuseShortExtract(day: Interval, ...extracts: readonly { readonly covers: Interval }[]): void {
  for (const { covers } of extracts) {
    if (covers.startsAt > day.startsAt || covers.endsAt < day.endsAt) {
      const [from, to] = [isoFromInstant(covers.startsAt), isoFromInstant(covers.endsAt)];
      throw new SourceError(`An extract must reach over the whole settlement day, got ${from} to ${to}.`, { from, to });
    }
  }
}

type LevelEvidence = {
  readonly settlementDate: DayQuery["settlementDate"];
  readonly notifications: FetchedLevels<LevelSegment>;
  readonly acceptances: FetchedLevels<AcceptanceSegment>;
  readonly counted: ReadonlyMap<SettlementPeriod, number> | null;
};

/**
 * Where the source gives no count, the acceptance numbers stand in for it: a BM unit's numbers roll by one, so a number that is
 * skipped is an acceptance that is absent. The periods in which it may lie are in doubt, the others vouched for.
 */
function evidenceOf({ settlementDate, notifications, acceptances, counted }: LevelEvidence): readonly PeriodEvidence[] {
  const rows = [...notifications.rows, ...acceptances.rows].map(({ startsAt }) => settlementPeriodAt(startsAt));
  const gaps = counted === null ? acceptanceNumberGaps(acceptances.rows) : [];
  const openingDoubt = runInDoubt(settlementDate, notifications, acceptances);
  return countByPeriod(settlementDate, rows).map((period) => {
    const span = settlementPeriodInterval(settlementDate, period.settlementPeriod);
    const opening = span.startsAt < acceptances.covers.startsAt + RUN_IN_S ? openingDoubt : [];
    const doubts = [...opening, ...gaps.filter((gap) => overlap(gap, span)).map(gapDoubt)];
    const countedRows = counted?.get(period.settlementPeriod) ?? null;
    return { ...period, countedRows, vouchedOtherwise: counted === null, doubts };
  });
}

function runInDoubt(
  settlementDate: DayQuery["settlementDate"],
  notifications: FetchedLevels<LevelSegment>,
  acceptances: FetchedLevels<AcceptanceSegment>,
): readonly string[] {
  const { startsAt } = acceptances.covers;
  if (startsAt <= settlementDay(settlementDate).startsAt - RUN_IN_S) return [];
  const units = new Set(acceptances.rows.map(({ bmUnitId }) => bmUnitId)).size;
  const reduced = reducedAtStart({ notifications: notifications.rows, acceptances: acceptances.rows }).length;
  return [
    `acceptances before ${isoFromInstant(startsAt)} are absent (${reduced} of ${units} units start already reduced)`,
  ];
}

function gapDoubt({ bmUnitId, after, before }: AcceptanceNumberGap): string {
  const absent = before - after - 1;
  return `${absent} acceptance${absent === 1 ? "" : "s"} of ${bmUnitId} between ${after} and ${before} absent`;
}

function overlap(a: Interval, b: Interval): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt;
}
