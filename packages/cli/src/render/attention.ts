import {
  type CurtailmentMethod,
  type HeldPeriod,
  periodCount,
  type SettlementDate,
  settlementDates,
} from "@windhash/core";
import type { CalendarDay } from "@windhash/pipeline";
import { isFailing } from "./calendar.ts";
import { type Look, styled } from "./look.ts";
import { countText, periodsShown, plural } from "./numbers.ts";
import { rangeShown, utcShown } from "./time.ts";
import { wrapped } from "./wrapped.ts";

/** Of years there may be hundreds. */
const SHOWN = 20;
/** Of one day. */
const REASONS_SHOWN = 3;
/** Days in a row of which nothing is held, from which on their count is told beside what loads them. */
const LONG_STRETCH_DAYS = 8;

/** Told of days that stand on a file, beside the command that reads them from Elexon instead. */
const STANDS_ON_FILE = "stands on a file, so always unconfirmed; Elexon is read instead with:";

/** The days that are not complete or were looked at in vain, those alike and next to each other together; why, and what helps. */
export function attentionText(look: Look, days: readonly CalendarDay[]): string[] {
  const found = alike(days).filter(({ why }) => why.length > 0);
  if (found.length === 0) return [styled(look, "green", "Nothing needs attention: every day is complete or empty.")];
  const more = found.length - SHOWN;
  return [
    styled(look, "bold", "These need attention"),
    ...found
      .slice(0, SHOWN)
      .flatMap(({ first, last, why }) => [
        "",
        `  ${rangeShown({ from: first.settlementDate, to: last.settlementDate })}: ${why[0]}`,
        ...why.slice(1).flatMap((line) => wrapped(line, 4)),
        styled(look, "dim", `    ${commandFor(first, last.settlementDate)}`),
      ]),
    ...(more > 0 ? ["", `  and ${countText(more)} more like these: --json has every day`] : []),
  ];
}

type Stretch = { readonly first: CalendarDay; last: CalendarDay; readonly why: readonly string[] };

function alike(days: readonly CalendarDay[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const day of days) {
    const why = whyOf(day);
    const open = stretches.at(-1);
    if (open !== undefined && isAlike(open, day, why)) open.last = day;
    else stretches.push({ first: day, last: day, why });
  }
  return stretches;
}

function isAlike({ first, why }: Stretch, day: CalendarDay, others: readonly string[]): boolean {
  return why.join("\n") === others.join("\n") && first.held?.method === day.held?.method;
}

/** What is not as it should be, the state first; nothing where all is well. */
function whyOf(day: CalendarDay): readonly string[] {
  const { state, held, attempts } = day;
  const isSound = state === "complete" || state === "empty";
  if (isSound && !isFailing(day)) return [];
  const tries = attempts === null || !isFailing(day) ? [] : [triesShown(attempts)];
  if (held === null) return ["not held", ...tries];
  const absent = periodCount(held.settlementDate) - held.periods.length;
  const stands = held.method === "import" ? [STANDS_ON_FILE] : [];
  return [
    state,
    ...(absent > 0 ? [`${plural(absent, "period")} lost`] : []),
    ...reasonsShown(held.periods),
    ...stands,
    ...tries,
  ];
}

/** A provisional period's reason names the day itself, so days would never be alike by it. */
function reasonsShown(periods: readonly HeldPeriod[]): readonly string[] {
  const provisional = periods.filter(({ state }) => state === "provisional").length;
  const reasons = reasonsOf(periods.filter(({ state }) => state === "unconfirmed"));
  const more = reasons.length - REASONS_SHOWN;
  return [
    ...(provisional > 0
      ? [`${plural(provisional, "period")} read before the day's end + 3 days, likely to be restated`]
      : []),
    ...reasons.slice(0, REASONS_SHOWN).map(([reason, numbers]) => `${periodsShown(numbers)}: ${reason}`),
    ...(more > 0 ? [`and ${plural(more, "reason")} more: --json`] : []),
  ];
}

function triesShown({ failures, lastOkAt, lastFailure }: NonNullable<CalendarDay["attempts"]>): string {
  const since = lastOkAt === null ? "" : ` since ${utcShown(lastOkAt)} UTC`;
  const count = `${plural(failures, "failed look")}${since}`;
  if (lastFailure === null) return count;
  const { attemptedAt, settlementPeriod, message, outcome } = lastFailure;
  const where = settlementPeriod === null ? "" : `, period ${settlementPeriod}`;
  return `${count}; the last ${utcShown(attemptedAt)} UTC${where}: ${message ?? outcome}`;
}

function commandFor({ settlementDate, state, held }: CalendarDay, to: SettlementDate): string {
  const method: CurtailmentMethod = held?.method ?? "stack";
  const range = settlementDate === to ? settlementDate : `${settlementDate} --to ${to}`;
  // Importing never makes a day complete; what Elexon says of it does.
  if (method === "import") return `windhash ingest ${range} --force`;
  const dayCount = held === null ? settlementDates({ from: settlementDate, to }).length : 0;
  const count = dayCount < LONG_STRETCH_DAYS ? "" : `   (${plural(dayCount, "day")})`;
  const isSound = state === "complete" || state === "empty";
  return `windhash ingest ${range}${method === "stack" ? "" : ` --method ${method}`}${isSound ? " --force" : ""}${count}`;
}

/** What keeps periods from being complete, with their numbers, in order of the first. */
export function reasonsOf(
  periods: readonly HeldPeriod[],
): readonly (readonly [reason: string, periods: readonly number[]])[] {
  const reasons = new Map<string, number[]>();
  for (const { reason, settlementPeriod } of periods) {
    if (reason === null) continue;
    const kept = reasons.get(reason);
    if (kept === undefined) reasons.set(reason, [settlementPeriod]);
    else kept.push(settlementPeriod);
  }
  return [...reasons];
}
