import type { CalendarDay, DayState } from "@windhash/pipeline";
import { type Look, type Style, styled } from "./look.ts";
import { countText, plural } from "./numbers.ts";

/** A day's state in one character, so that colour is no more than a help. */
export const MARKS: Readonly<Record<DayState, { readonly mark: string; readonly style: Style }>> = {
  complete: { mark: "#", style: "green" },
  empty: { mark: "o", style: "green" },
  provisional: { mark: "p", style: "yellow" },
  unconfirmed: { mark: "u", style: "yellow" },
  unknown: { mark: ".", style: "dim" },
};

const MEANINGS: Readonly<Record<DayState, string>> = {
  complete: "complete: as many rows as the source itself counts",
  empty: "empty: the same, and nothing was curtailed",
  provisional: "provisional: read before the day's end + 3 days, likely to be restated",
  unconfirmed: "unconfirmed: nothing vouches for its completeness",
  unknown: "unknown: not held, or not all of it",
};

/** So many months of which nothing is there are told in one line. */
const TOLD_TOGETHER = 3;

/** One line a month, one mark a day, below the numbers of the days; 73 columns wide. @param days in order, without gaps */
export function calendarText(look: Look, days: readonly CalendarDay[]): string[] {
  const months = new Map<string, CalendarDay[]>();
  for (const day of days) {
    const month = day.settlementDate.slice(0, 7);
    const ofMonth = months.get(month);
    if (ofMonth === undefined) months.set(month, [day]);
    else ofMonth.push(day);
  }
  const lines: string[] = [styled(look, "dim", `  ${" ".repeat(9)}${dayNumbers()}`.trimEnd())];
  let absent: (readonly [month: string, days: readonly CalendarDay[]])[] = [];
  const tellAbsent = (): void => {
    if (absent.length < TOLD_TOGETHER) lines.push(...absent.map(([month, ofMonth]) => monthLine(look, month, ofMonth)));
    else lines.push(absentLine(look, absent));
    absent = [];
  };
  for (const [month, ofMonth] of months) {
    if (ofMonth.every(isAbsent)) {
      absent.push([month, ofMonth]);
      continue;
    }
    tellAbsent();
    lines.push(monthLine(look, month, ofMonth));
  }
  tellAbsent();
  return lines;
}

/** What the marks mean, and how many days have each. */
export function legendText(
  look: Look,
  byState: Readonly<Record<DayState, number>>,
  days: readonly CalendarDay[],
): string[] {
  const failing = days.filter(isFailing).length;
  const width = Math.max(...[...Object.values(byState), failing].map((count) => countText(count).length));
  const counted = (mark: string, count: number, means: string): string =>
    `  ${mark}  ${countText(count).padStart(width)}  ${means}`;
  return [
    ...(Object.keys(MARKS) as DayState[]).map((state) => counted(shown(look, state), byState[state], MEANINGS[state])),
    counted(
      failing === 0 ? "!" : styled(look, "red", "!"),
      failing,
      "after a mark: looked at in vain since it was read",
    ),
  ];
}

/** Whether a try to read the day went wrong since the last that went well. */
export function isFailing({ attempts }: CalendarDay): boolean {
  return attempts !== null && attempts.failures > 0;
}

/** Neither held nor tried. */
function isAbsent(day: CalendarDay): boolean {
  return day.held === null && !isFailing(day);
}

function monthLine(look: Look, month: string, days: readonly CalendarDay[]): string {
  const before = "  ".repeat(Number(days[0]?.settlementDate.slice(8)) - 1);
  const marks = days.map((day) => `${shown(look, day.state)}${isFailing(day) ? styled(look, "red", "!") : " "}`);
  return `  ${month}  ${before}${marks.join("")}`.trimEnd();
}

function absentLine(look: Look, months: readonly (readonly [string, readonly CalendarDay[]])[]): string {
  const count = months.reduce((sum, [, days]) => sum + days.length, 0);
  const line = `  ${months.at(0)?.[0]} to ${months.at(-1)?.[0]}: nothing held (${plural(count, "day")})`;
  return styled(look, "dim", line);
}

/** `1       5         10 ...`: each number begins above its day. */
function dayNumbers(): string {
  const line = Array.from({ length: 31 }, (_, index) => index + 1).map((day) =>
    day === 1 || day % 5 === 0 ? String(day).padEnd(2) : "  ",
  );
  return line.join("").trimEnd();
}

function shown(look: Look, state: DayState): string {
  return styled(look, MARKS[state].style, MARKS[state].mark);
}
