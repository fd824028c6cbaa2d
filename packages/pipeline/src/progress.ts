import type { SettlementDate } from "@windhash/core";

/** How far a long job is: told after every settlement day. */
export type Progress = { readonly settlementDate: SettlementDate; readonly done: number; readonly total: number };

/** What every job over a range takes: a listener, and a signal that is looked at between days (a day is finished or not begun). */
export type JobOptions = {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
};

/** Runs `work` on every day in order, telling the progress; stops before the next day once the signal is aborted. */
export async function eachDay<Day extends { readonly settlementDate: SettlementDate }>(
  days: readonly Day[],
  options: JobOptions,
  work: (day: Day) => Promise<void>,
): Promise<{ readonly interrupted: boolean }> {
  for (const [index, day] of days.entries()) {
    await breathe();
    if (options.signal?.aborted) return { interrupted: true };
    await work(day);
    options.onProgress?.({ settlementDate: day.settlementDate, done: index + 1, total: days.length });
  }
  return { interrupted: false };
}

/** Lets timers and signals have their turn, which promises alone do not. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
