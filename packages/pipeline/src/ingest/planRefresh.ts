import type { HeldDay, SettlementDate, SettlementDateRange, SourceMethod } from "@windhash/core";
import {
  addDays,
  PROVISIONAL_S,
  previousSettlementDate,
  settlementDates,
  settlementDay,
  settlementMonth,
  settlementPeriodAt,
} from "@windhash/core";
import {
  heldDays,
  type IngestPlan,
  type IngestReason,
  type PlanInput,
  type PlannedDay,
  reasonOf,
  runSince,
  type SkipReason,
} from "./planIngest.ts";

/** Ended days that are looked at again in any case, beside those of the month before. */
const REFRESHED_DAYS = 7;

/** One of these that was looked at so lately is left alone: refreshing every few hours asks for nothing twice. */
const LOOKED_AT_S = 6 * 3600;

/** An unconfirmed day outside these is looked at again so long after it was last. */
const UNCONFIRMED_S = 7 * 86_400;

/** The last `count` settlement days that have ended in London. @param now Unix seconds */
export function endedDays(now: number, count: number): SettlementDateRange {
  const to = previousSettlementDate(settlementPeriodAt(now).settlementDate);
  return { from: addDays(to, 1 - count), to };
}

/** The calendar month before the one that it is in London. @param now Unix seconds */
export function previousMonth(now: number): SettlementDateRange {
  const { settlementDate: today } = settlementPeriodAt(now);
  const lastDay = previousSettlementDate(`${today.slice(0, 7)}-01` as SettlementDate);
  return settlementMonth(lastDay.slice(0, 7));
}

/**
 * Which days may have been restated, and so are to be looked at again: the last 7 that have ended and all of the month before;
 * held ones of which a settlement run has come out since they were last looked at, to about 14 months after them; provisional
 * ones that need no longer be so, unconfirmed ones once a week, and what has lost periods.
 *
 * A held day is read by the method by which it is held, one that is not held by the settlement stack. What was imported stays.
 *
 * @param input.held all held days
 * @param input.method another method for all of them; null: as above
 * @param input.force also those of the last days and the month before that were looked at a moment ago
 */
export function planRefresh(input: RefreshInput): IngestPlan {
  const held = heldDays(input);
  const near = daysInAnyCase(input.now);
  const dates = new Set([...near.keys(), ...input.held.map(({ settlementDate }) => settlementDate)]);
  const days: PlannedDay[] = [];
  const skipped: IngestPlan["skipped"][number][] = [];
  for (const settlementDate of [...dates].toSorted()) {
    const day = held.dayOf(settlementDate);
    const asked = near.get(settlementDate) ?? null;
    const judged = day === null ? READ_NEW : judgement(input, { day, asked, lastLookAt: held.lastLookAt(day) });
    if (judged === null) continue;
    if ("skip" in judged) skipped.push({ settlementDate, reason: judged.skip });
    else days.push({ settlementDate, method: input.method ?? methodOf(day), run: null, ...judged });
  }
  return { days, skipped };
}

type RefreshInput = PlanInput & { readonly method: SourceMethod | null };

/** What is to be done with a day; null: nothing was due. */
type Judgement = (Pick<PlannedDay, "reason"> & Partial<Pick<PlannedDay, "run">>) | { readonly skip: SkipReason } | null;

const READ_NEW: Judgement = { reason: "not-held" };

function daysInAnyCase(now: number): ReadonlyMap<SettlementDate, IngestReason> {
  const ofMonth = settlementDates(previousMonth(now)).map((date) => [date, "last-month"] as const);
  const last = settlementDates(endedDays(now, REFRESHED_DAYS)).map((date) => [date, "last-days"] as const);
  return new Map<SettlementDate, IngestReason>([...ofMonth, ...last]);
}

/** @param held.asked why it is looked at in any case; null: it is not */
function judgement(
  input: RefreshInput,
  held: { readonly day: HeldDay; readonly asked: IngestReason | null; readonly lastLookAt: number },
): Judgement {
  const { day, asked, lastLookAt } = held;
  if (day.method === "import") return asked === null ? null : { skip: "imported" };
  if (asked === null) return whatIsDue(day, lastLookAt, input.now);
  if (input.method !== null && input.method !== day.method) return { reason: "other-method" };
  const isFresh = input.now - lastLookAt < LOOKED_AT_S;
  return isFresh && !input.force ? { skip: "looked-at" } : { reason: asked };
}

function whatIsDue(day: HeldDay, lastLookAt: number, now: number): Judgement {
  const reason = reasonOf(day, day.method);
  if (reason === "lost-periods") return { reason };
  if (reason === "provisional" && now >= settlementDay(day.settlementDate).endsAt + PROVISIONAL_S) return { reason };
  if (reason === "unconfirmed" && now - lastLookAt >= UNCONFIRMED_S) return { reason };
  const run = runSince(day.settlementDate, lastLookAt, now);
  return run === null ? null : { reason: "settlement-run", run };
}

function methodOf(day: HeldDay | null): SourceMethod {
  return day === null || day.method === "import" ? "stack" : day.method;
}
