import type {
  AcceptedVolume,
  BalancingSource,
  Fetched,
  SettlementDate,
  SettlementPeriod,
  WindUnits,
} from "@windhash/core";
import { settlementPeriods } from "@windhash/core";

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
