import { SourceError } from "@windhash/core";
import { eachDay, type JobOptions } from "../progress.ts";
import { ingestDay, type IngestInput, type IngestOutcome } from "./ingestDay.ts";
import { PeriodsFailedError } from "./periodsFailed.ts";
import type { PlannedDay } from "./planIngest.ts";

/** Days that cannot be read, one after the other and after all retries, after which no other is begun: the source is down. */
const DAYS_UNTIL_DOWN = 3;

/** What an ingestion of several days takes. */
export type IngestRangeInput = Omit<IngestInput, "signal" | "method"> & {
  /** In the order in which they are begun. */
  readonly days: readonly Pick<PlannedDay, "settlementDate" | "method">[];
  /** Days that are read at the same time; 1 by default. */
  readonly daysAtOnce?: number;
};

/**
 * Ingests days, each as `ingestDay` does. A day that fails does not stop the next ones, but a source that is down does. A signal
 * lets the days under way end and begins no other.
 *
 * @returns an outcome for every day that was begun, in order; `sourceIsDown`: days were left because of that
 */
export async function ingestRange(
  { days, daysAtOnce = 1, ...input }: IngestRangeInput,
  options: JobOptions = {},
): Promise<{
  readonly outcomes: readonly IngestOutcome[];
  readonly interrupted: boolean;
  readonly sourceIsDown: boolean;
}> {
  const outcomes: IngestOutcome[] = [];
  let downDays = 0;
  const order = { atOnce: daysAtOnce, mayBegin: () => downDays < DAYS_UNTIL_DOWN };
  const { interrupted } = await eachDay(days, { ...options, ...order }, async (day, index) => {
    const outcome = await ingestDay({ ...input, ...day });
    outcomes[index] = outcome;
    downDays = "error" in outcome && isOutage(outcome.error) ? downDays + 1 : 0;
  });
  const sourceIsDown = !interrupted && outcomes.length < days.length;
  return { outcomes, interrupted, sourceIsDown };
}

/** Whether asking again may help: an answer that breaks a rule says nothing of the next day. */
function isOutage(error: unknown): boolean {
  if (error instanceof PeriodsFailedError) return error.failures.every((failure) => isOutage(failure.error));
  return error instanceof SourceError && error.retryable;
}
