import type { Decimal } from "decimal.js";
import type { CurtailmentMethod, CurtailmentRecord, UnitPeriodKey } from "../curtailment/types.ts";
import type { SettlementDate } from "../settlement/types.ts";
import type { CurtailmentTotals } from "../summary/types.ts";

/**
 * Why a day was committed again.
 *
 * - `payload`: the source answered otherwise by the same method: it restated, or has more by now.
 * - `method`: the energy was worked out by another method, whose answers cannot be compared.
 * - `register`: other units count as wind.
 * - `rows`: the same answers, by the same method and register, were worked out to other records.
 * - `states`: only what is known of the completeness of its periods.
 */
export type ChangeCause = "payload" | "method" | "register" | "rows" | "states";

/** A record that a revision added (`before` is null), removed (`after` is null), or gave another value. */
export type ChangedRecord = UnitPeriodKey & {
  readonly before: CurtailmentRecord | null;
  readonly after: CurtailmentRecord | null;
};

/** After less before; a record that is not there counts as nothing. */
export type ChangeTotals = {
  readonly grossWh: number;
  readonly undoWh: number;
  readonly netWh: number;
  /** All three null when the payment of any of the changed records is unknown before or after; 0 when no record changed. */
  readonly bidPaymentGbp: Decimal | null;
  readonly undoPaymentGbp: Decimal | null;
  readonly paymentGbp: Decimal | null;
};

/** What one revision of a day, its second or a later one, changed in the one before. */
export type RevisionChange = {
  readonly settlementDate: SettlementDate;
  readonly revision: number;
  readonly ledgerNo: number;
  /** Unix seconds, of this revision and of the one before. */
  readonly committedAt: number;
  readonly committedAtBefore: number;
  readonly method: CurtailmentMethod;
  readonly methodBefore: CurtailmentMethod;
  /** One or more, in the order of the type. */
  readonly causes: readonly ChangeCause[];
  /** In key order; empty when no record changed. */
  readonly records: readonly ChangedRecord[];
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  /** The whole day's. */
  readonly before: CurtailmentTotals;
  readonly after: CurtailmentTotals;
  readonly difference: ChangeTotals;
};
