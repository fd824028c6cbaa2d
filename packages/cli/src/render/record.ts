import type { CurtailmentRecord } from "@windhash/core";
import { gbpDocument } from "./totals.ts";

/** The figures of a record as JSON, without its key: watt-hours are numbers, pounds strings of six decimals, unknown is null. */
export function recordFigures(record: CurtailmentRecord): { readonly [key: string]: string | number | null } {
  return {
    grossWh: record.grossWh,
    undoWh: record.undoWh,
    netWh: record.netWh,
    soGrossWh: record.soGrossWh,
    soNetWh: record.soNetWh,
    bidPaymentGbp: gbpDocument(record.bidPaymentGbp),
    undoPaymentGbp: gbpDocument(record.undoPaymentGbp),
    paymentGbp: gbpDocument(record.paymentGbp),
    unpricedWh: record.unpricedWh,
    acceptances: record.acceptances,
  };
}
