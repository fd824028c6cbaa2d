import { checkInstant, isoFromInstant } from "../settlement/instants.ts";
import { settlementDay } from "../settlement/periods.ts";
import type { SettlementDate, SettlementPeriod } from "../settlement/types.ts";
import type { HeldPeriod, PeriodState } from "./types.ts";

/**
 * How long after its end a settlement day is likely to be restated: of 75 days that were stored more than once, 6 changed
 * between the first and the second day after, none between the second and the third (2024-11 to 2026-08).
 */
export const PROVISIONAL_S = 3 * 86_400;

/** What is known of how a settlement period was read. */
export type PeriodReading = {
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  /** Rows that were read for it. */
  readonly sourceRows: number;
  /** Rows that the source says it has; null where it states no count. */
  readonly countedRows: number | null;
  /** Whether something else than a count speaks for its completeness. */
  readonly vouchedOtherwise: boolean;
  /** What speaks against it, for people. */
  readonly doubts: readonly string[];
  /** Unix seconds of the oldest response; null where an extract states no fetch time. */
  readonly fetchedAt: number | null;
  /** Whether there is any curtailment record in it. */
  readonly curtailed: boolean;
};

/**
 * The state in which a settlement period is held, judged by when it was fetched and never by today's date. The first that
 * applies: provisional when fetched too early, unconfirmed when in doubt, when the source counts other rows, and when nothing
 * vouches for it; else complete, or empty when there was no curtailment.
 *
 * @throws {SettlementError} when `fetchedAt` is no instant
 */
export function heldPeriod(reading: PeriodReading): HeldPeriod {
  const { settlementPeriod, fetchedAt, sourceRows, curtailed } = reading;
  const held = (state: PeriodState, reason: string | null) => ({
    settlementPeriod,
    state,
    reason,
    fetchedAt,
    sourceRows,
  });
  const early = whyProvisional(reading);
  if (early !== null) return held("provisional", early);
  const reason = whyUnconfirmed(reading);
  if (reason !== null) return held("unconfirmed", reason);
  return held(curtailed ? "complete" : "empty", null);
}

/** Without the time of fetching: fetching the same again tells nothing new, and so makes no revision. */
function whyProvisional({ settlementDate, fetchedAt }: PeriodReading): string | null {
  const settledAt = settlementDay(settlementDate).endsAt + PROVISIONAL_S;
  if (fetchedAt === null) return null;
  checkInstant(fetchedAt);
  return fetchedAt >= settledAt ? null : `fetched before ${isoFromInstant(settledAt)}, likely to be restated`;
}

function whyUnconfirmed({ doubts, countedRows, sourceRows, vouchedOtherwise }: PeriodReading): string | null {
  if (doubts.length > 0) return doubts.join("; ");
  if (countedRows !== null && countedRows !== sourceRows)
    return `the source counts ${countedRows} rows, ${sourceRows} were read`;
  if (countedRows === null && !vouchedOtherwise) return "the source gave no count";
  return null;
}
