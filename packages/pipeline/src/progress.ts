import type { SettlementDate } from "@windhash/core";

/** How far a long job is: told after every settlement day. */
export type Progress = { readonly settlementDate: SettlementDate; readonly done: number; readonly total: number };

/** What every job over a range takes: a listener, and a signal that is looked at between days (a day is finished or not begun). */
export type JobOptions = {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
};

/** How `eachDay` goes over its days. */
type DayOrder = {
  /** Days under way at the same time; 1 by default. They are begun in order all the same. */
  readonly atOnce?: number;
  /** Asked before every day; false: begin no other. */
  readonly mayBegin?: () => boolean;
};

/**
 * Runs `work` on every day, begun in order, telling the progress; begins no other once the signal is aborted. Days under way are
 * always waited for, also where the work of another one throws.
 *
 * @returns whether the signal kept any day from being begun
 */
export async function eachDay<Day extends { readonly settlementDate: SettlementDate }>(
  days: readonly Day[],
  options: JobOptions & DayOrder,
  work: (day: Day, index: number) => Promise<void>,
): Promise<{ readonly interrupted: boolean }> {
  const { atOnce = 1, mayBegin = () => true, signal, onProgress } = options;
  const waiting = [...days.entries()];
  let [done, hasThrown] = [0, false];
  const mayGoOn = (): boolean => waiting.length > 0 && !hasThrown && signal?.aborted !== true && mayBegin();
  const worker = async (): Promise<void> => {
    for (await breathe(); mayGoOn(); await breathe()) {
      const [index, day] = waiting.shift()!;
      try {
        await work(day, index);
      } catch (error) {
        hasThrown = true;
        throw error;
      }
      done += 1;
      onProgress?.({ settlementDate: day.settlementDate, done, total: days.length });
    }
  };
  const workers = Array.from({ length: atOnce }, worker);
  await Promise.allSettled(workers);
  await Promise.all(workers);
  return { interrupted: waiting.length > 0 && signal?.aborted === true };
}

/** Lets timers and signals have their turn, which promises alone do not. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
