import { Decimal } from "decimal.js";
import type { CurtailmentRecord } from "../curtailment/types.ts";
import type { CurtailmentTotals } from "./types.ts";

/** Wide enough that sums of six-decimal money are never rounded. */
const Money = /* @__PURE__ */ Decimal.clone({ precision: 40 });
const NO_MONEY = /* @__PURE__ */ new Money(0);

/** The totals of no records: all zero. */
export const NO_RECORDS: CurtailmentTotals = {
  records: 0,
  grossWh: 0,
  undoWh: 0,
  netWh: 0,
  soGrossWh: 0,
  soNetWh: 0,
  bidPaymentGbp: NO_MONEY,
  undoPaymentGbp: NO_MONEY,
  paymentGbp: NO_MONEY,
  unpricedWh: 0,
};

/** What records add up to, in any order of them. */
export function totalsOf(records: Iterable<CurtailmentRecord>): CurtailmentTotals {
  let totals = NO_RECORDS;
  for (const record of records) totals = addTotals(totals, totalsOfOne(record));
  return totals;
}

/**
 * The totals of two disjoint sets of records. Associative and commutative, so a month is the sum of its days.
 *
 * An unknown SO-flagged part makes the sum unknown; an unknown payment is left out, and `unpricedWh` says how much energy, bid
 * down or undone, belongs to it.
 */
export function addTotals(a: CurtailmentTotals, b: CurtailmentTotals): CurtailmentTotals {
  if (a.records === 0) return b;
  if (b.records === 0) return a;
  return {
    records: a.records + b.records,
    grossWh: a.grossWh + b.grossWh,
    undoWh: a.undoWh + b.undoWh,
    netWh: a.netWh + b.netWh,
    soGrossWh: addKnown(a.soGrossWh, b.soGrossWh),
    soNetWh: addKnown(a.soNetWh, b.soNetWh),
    bidPaymentGbp: addPriced(a.bidPaymentGbp, b.bidPaymentGbp),
    undoPaymentGbp: addPriced(a.undoPaymentGbp, b.undoPaymentGbp),
    paymentGbp: addPriced(a.paymentGbp, b.paymentGbp),
    unpricedWh: a.unpricedWh + b.unpricedWh,
  };
}

/** A record's payments count only where all of them are known; else all of its energy is without. */
function totalsOfOne(record: CurtailmentRecord): CurtailmentTotals {
  const { grossWh, undoWh, netWh, soGrossWh, soNetWh, bidPaymentGbp, undoPaymentGbp, paymentGbp } = record;
  const payments =
    paymentGbp === null
      ? { bidPaymentGbp: null, undoPaymentGbp: null, paymentGbp, unpricedWh: grossWh + undoWh }
      : { bidPaymentGbp, undoPaymentGbp, paymentGbp, unpricedWh: 0 };
  return { records: 1, grossWh, undoWh, netWh, soGrossWh, soNetWh, ...payments };
}

function addKnown(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function addPriced(a: Decimal | null, b: Decimal | null): Decimal | null {
  if (a === null || b === null) return a ?? b;
  return Money.add(a, b);
}
