import type { SettlementDate } from "@windhash/core";

/** A stored value that its own inputs do not give. */
export type VerifyFinding = {
  readonly settlementDate: SettlementDate;
  readonly kind:
    | "record"
    | "record-tally"
    | "summary"
    | "period"
    | "calculation"
    | "calculation-inputs"
    | "calculation-tally";
  /** Which row, for people: period, BM unit, model; empty where the whole day is meant. */
  readonly key: string;
  readonly stored: string;
  readonly expected: string;
};

/** What the verification of one day gives. */
export type DayVerification = { readonly rows: number; readonly findings: readonly VerifyFinding[] };
