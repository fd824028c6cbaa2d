import type {
  CurtailmentStore,
  DayAttempts,
  HeldDay,
  PastStores,
  SettlementDate,
  SettlementDateRange,
} from "@windhash/core";
import { settlementDates } from "@windhash/core";
import { type DayState, dayState } from "../reconcile/dayState.ts";

/** A settlement day as it is held, and what came of the tries to read it. */
export type CalendarDay = {
  readonly settlementDate: SettlementDate;
  readonly state: DayState;
  /** Null when nothing of it is held. */
  readonly held: HeldDay | null;
  /** Null when it was never tried, as far as is written down. */
  readonly attempts: DayAttempts | null;
};

/** Days in order, one after the other without gaps. */
export type Calendar = {
  /** Null when everything was asked for and nothing is there. */
  readonly range: SettlementDateRange | null;
  /** Those of the range that have begun. */
  readonly days: readonly CalendarDay[];
  readonly byState: Readonly<Record<DayState, number>>;
};

/**
 * The days of a range with their states. Reads, never writes.
 *
 * @param request.range null: from the first to the last day that is held or was tried
 * @param request.today the settlement date that it is; later ones are still to come and therefore not told
 * @param request.until Unix seconds: only tries up to this instant
 */
export async function calendarOf(
  stores: Pick<PastStores, "days"> & Pick<CurtailmentStore, "dayAttempts">,
  request: { readonly range: SettlementDateRange | null; readonly today: SettlementDate; readonly until?: number },
): Promise<Calendar> {
  const { today, until } = request;
  const [held, attempts] = await Promise.all([
    stores.days(request.range),
    until === undefined ? stores.dayAttempts(request.range) : stores.dayAttempts(request.range, until),
  ]);
  const range = request.range ?? spanOf([...held, ...attempts].map(({ settlementDate }) => settlementDate));
  const byState: Record<DayState, number> = { complete: 0, empty: 0, provisional: 0, unconfirmed: 0, unknown: 0 };
  if (range === null || range.from > today) return { range, days: [], byState };
  const [heldOn, triedOn] = [byDate(held), byDate(attempts)];
  const days = settlementDates({ from: range.from, to: range.to < today ? range.to : today }).map((settlementDate) => {
    const day = heldOn.get(settlementDate) ?? null;
    const state: DayState = day === null ? "unknown" : dayState(day);
    byState[state] += 1;
    return { settlementDate, state, held: day, attempts: triedOn.get(settlementDate) ?? null };
  });
  return { range, days, byState };
}

function spanOf(dates: readonly SettlementDate[]): SettlementDateRange | null {
  const ordered = dates.toSorted();
  const [from, to] = [ordered.at(0), ordered.at(-1)];
  return from === undefined || to === undefined ? null : { from, to };
}

function byDate<Day extends { readonly settlementDate: SettlementDate }>(
  days: readonly Day[],
): ReadonlyMap<SettlementDate, Day> {
  return new Map(days.map((day) => [day.settlementDate, day]));
}
