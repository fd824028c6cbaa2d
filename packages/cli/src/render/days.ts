import { type HeldPeriod, isoFromInstant, periodCount, type PeriodState } from "@windhash/core";
import type { Calendar, CalendarDay } from "@windhash/pipeline";
import type { Json } from "../result.ts";
import { attentionText, reasonsOf } from "./attention.ts";
import { calendarText, legendText } from "./calendar.ts";
import { type Look, styled } from "./look.ts";
import { countText } from "./numbers.ts";
import { pairs } from "./table.ts";
import { rangeShown, utcShown, weekdayOf } from "./time.ts";

const STATES: readonly PeriodState[] = ["complete", "empty", "provisional", "unconfirmed"];

/** Day states for people: a mark for each day, what the marks mean, and the days that need attention. */
export function daysText(look: Look, { range, days, byState }: Calendar): string[] {
  if (range === null) return ["No day is held yet. Load one: windhash demo, or windhash ingest <date>."];
  const last = days.at(-1);
  if (last === undefined) return [styled(look, "bold", `${rangeShown(range)}: still to come`)];
  const isOne = range.from === range.to;
  return [
    styled(look, "bold", `${rangeShown(range)}${isOne ? ` (${weekdayOf(range.from)})` : ""}: what is held`),
    "",
    ...(isOne ? dayText(last) : [...calendarText(look, days), "", ...legendText(look, byState, days)]),
    ...(last.settlementDate < range.to ? [`  Days after ${last.settlementDate} are still to come.`] : []),
    "",
    ...attentionText(look, days),
  ];
}

/** Day states as JSON. */
export function daysDocument({ range, days, byState }: Calendar): { readonly [key: string]: Json } {
  return {
    range: range === null ? null : { from: range.from, to: range.to },
    byState: { ...byState },
    days: days.map(dayDocument),
  };
}

function dayDocument({ settlementDate, state, held, attempts }: CalendarDay): Json {
  const periods = held?.periods ?? [];
  return {
    settlementDate,
    state,
    method: held?.method ?? null,
    revision: held?.revision ?? null,
    committedAt: held === null ? null : isoFromInstant(held.committedAt),
    periods: { expected: periodCount(settlementDate), present: periods.length, ...countsOf(periods) },
    reasons: reasonsOf(periods).map(([reason, settlementPeriods]) => ({ reason, settlementPeriods })),
    lastLookAt: instantDocument(attempts?.lastOkAt ?? null),
    failures: attempts?.failures ?? 0,
    lastFailure: failureDocument(attempts?.lastFailure ?? null),
  };
}

function failureDocument(failure: NonNullable<CalendarDay["attempts"]>["lastFailure"]): Json {
  if (failure === null) return null;
  const { attemptedAt, settlementPeriod, method, outcome, message } = failure;
  return { attemptedAt: isoFromInstant(attemptedAt), settlementPeriod, method, outcome, message };
}

function instantDocument(instant: number | null): string | null {
  return instant === null ? null : isoFromInstant(instant);
}

/** One day in words. */
function dayText({ settlementDate, state, held, attempts }: CalendarDay): string[] {
  const counts = Object.entries(countsOf(held?.periods ?? []));
  const absent = periodCount(settlementDate) - (held?.periods.length ?? 0);
  const periods = [...counts, ["unknown", absent] as const].filter(([, count]) => count > 0);
  const lastOkAt = attempts?.lastOkAt ?? null;
  return pairs([
    ["state", state],
    ["periods", periods.map(([each, count]) => `${count} ${each}`).join(", ")],
    ["method", held?.method ?? "none"],
    ["committed", held === null ? "never" : `${utcShown(held.committedAt)} UTC, revision ${held.revision}`],
    ["last look", lastOkAt === null ? "not on record" : `${utcShown(lastOkAt)} UTC`],
    ["failed looks since", countText(attempts?.failures ?? 0)],
  ]);
}

function countsOf(periods: readonly HeldPeriod[]): Readonly<Record<string, number>> {
  return Object.fromEntries(STATES.map((state) => [state, periods.filter((period) => period.state === state).length]));
}
