import type {
  CurtailmentMethod,
  CurtailmentStore,
  PeriodState,
  SettlementDateRange,
  SummaryGroup,
  SummaryGrouping,
  SummaryStore,
} from "@windhash/core";
import { periodCount, settlementDates } from "@windhash/core";
import { type DayState, daysByState } from "../reconcile/dayState.ts";

/** A summary, with what has to be known to read it. */
export type RangeSummary = {
  readonly range: SettlementDateRange;
  /** Null when nothing of the range is held: then its energy is unknown, not zero. */
  readonly total: SummaryGroup | null;
  /** Null when no breakdown was asked for. */
  readonly groups: readonly SummaryGroup[] | null;
  readonly periods: {
    /** Settlement periods of the range, and how many of them are held. */
    readonly expected: number;
    readonly present: number;
    readonly byState: Readonly<Record<PeriodState, number>>;
  };
  readonly days: Readonly<Record<DayState, number>>;
  /** Methods of the held days; figures of different methods are not alike. */
  readonly methods: readonly CurtailmentMethod[];
  /** What keeps periods from being complete, each with the number of periods; most first. */
  readonly reasons: readonly { readonly reason: string; readonly periods: number }[];
};

/** Sums a day, a month or a year, with its completeness. Reads, never writes. */
export async function summariseRange(
  stores: Pick<CurtailmentStore, "days"> & SummaryStore,
  request: { readonly range: SettlementDateRange; readonly by?: SummaryGrouping },
): Promise<RangeSummary> {
  const { range, by } = request;
  const [held, total, groups] = await Promise.all([
    stores.days(range),
    stores.total(range),
    by === undefined ? null : stores.groups(range, by),
  ]);
  const dates = settlementDates(range);
  const periods = held.flatMap((day) => day.periods);
  const byState: Record<PeriodState, number> = { complete: 0, empty: 0, provisional: 0, unconfirmed: 0 };
  for (const { state } of periods) byState[state] += 1;
  const expected = dates.reduce((sum, date) => sum + periodCount(date), 0);
  const methods = [...new Set(held.map(({ method }) => method))].toSorted();
  const reasons = countReasons(periods.map(({ reason }) => reason));
  return {
    range,
    total: held.length === 0 ? null : total,
    groups,
    periods: { expected, present: periods.length, byState },
    days: daysByState(held, range),
    methods,
    reasons,
  };
}

function countReasons(reasons: readonly (string | null)[]): RangeSummary["reasons"] {
  const counts = new Map<string, number>();
  for (const reason of reasons) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, periods]) => ({ reason, periods })).toSorted((a, b) => b.periods - a.periods);
}
