import { type SettlementPeriod, WindhashError } from "@windhash/core";

/** Why one period could not be read. */
export type PeriodFailure = { readonly settlementPeriod: SettlementPeriod; readonly error: unknown };

/** Periods of a day that could not be read. Code `periods-failed`. */
export class PeriodsFailedError extends WindhashError {
  override readonly name = "PeriodsFailedError";
  readonly failures: readonly PeriodFailure[];

  constructor(failures: readonly PeriodFailure[]) {
    const first = failures[0]!;
    const periods = [...new Set(failures.map(({ settlementPeriod }) => settlementPeriod))].toSorted((a, b) => a - b);
    const reason = first.error instanceof Error ? first.error.message : String(first.error);
    super(
      "periods-failed",
      `Every period of a day must be read before it is stored; could not read ${periods.join(", ")}. First reason: ${reason}`,
      { periods: periods.length },
      { cause: first.error },
    );
    this.failures = failures;
  }
}
