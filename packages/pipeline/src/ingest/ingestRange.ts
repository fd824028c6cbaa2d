import type { SettlementDate } from "@windhash/core";
import { eachDay, type JobOptions } from "../progress.ts";
import { ingestDay, type IngestInput, type IngestOutcome } from "./ingestDay.ts";

/**
 * Ingests days one after the other. A day that fails does not stop the next ones; a signal stops before the next day.
 *
 * @returns an outcome for every day that was begun, in order
 */
export async function ingestRange(
  input: Omit<IngestInput, "signal"> & { readonly settlementDates: readonly SettlementDate[] },
  options: JobOptions = {},
): Promise<{ readonly outcomes: readonly IngestOutcome[]; readonly interrupted: boolean }> {
  const outcomes: IngestOutcome[] = [];
  const days = input.settlementDates.map((settlementDate) => ({ settlementDate }));
  const { interrupted } = await eachDay(days, options, async ({ settlementDate }) => {
    outcomes.push(await ingestDay({ ...input, settlementDate }));
  });
  return { outcomes, interrupted };
}
