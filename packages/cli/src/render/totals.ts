import { type BitcoinTotal, bidPriceGbpPerMwh, type CurtailmentTotals, netPriceGbpPerMwh } from "@windhash/core";
import type { MarkedGroup } from "@windhash/pipeline";
import type { Json } from "../result.ts";
import type { Look } from "./look.ts";
import { btcShown, gbpShown, type Money, mwhShown } from "./numbers.ts";
import { table } from "./table.ts";

/** Energy and payment of totals for people: bid down, undone, net. */
export function totalsText(look: Look, totals: CurtailmentTotals): string[] {
  const columns = [
    { heading: "", align: "left" },
    { heading: "MWh", align: "right" },
    { heading: "GBP", align: "right" },
    { heading: "GBP/MWh", align: "right" },
  ] as const;
  return table(look, columns, [
    [
      "bid down (gross)",
      mwhShown(totals.grossWh),
      gbpShown(totals.bidPaymentGbp),
      priceShown(bidPriceGbpPerMwh(totals)),
    ],
    ["undone", mwhShown(totals.undoWh), gbpShown(totals.undoPaymentGbp)],
    ["net", mwhShown(totals.netWh), gbpShown(totals.paymentGbp), priceShown(netPriceGbpPerMwh(totals))],
    ["of it SO-flagged", mwhShown(totals.soNetWh)],
  ]);
}

/** Totals as JSON: watt-hours are numbers, pounds are strings of six decimals, unknown is null. */
export function totalsDocument(totals: CurtailmentTotals): { readonly [key: string]: Json } {
  return {
    records: totals.records,
    grossWh: totals.grossWh,
    undoWh: totals.undoWh,
    netWh: totals.netWh,
    soGrossWh: totals.soGrossWh,
    soNetWh: totals.soNetWh,
    bidPaymentGbp: gbpDocument(totals.bidPaymentGbp),
    undoPaymentGbp: gbpDocument(totals.undoPaymentGbp),
    paymentGbp: gbpDocument(totals.paymentGbp),
    unpricedWh: totals.unpricedWh,
    bidPriceGbpPerMwh: gbpDocument(bidPriceGbpPerMwh(totals)),
    netPriceGbpPerMwh: gbpDocument(netPriceGbpPerMwh(totals)),
  };
}

/** The totals of a range of which nothing is held. */
export const UNKNOWN_TOTALS = {
  records: 0,
  grossWh: null,
  undoWh: null,
  netWh: null,
  soGrossWh: null,
  soNetWh: null,
  bidPaymentGbp: null,
  undoPaymentGbp: null,
  paymentGbp: null,
  unpricedWh: null,
  bidPriceGbpPerMwh: null,
  netPriceGbpPerMwh: null,
} as const;

/** Millisatoshis by model, as JSON. */
export function bitcoinDocument(bitcoin: readonly BitcoinTotal[]): { readonly [model: string]: string } {
  return Object.fromEntries(bitcoin.map(({ minerModelId, bitcoinMsat }) => [minerModelId, String(bitcoinMsat)]));
}

/** A breakdown for people; every line has the bitcoin of the same models, and the state of what it is built on where it has one. */
export function groupsText(look: Look, heading: string, groups: readonly MarkedGroup[]): string[] {
  const models = [
    ...new Set(groups.flatMap(({ bitcoin }) => bitcoin.map(({ minerModelId }) => minerModelId))),
  ].toSorted();
  const isNamed = groups.some(({ name }) => name !== null);
  const isOutdated = groups.some((group) => group.isOutdated === true);
  const isMarked = groups.some(({ state }) => state !== null);
  const columns = [
    { heading, align: /^\d+$/.test(groups[0]?.group ?? "") ? "right" : "left" },
    ...(isNamed ? [{ heading: "name", align: "left" } as const] : []),
    ...(isMarked ? [{ heading: "state", align: "left" } as const] : []),
    ...["gross MWh", "undone MWh", "net MWh", "GBP", ...models.map((model) => `BTC ${model}`)].map(
      (each) => ({ heading: each, align: "right" }) as const,
    ),
    ...(isOutdated ? [{ heading: "bitcoin is", align: "left" } as const] : []),
  ] as const;
  const rows = groups.map(({ group, name, state, isOutdated: isOld, totals, bitcoin }) => [
    group,
    ...(isNamed ? [name ?? ""] : []),
    ...(isMarked ? [state ?? ""] : []),
    mwhShown(totals.grossWh),
    mwhShown(totals.undoWh),
    mwhShown(totals.netWh),
    gbpShown(totals.paymentGbp),
    ...models.map((model) => modelShown(bitcoin, model)),
    ...(isOutdated ? [isOld === true ? "outdated" : ""] : []),
  ]);
  return table(look, columns, rows);
}

/** A breakdown as JSON. */
export function groupsDocument(groups: readonly MarkedGroup[]): readonly Json[] {
  return groups.map(({ group, name, state, isOutdated, totals, bitcoin }) => ({
    group,
    name,
    ...(state === null ? {} : { state }),
    ...totalsDocument(totals),
    bitcoinMsat: bitcoinDocument(bitcoin),
    ...(isOutdated === null ? {} : { bitcoinIsOutdated: isOutdated }),
  }));
}

function modelShown(bitcoin: readonly BitcoinTotal[], model: string): string {
  const total = bitcoin.find(({ minerModelId }) => minerModelId === model);
  return total === undefined ? "" : btcShown(total.bitcoinMsat);
}

function priceShown(price: Money | null): string {
  return price === null ? "" : gbpShown(price);
}

/** Pounds as JSON: six decimals, exact; null where unknown. Zero has one spelling. */
export function gbpDocument(gbp: Money | null): string | null {
  return gbp === null ? null : gbp.toFixed(6).replace(/^-(?=[0.]+$)/, "");
}
