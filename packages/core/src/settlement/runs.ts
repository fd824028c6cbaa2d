import { type DayNumber, weekday } from "./calendar.ts";
import { dateFromDay, dayFromDate } from "./parse.ts";
import type { SettlementDate } from "./types.ts";

/** The settlement runs of a day: interim, initial (SF), three reconciliations, and the final one, RF. */
export type SettlementRun = "II" | "SF" | "R1" | "R2" | "R3" | "RF";

/**
 * Working days after the settlement day at which each run is made. From the settlement calendar of Great Britain as it stands
 * until the change of 2027, which brings a four-month timetable (MHHS-DEL1590): II to RF take about 14 months.
 */
const WORKING_DAYS: Readonly<Record<SettlementRun, number>> = { II: 5, SF: 16, R1: 39, R2: 84, R3: 154, RF: 292 };

/** The runs in order of time. */
const RUNS: readonly SettlementRun[] = ["II", "SF", "R1", "R2", "R3", "RF"];

/**
 * The first date on which each settlement run of a day is out for certain, in order of time.
 *
 * Counted are Mondays to Fridays. In place of a calendar of bank holidays, which a proclamation may change, there is a margin:
 * 4 weekdays and one more for every 26, which is more than England's bank holidays in any such span of 2019 to 2027. So a date is
 * never too early, and at most two and a half weeks late, which is harmless: what is asked for early would never be asked for again.
 *
 * @throws {SettlementError} when a run lies after the last supported date
 */
export function settlementRunDates(
  date: SettlementDate,
): readonly { readonly run: SettlementRun; readonly outBy: SettlementDate }[] {
  const day = dayFromDate(date);
  return RUNS.map((run) => {
    const workingDays = WORKING_DAYS[run];
    return { run, outBy: dateFromDay(weekdaysAfter(day, workingDays + marginWeekdays(workingDays))) };
  });
}

function marginWeekdays(workingDays: number): number {
  return 4 + Math.ceil(workingDays / 26);
}

/** So many Mondays to Fridays later. From a day of a weekend it is counted as from the Friday before. */
function weekdaysAfter(day: DayNumber, weekdays: number): DayNumber {
  const sinceFriday = (weekday(day) + 2) % 7;
  const from = sinceFriday <= 2 ? day - sinceFriday : day;
  const [weeks, rest] = [Math.floor(weekdays / 5), weekdays % 5];
  const crossesWeekend = weekday(from) + rest > 5;
  return from + 7 * weeks + rest + (crossesWeekend ? 2 : 0);
}
