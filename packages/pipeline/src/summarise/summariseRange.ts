import type {
  CalculationStore,
  CalculationTally,
  CurtailmentMethod,
  CurtailmentStore,
  HeldDay,
  PeriodState,
  SettlementDate,
  SettlementDateRange,
  SettlementTime,
  SummaryGroup,
  SummaryGrouping,
  SummaryStore,
} from "@windhash/core";
import { periodCount, settlementDates } from "@windhash/core";
import { type DayState, dayState, daysByState, worstState } from "../reconcile/dayState.ts";

/** A line of a breakdown, with the state of what it is built on. */
export type MarkedGroup = SummaryGroup & {
  /**
   * By `day` that of the day, by `period` the worst in which that period of any day is held; null where a line is built on days
   * of all states.
   */
  readonly state: DayState | null;
  /** By `day`, whether its bitcoin was worked out from other records than those held; null where a line is not of one day. */
  readonly isOutdated: boolean | null;
};

/** A summary, with what has to be known to read it. */
export type RangeSummary = {
  readonly range: SettlementDateRange;
  /** Null when nothing of the range is held: then its energy is unknown, not zero. */
  readonly total: SummaryGroup | null;
  /** Null when no breakdown was asked for. */
  readonly groups: readonly MarkedGroup[] | null;
  readonly periods: {
    /** Settlement periods of the range, and how many of them are held. */
    readonly expected: number;
    readonly present: number;
    readonly byState: Readonly<Record<PeriodState, number>>;
  };
  readonly days: Readonly<Record<DayState, number>>;
  /** Methods of the held days; figures of different methods are not alike. */
  readonly methods: readonly CurtailmentMethod[];
  /** What keeps periods from being complete, in order of the first period that it keeps. */
  readonly reasons: readonly { readonly reason: string; readonly periods: readonly SettlementTime[] }[];
  /** Days whose bitcoin was worked out from other records than those held: to be calculated again. */
  readonly outdatedDays: readonly SettlementDate[];
};

/** Sums a day, a month or a year, with its completeness. Reads, never writes. */
export async function summariseRange(
  stores: Pick<CurtailmentStore, "days"> & Pick<CalculationStore, "calculationTallies"> & SummaryStore,
  request: { readonly range: SettlementDateRange; readonly by?: SummaryGrouping },
): Promise<RangeSummary> {
  const { range, by } = request;
  const [held, tallies, total, groups] = await Promise.all([
    stores.days(range),
    stores.calculationTallies(range),
    stores.total(range),
    by === undefined ? null : stores.groups(range, by),
  ]);
  const dates = settlementDates(range);
  const periods = held.flatMap((day) => day.periods);
  const byState: Record<PeriodState, number> = { complete: 0, empty: 0, provisional: 0, unconfirmed: 0 };
  for (const { state } of periods) byState[state] += 1;
  const expected = dates.reduce((sum, date) => sum + periodCount(date), 0);
  const outdated = outdatedDays(held, tallies);
  const methods = [...new Set(held.map(({ method }) => method))].toSorted();
  return {
    range,
    total: held.length === 0 ? null : total,
    groups: groups === null ? null : markedGroups(groups, { held, outdated, by }),
    periods: { expected, present: periods.length, byState },
    days: daysByState(held, range),
    methods,
    reasons: reasonsOf(held),
    outdatedDays: outdated,
  };
}

function markedGroups(
  groups: readonly SummaryGroup[],
  of: {
    readonly held: readonly HeldDay[];
    readonly outdated: readonly SettlementDate[];
    readonly by: SummaryGrouping | undefined;
  },
): readonly MarkedGroup[] {
  const { held, outdated, by } = of;
  const dates = new Set<string>(outdated);
  const states = by === "day" ? statesOfDays(held) : by === "period" ? statesOfPeriods(held) : null;
  // What is built on a day or a period that is no longer held is known to nobody.
  return groups.map((group) => ({
    ...group,
    state: states === null ? null : (states.get(group.group) ?? "unknown"),
    isOutdated: by === "day" ? dates.has(group.group) : null,
  }));
}

function statesOfDays(held: readonly HeldDay[]): ReadonlyMap<string, DayState> {
  return new Map(held.map((day) => [day.settlementDate, dayState(day)]));
}

function statesOfPeriods(held: readonly HeldDay[]): ReadonlyMap<string, DayState> {
  const periods = new Map<string, PeriodState[]>();
  for (const { settlementPeriod, state } of held.flatMap((day) => day.periods)) {
    const states = periods.get(String(settlementPeriod));
    if (states === undefined) periods.set(String(settlementPeriod), [state]);
    else states.push(state);
  }
  return new Map([...periods].map(([period, states]) => [period, worstState(states)]));
}

function reasonsOf(days: readonly HeldDay[]): RangeSummary["reasons"] {
  const reasons = new Map<string, SettlementTime[]>();
  for (const { settlementDate, periods } of days) {
    for (const { reason, settlementPeriod } of periods) {
      if (reason === null) continue;
      const kept = reasons.get(reason);
      if (kept === undefined) reasons.set(reason, [{ settlementDate, settlementPeriod }]);
      else kept.push({ settlementDate, settlementPeriod });
    }
  }
  return [...reasons].map(([reason, periods]) => ({ reason, periods }));
}

/**
 * The days of those given whose bitcoin was worked out from other records. A day without any tally is not calculated at all, which
 * its missing bitcoin says already.
 */
export function outdatedDays(
  days: readonly HeldDay[],
  tallies: readonly CalculationTally[],
): readonly SettlementDate[] {
  const byDate = new Map<SettlementDate, CalculationTally[]>();
  for (const tally of tallies) byDate.set(tally.settlementDate, [...(byDate.get(tally.settlementDate) ?? []), tally]);
  return days
    .filter(({ settlementDate, tally: { checksum } }) =>
      byDate.get(settlementDate)?.some(({ recordsChecksum }) => recordsChecksum !== checksum),
    )
    .map(({ settlementDate }) => settlementDate);
}
