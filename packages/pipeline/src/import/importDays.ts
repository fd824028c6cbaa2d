import type { CurtailmentStore, DayChange, SettlementDate } from "@windhash/core";
import { eachDay, type JobOptions } from "../progress.ts";
import { daysToStore, type ImportChoice, type ImportPlan } from "./planImport.ts";

/** What an import wrote. */
export type ImportOutcome = {
  readonly stored: readonly (DayChange & { readonly settlementDate: SettlementDate })[];
  /** Stopped before the last day; the same import goes on where it was. */
  readonly interrupted: boolean;
};

/**
 * Stores the days of a plan, each in one transaction. What was left out by `choice` is left as it is.
 *
 * @throws {DayMovedError} when a day was written since the plan was made; the days before it are stored
 */
export async function importDays(
  input: {
    readonly plan: ImportPlan;
    readonly choice: ImportChoice;
    readonly store: Pick<CurtailmentStore, "replaceDay" | "addAttempts">;
    /** Unix seconds. */
    readonly clock: () => number;
  },
  options: JobOptions = {},
): Promise<ImportOutcome> {
  const { plan, choice, store, clock } = input;
  const stored: (DayChange & { readonly settlementDate: SettlementDate })[] = [];
  const days = daysToStore(plan, choice).map((each) => ({ ...each, settlementDate: each.day.settlementDate }));
  const { interrupted } = await eachDay(days, options, async ({ settlementDate, day, held }) => {
    const committedAt = clock();
    const change = await store.replaceDay(day, { committedAt, ifRevision: held?.revision ?? 0 });
    const attempt = { settlementDate, settlementPeriod: null, method: day.method, message: null } as const;
    if (change.changed) await store.addAttempts([{ ...attempt, attemptedAt: committedAt, outcome: "ok" }]);
    stored.push({ settlementDate, ...change });
  });
  return { stored, interrupted };
}
