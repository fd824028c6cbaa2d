import type { HeldDay, PeriodState, SettlementDateRange } from "@windhash/core";
import { periodCount, settlementDates } from "@windhash/core";

/** A day is as good as its worst period; `unknown` when any of its periods is not held. */
export type DayState = PeriodState | "unknown";

/** The state of a held day: that of its worst period. */
export function dayState({ settlementDate, periods }: Pick<HeldDay, "settlementDate" | "periods">): DayState {
  if (periods.length < periodCount(settlementDate)) return "unknown";
  return worstState(periods.map(({ state }) => state));
}

/** The worst of the states of one period or more: unconfirmed, provisional, complete, empty. */
export function worstState(periods: readonly PeriodState[]): PeriodState {
  const states = new Set(periods);
  if (states.has("unconfirmed")) return "unconfirmed";
  if (states.has("provisional")) return "provisional";
  return states.has("complete") ? "complete" : "empty";
}

/**
 * The days of a range by state.
 *
 * @param held those that are held; days of the range that are not among them are unknown
 */
export function daysByState(
  held: readonly HeldDay[],
  range: SettlementDateRange | null,
): Readonly<Record<DayState, number>> {
  const byState: Record<DayState, number> = { complete: 0, empty: 0, provisional: 0, unconfirmed: 0, unknown: 0 };
  if (range === null) return byState;
  const days = new Map(held.map((day) => [day.settlementDate, day]));
  for (const settlementDate of settlementDates(range)) {
    const day = days.get(settlementDate);
    byState[day === undefined ? "unknown" : dayState(day)] += 1;
  }
  return byState;
}
