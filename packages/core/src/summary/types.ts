import type { Decimal } from "decimal.js";

/** What curtailment records add up to. Sums of integers and of six-decimal money: exact. */
export type CurtailmentTotals = {
  readonly records: number;
  readonly grossWh: number;
  readonly undoWh: number;
  readonly netWh: number;
  /** Null when any record does not know its SO-flagged part. */
  readonly soGrossWh: number | null;
  readonly soNetWh: number | null;
  /**
   * All three run over the records whose payment is known, so that bid + undo = payment. Null when there are records and none of
   * them has one; 0 when there are none. See `unpricedWh`.
   */
  readonly bidPaymentGbp: Decimal | null;
  readonly undoPaymentGbp: Decimal | null;
  readonly paymentGbp: Decimal | null;
  /**
   * Energy that the payments leave out: gross and undo of the records whose payment is unknown, all of it, also where only a
   * part of such a record has no price.
   */
  readonly unpricedWh: number;
};

/** What totals can be broken down by. `unit` is a BM unit, `farm` a site, `party` a lead party. */
export type SummaryGrouping = "day" | "period" | "unit" | "farm" | "party";

/** What calculations of one miner model add up to. */
export type BitcoinTotal = {
  readonly minerModelId: string;
  readonly calculations: number;
  readonly bitcoinMsat: bigint;
};

/** One line of a breakdown. */
export type SummaryGroup = {
  /** A date, a period number, a BM unit id, a farm id or a lead party id; `unregistered` where the register has none. */
  readonly group: string;
  /** For people; null where the register has none. */
  readonly name: string | null;
  readonly totals: CurtailmentTotals;
  /** In order of miner model id; a model without calculations is absent. */
  readonly bitcoin: readonly BitcoinTotal[];
};
