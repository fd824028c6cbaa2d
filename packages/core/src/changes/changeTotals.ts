import { Decimal } from "decimal.js";
import type { CurtailmentRecord } from "../curtailment/types.ts";
import type { ChangedRecord, ChangeTotals } from "./types.ts";

/** Wide enough that sums of six-decimal money are never rounded. */
const Money = /* @__PURE__ */ Decimal.clone({ precision: 40 });
const NO_MONEY = /* @__PURE__ */ new Money(0);

/** The difference of no change. */
export const NO_CHANGE: ChangeTotals = {
  grossWh: 0,
  undoWh: 0,
  netWh: 0,
  bidPaymentGbp: NO_MONEY,
  undoPaymentGbp: NO_MONEY,
  paymentGbp: NO_MONEY,
};

/** What changes add up to, in any order of them. */
export function changeTotalsOf(records: Iterable<Pick<ChangedRecord, "before" | "after">>): ChangeTotals {
  let totals = NO_CHANGE;
  for (const { before, after } of records) totals = addChangeTotals(totals, changeOfOne(before, after));
  return totals;
}

/** One change after another, or two apart: the differences added up; one unknown payment makes the sum unknown. */
export function addChangeTotals(a: ChangeTotals, b: ChangeTotals): ChangeTotals {
  return {
    grossWh: a.grossWh + b.grossWh,
    undoWh: a.undoWh + b.undoWh,
    netWh: a.netWh + b.netWh,
    bidPaymentGbp: addKnown(a.bidPaymentGbp, b.bidPaymentGbp),
    undoPaymentGbp: addKnown(a.undoPaymentGbp, b.undoPaymentGbp),
    paymentGbp: addKnown(a.paymentGbp, b.paymentGbp),
  };
}

function changeOfOne(before: CurtailmentRecord | null, after: CurtailmentRecord | null): ChangeTotals {
  const energies = {
    grossWh: (after?.grossWh ?? 0) - (before?.grossWh ?? 0),
    undoWh: (after?.undoWh ?? 0) - (before?.undoWh ?? 0),
    netWh: (after?.netWh ?? 0) - (before?.netWh ?? 0),
  };
  const [old, now] = [paymentsOf(before), paymentsOf(after)];
  if (old === null || now === null) return { ...energies, bidPaymentGbp: null, undoPaymentGbp: null, paymentGbp: null };
  return {
    ...energies,
    bidPaymentGbp: Money.sub(now.bid, old.bid),
    undoPaymentGbp: Money.sub(now.undo, old.undo),
    paymentGbp: Money.sub(now.both, old.both),
  };
}

/** Those of no record are nothing; null where any of a record's is unknown. */
function paymentsOf(
  record: CurtailmentRecord | null,
): { readonly bid: Decimal; readonly undo: Decimal; readonly both: Decimal } | null {
  if (record === null) return { bid: NO_MONEY, undo: NO_MONEY, both: NO_MONEY };
  const { bidPaymentGbp: bid, undoPaymentGbp: undo, paymentGbp: both } = record;
  return bid === null || undo === null || both === null ? null : { bid, undo, both };
}

function addKnown(a: Decimal | null, b: Decimal | null): Decimal | null {
  return a === null || b === null ? null : Money.add(a, b);
}
