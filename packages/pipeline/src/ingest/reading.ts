import type {
  AcceptedVolume,
  BalancingSource,
  CountedDataset,
  Fetched,
  SettlementDate,
  SettlementPeriod,
  SettlementTime,
  UnmappedBids,
  WindUnits,
} from "@windhash/core";
import { settlementPeriods, unmappedBids, WindhashError } from "@windhash/core";

/** What a method needs to read one day. */
export type DayQuery = {
  readonly settlementDate: SettlementDate;
  readonly source: BalancingSource;
  readonly wind: WindUnits;
  readonly signal?: AbortSignal;
};

/** What speaks for or against one settlement period being complete. */
export type PeriodEvidence = {
  readonly settlementPeriod: SettlementPeriod;
  readonly sourceRows: number;
  /** The source's own count of the same rows; null where it states none. */
  readonly countedRows: number | null;
  /** True when something else than a count vouches that nothing is absent. */
  readonly vouchedOtherwise: boolean;
  readonly doubts: readonly string[];
};

/** A whole day as read: every period or nothing. */
export type DayReading = {
  readonly volumes: readonly AcceptedVolume[];
  /** What units of unknown fuel were bid down; null where their rows cannot be understood. */
  readonly unmapped: readonly UnmappedBids[] | null;
  /** Hashes of all bodies, in the order in which they are asked for. */
  readonly payloadHashes: readonly string[];
  /** Unix seconds of the oldest body; null where none states a time. */
  readonly fetchedAt: number | null;
  /** Every period of the date, in order. */
  readonly evidence: readonly PeriodEvidence[];
};

/** The oldest fetch time among bodies; null when any of them states none. */
export function oldestFetch(bodies: readonly Pick<Fetched<unknown>, "fetchedAt">[]): number | null {
  const times = bodies.map(({ fetchedAt }) => fetchedAt);
  return times.some((time) => time === null) ? null : Math.min(...(times as number[]));
}

/** Number of rows of each period, in order of period; rows of other days are not counted. */
export function countByPeriod(
  settlementDate: SettlementDate,
  rows: readonly { readonly settlementDate: SettlementDate; readonly settlementPeriod: SettlementPeriod }[],
): readonly { readonly settlementPeriod: SettlementPeriod; readonly sourceRows: number }[] {
  const counts = new Map<SettlementPeriod, number>();
  for (const row of rows) {
    if (row.settlementDate === settlementDate)
      counts.set(row.settlementPeriod, (counts.get(row.settlementPeriod) ?? 0) + 1);
  }
  return settlementPeriods(settlementDate).map((settlementPeriod) => ({
    settlementPeriod,
    sourceRows: counts.get(settlementPeriod) ?? 0,
  }));
}

/** As `Promise.all`, but when one fails the others are waited for: nothing goes on asking the source behind the caller's back. */
export async function allOrError<const Work extends readonly Promise<unknown>[]>(
  work: Work,
): Promise<{ -readonly [Key in keyof Work]: Awaited<Work[Key]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/**
 * The bids of units of unknown fuel, for whoever keeps the register. No day depends on them: rows of theirs that break a rule, as
 * those of wind may not, make them unknown and nothing else.
 *
 * @param volumesOf the accepted volumes of the units that are chosen
 */
export function unmappedOf(
  { settlementDate, wind }: Pick<DayQuery, "settlementDate" | "wind">,
  volumesOf: (isWind: WindUnits["isWind"]) => readonly AcceptedVolume[],
): readonly UnmappedBids[] | null {
  try {
    return unmappedBids(volumesOf(wind.isUnmapped), settlementDate);
  } catch (error) {
    if (error instanceof WindhashError) return null;
    throw error;
  }
}

type Counts = ReadonlyMap<SettlementPeriod, number> | null;

/** Counts of several datasets together, of the periods for which all are stated; null where one of them states none at all. */
export function sumOfCounts([first = null, ...others]: readonly Counts[]): Counts {
  if (first === null || others.length === 0) return first;
  const rest = sumOfCounts(others);
  if (rest === null) return null;
  const stated = [...first].filter(([period]) => rest.has(period));
  return new Map(stated.map(([period, count]) => [period, count + rest.get(period)!]));
}

/** Rows of one dataset by when they are, and what the source counts of them. */
export type CountedRows = {
  readonly dataset: CountedDataset;
  readonly rows: readonly SettlementTime[];
  readonly counted: Counts;
};

/** Where rows of a dataset are not as many as counted: told apart, as too many of one would hide too few of another in their sum. */
export function countDoubts(
  settlementDate: SettlementDate,
  parts: readonly CountedRows[],
): (period: SettlementPeriod) => readonly string[] {
  const doubts = new Map<SettlementPeriod, string[]>();
  for (const { dataset, rows, counted } of parts)
    for (const { settlementPeriod, sourceRows } of countByPeriod(settlementDate, rows)) {
      const count = counted?.get(settlementPeriod) ?? sourceRows;
      if (count === sourceRows) continue;
      const doubt = `the source counts ${count} rows of ${dataset}, ${sourceRows} were read`;
      doubts.set(settlementPeriod, [...(doubts.get(settlementPeriod) ?? []), doubt]);
    }
  return (period) => doubts.get(period) ?? [];
}
