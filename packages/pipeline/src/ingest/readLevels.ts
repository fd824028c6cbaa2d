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
  previousSettlementDate,
  reducedAtStart,
  SETTLEMENT_PERIOD_S,
  settlementDay,
  settlementPeriodAt,
  settlementPeriodInterval,
  settlementPeriods,
  SourceError,
  volumesFromLevels,
} from "@windhash/core";
import type { DayQuery, DayReading, PeriodEvidence } from "./reading.ts";
import { allOrError, countByPeriod, countDoubts, oldestFetch, sumOfCounts, unmappedOf } from "./reading.ts";

/**
 * How long before the day acceptances are read, seconds: one that began earlier may still hold a unit down. The longest of the
 * 3,089 acceptances of wind units on 2022-01-01 and 02 runs for 64 minutes.
 */
export const RUN_IN_S = 7200;

/** Reads a day from physical notifications and acceptances: the exact integral of what was instructed away. */
export async function readLevels(query: DayQuery): Promise<DayReading> {
  const { settlementDate, source, wind, signal } = query;
  const stop = signal && { signal };
  const day = settlementDay(settlementDate);
  const [notifications, acceptances, bidOffers, counts, countedBefore] = await allOrError([
    source.notifications({ ...day, ...stop }),
    source.acceptances({ startsAt: day.startsAt - RUN_IN_S, endsAt: day.endsAt, ...stop }),
    source.bidOffers({ ...day, ...stop }),
    allOrError(COUNTED.map((dataset) => source.rowCounts({ settlementDate, dataset, ...stop }))),
    source.rowCounts({ settlementDate: previousSettlementDate(settlementDate), dataset: "BOALF", ...stop }),
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
    unmapped: unmappedOf(query, (isWind) => volumesFromLevels({ settlementDate, ...levels, isWind })),
    payloadHashes: bodies.map(({ payloadHash }) => payloadHash),
    fetchedAt: oldestFetch(bodies),
    evidence: evidenceOf({
      settlementDate,
      notifications,
      acceptances,
      pairs: bidOffers?.rows ?? [],
      counts: bidOffers === null ? counts.slice(0, 2) : counts,
      countedBefore: countOfRunIn(settlementDate, countedBefore),
      wind,
    }),
  };
}

/** What is counted together, as it is read together; the last only where the source keeps bid-offer pairs. */
const COUNTED = ["PN", "BOALF", "BOD"] as const;

/** How many acceptance rows the source counts in the run-in; null where it does not say of every period of it. */
function countOfRunIn(
  settlementDate: DayQuery["settlementDate"],
  counted: ReadonlyMap<SettlementPeriod, number> | null,
): number | null {
  const periods = settlementPeriods(previousSettlementDate(settlementDate)).slice(-RUN_IN_S / SETTLEMENT_PERIOD_S);
  const counts = periods.map((period) => counted?.get(period) ?? null);
  return counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0);
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
  readonly pairs: readonly Interval[];
  /** In the order of `COUNTED`. */
  readonly counts: readonly (ReadonlyMap<SettlementPeriod, number> | null)[];
  readonly countedBefore: number | null;
  readonly wind: DayQuery["wind"];
};

/**
 * What vouches for a period is the source's own count, or an extract that states itself whole. Where there is no count, the
 * acceptance numbers of the wind units are looked at too: they roll by one, so a number that is skipped is an acceptance that is
 * absent, and the periods in which it may lie are in doubt. Numbers alone vouch for nothing: an end that is cut off leaves no gap.
 * What was accepted before the day may hold a unit down in its first periods, so it is counted with them.
 */
function evidenceOf({
  settlementDate,
  notifications,
  acceptances,
  pairs,
  counts,
  countedBefore,
  wind,
}: LevelEvidence): readonly PeriodEvidence[] {
  const parts = [notifications.rows, acceptances.rows, pairs].map((part: readonly Interval[], index) => ({
    dataset: COUNTED[index]!,
    rows: part.map(({ startsAt }) => settlementPeriodAt(startsAt)),
    counted: counts[index] ?? null,
  }));
  const counted = sumOfCounts(counts);
  const doubtsOf = countDoubts(settlementDate, parts);
  const rows = parts.flatMap((part) => part.rows);
  const curtailable = acceptances.rows.filter(({ bmUnitId }) => wind.isWind(bmUnitId));
  const gaps = counted === null ? acceptanceNumberGaps(curtailable) : [];
  const vouchedOtherwise = notifications.isWhole && acceptances.isWhole;
  const { startsAt } = settlementDay(settlementDate);
  const rowsBefore = acceptances.rows.filter((row) => row.startsAt < startsAt).length;
  const openingDoubt = runInDoubt(settlementDate, notifications, { ...acceptances, rows: curtailable });
  return countByPeriod(settlementDate, rows).map((period) => {
    const span = settlementPeriodInterval(settlementDate, period.settlementPeriod);
    const opening = span.startsAt < acceptances.covers.startsAt + RUN_IN_S ? openingDoubt : [];
    const gapsOf = gaps.filter((gap) => overlap(gap, span)).map(gapDoubt);
    const doubts = [...opening, ...gapsOf, ...doubtsOf(period.settlementPeriod)];
    const own = { ...period, countedRows: counted?.get(period.settlementPeriod) ?? null, vouchedOtherwise, doubts };
    if (own.countedRows === null || span.startsAt >= startsAt + RUN_IN_S) return own;
    const countedRows = countedBefore === null ? null : own.countedRows + countedBefore;
    return { ...own, sourceRows: own.sourceRows + rowsBefore, countedRows };
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
