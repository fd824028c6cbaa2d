import type {
  CurtailmentMethod,
  DayAttempts,
  HeldDay,
  SettlementDate,
  SettlementRun,
  SourceMethod,
} from "@windhash/core";
import { periodCount, settlementDay, settlementRunDates } from "@windhash/core";

/**
 * Why a day is read.
 *
 * - `not-held`: nothing of it is held.
 * - `asked`: reading it was asked for, whatever is held.
 * - `other-method`: it is held by another method than the one that was asked for.
 * - `lost-periods`: settlement periods of it are absent.
 * - `provisional`, `unconfirmed`: periods of it are.
 * - `settlement-run`: a settlement run of it has come out since its source was last looked at.
 * - `last-days`, `last-month`: it is among the days that are looked at again in any case.
 */
export type IngestReason =
  | "not-held"
  | "asked"
  | "other-method"
  | "lost-periods"
  | "provisional"
  | "unconfirmed"
  | "settlement-run"
  | "last-days"
  | "last-month";

/** A day to be read. */
export type PlannedDay = {
  readonly settlementDate: SettlementDate;
  readonly method: SourceMethod;
  readonly reason: IngestReason;
  /** The last run that has come out since; null but for reason `settlement-run`. */
  readonly run: SettlementRun | null;
};

/**
 * Why a day is not read. `complete`: every period is complete or empty, by the method asked for, and no settlement run has come
 * out since. `looked-at`: its source was looked at a moment ago. `imported`: it stands on a file, which no source can refresh.
 */
export type SkipReason = "complete" | "looked-at" | "imported";

/** What is to be read and what is not; both in order of date. */
export type IngestPlan = {
  readonly days: readonly PlannedDay[];
  readonly skipped: readonly { readonly settlementDate: SettlementDate; readonly reason: SkipReason }[];
};

/** What a plan is made from. */
export type PlanInput = {
  /** Held days, at least those of the dates in question. */
  readonly held: readonly HeldDay[];
  readonly attempts: readonly DayAttempts[];
  /** Unix seconds. */
  readonly now: number;
  /** Read also what needs no reading. */
  readonly force: boolean;
};

/**
 * Which of the dates are to be read by a method: what is not held, or not as complete as it may be by now. What is complete is
 * left alone, so that the same plan made again after an interruption goes on where it ended.
 *
 * @param input.dates in order
 * @param input.overImported read also days that were imported from a file; as `force` when absent
 */
export function planIngest(
  input: PlanInput & {
    readonly dates: readonly SettlementDate[];
    readonly method: SourceMethod;
    readonly overImported?: boolean;
  },
): IngestPlan {
  const { dates, method, force, now, overImported = force } = input;
  const { dayOf, lastLookAt } = heldDays(input);
  const judged = dates.map((settlementDate) => {
    const day = dayOf(settlementDate);
    if (day === null) return { settlementDate, method, reason: "not-held", run: null } as const;
    if (day.method === "import" && !overImported) return { settlementDate, method, reason: null, run: null };
    const reason = force ? "asked" : reasonOf(day, method);
    const run = reason === null ? runSince(settlementDate, lastLookAt(day), now) : null;
    return { settlementDate, method, reason: reason ?? (run === null ? null : "settlement-run"), run };
  });
  return {
    days: judged.filter((day): day is PlannedDay => day.reason !== null),
    skipped: judged.flatMap(({ settlementDate, reason }) =>
      reason === null ? [{ settlementDate, reason: skipReason(dayOf(settlementDate)) }] : [],
    ),
  };
}

/** What was taken from a file is replaced only when that is asked for. */
function skipReason(day: HeldDay | null): SkipReason {
  return day?.method === "import" ? "imported" : "complete";
}

/** What speaks for reading a held day again, whenever its source was last looked at; null: nothing. */
export function reasonOf(day: HeldDay, method: CurtailmentMethod): IngestReason | null {
  if (day.method !== method) return "other-method";
  if (day.periods.length < periodCount(day.settlementDate)) return "lost-periods";
  if (day.periods.some(({ state }) => state === "provisional")) return "provisional";
  return day.periods.some(({ state }) => state === "unconfirmed") ? "unconfirmed" : null;
}

/** The last settlement run of the day that has come out between the two instants, Unix seconds; null: none has. */
export function runSince(settlementDate: SettlementDate, since: number, now: number): SettlementRun | null {
  const isNew = (outBy: SettlementDate): boolean => {
    const { startsAt } = settlementDay(outBy);
    return since < startsAt && startsAt <= now;
  };
  return settlementRunDates(settlementDate).findLast(({ outBy }) => isNew(outBy))?.run ?? null;
}

/** Held days by date, and when the source of each was last looked at, Unix seconds. */
export function heldDays({ held, attempts }: Pick<PlanInput, "held" | "attempts">): {
  readonly dayOf: (settlementDate: SettlementDate) => HeldDay | null;
  readonly lastLookAt: (day: HeldDay) => number;
} {
  const days = new Map(held.map((day) => [day.settlementDate, day]));
  const tries = new Map(attempts.map((attempt) => [attempt.settlementDate, attempt]));
  return {
    dayOf: (settlementDate) => days.get(settlementDate) ?? null,
    lastLookAt: (day) => {
      const lastOkAt = tries.get(day.settlementDate)?.lastOkAt ?? null;
      const isLater = lastOkAt !== null && lastOkAt > day.committedAt;
      return isLater ? lastOkAt : (oldestFetchedAt(day) ?? day.committedAt);
    },
  };
}

/**
 * When the oldest response that the day stands on was fetched, Unix seconds; null where any states no time. What is read from an
 * archive was looked at when it was recorded, not when it was read.
 */
export function oldestFetchedAt({ periods }: Pick<HeldDay, "periods">): number | null {
  const times = periods.map(({ fetchedAt }) => fetchedAt);
  return times.length === 0 || times.includes(null) ? null : Math.min(...(times as number[]));
}
