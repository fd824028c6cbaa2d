import type { HeldDay, HeldPeriod, PeriodState } from "@windhash/core";
import { parseSettlementDate, settlementPeriods } from "@windhash/core";

/** When it was fetched and committed, and what it is otherwise than complete, by the stack. */
export type HeldDayOptions = {
  readonly fetchedAt: number | null;
  readonly committedAt?: number;
  readonly method?: HeldDay["method"];
  /** State of the first period. */
  readonly state?: PeriodState;
  /** The last periods are absent. */
  readonly lostPeriods?: number;
};

/** A held day of which only what plans look at is filled in. */
export function heldDay(date: string, options: HeldDayOptions): HeldDay {
  const { fetchedAt, committedAt = fetchedAt ?? 0, method = "stack", state = "complete", lostPeriods = 0 } = options;
  const settlementDate = parseSettlementDate(date);
  const periods = settlementPeriods(settlementDate).map((settlementPeriod, index): HeldPeriod => {
    const isFirst = index === 0 && state !== "complete";
    const reason = isFirst && state !== "empty" ? "of the test" : null;
    return { settlementPeriod, state: isFirst ? state : "complete", reason, fetchedAt, sourceRows: 1 };
  });
  return {
    settlementDate,
    revision: 1,
    ledgerNo: 1,
    committedAt,
    method,
    payloadHash: "",
    registerHash: "",
    periods: periods.slice(0, periods.length - lostPeriods),
    tally: { settlementDate, records: 0, grossWh: 0, undoWh: 0, checksum: "" },
  };
}

/** Unix seconds of a text such as `2025-03-20T12:00Z`. */
export function at(text: string): number {
  return Date.parse(text) / 1000;
}
