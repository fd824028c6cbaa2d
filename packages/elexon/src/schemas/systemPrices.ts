import type { SettlementDate, SettlementPeriod } from "@windhash/core";
import { z } from "zod";
import { secondsOf, settlementDate, settlementPeriod, timestamp, unread } from "./scalars.ts";

/** One row of the system prices (DISEBSP), as the Insights API document states it. */
export const systemPricesFields = z.object({
  settlementDate,
  settlementPeriod,
  startTime: timestamp,
  createdDateTime: timestamp,
  systemSellPrice: z.number(),
  systemBuyPrice: z.number(),
  bsadDefaulted: z.boolean(),
  priceDerivationCode: unread.text,
  reserveScarcityPrice: unread.number,
  netImbalanceVolume: z.number(),
  sellPriceAdjustment: unread.number,
  buyPriceAdjustment: unread.number,
  replacementPrice: unread.number,
  replacementPriceReferenceVolume: unread.number,
  totalAcceptedOfferVolume: unread.number,
  totalAcceptedBidVolume: unread.number,
  totalAdjustmentSellVolume: unread.number,
  totalAdjustmentBuyVolume: unread.number,
  totalSystemTaggedAcceptedOfferVolume: unread.number,
  totalSystemTaggedAcceptedBidVolume: unread.number,
  totalSystemTaggedAdjustmentSellVolume: unread.number,
  totalSystemTaggedAdjustmentBuyVolume: unread.number,
});

/** A row of `GET /balancing/settlement/system-prices/{date}`, checked: one period of the whole market. */
export type ElexonSystemPricesRow = {
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  /** Unix seconds. */
  readonly startTime: number;
  /** Unix seconds. */
  readonly createdDateTime: number;
  readonly systemSellPriceGbpPerMwh: number;
  readonly systemBuyPriceGbpPerMwh: number;
  readonly bsadDefaulted: boolean;
  readonly priceDerivationCode: string | null;
  readonly reserveScarcityPriceGbpPerMwh: number | null;
  readonly netImbalanceVolumeMwh: number;
  readonly sellPriceAdjustmentGbpPerMwh: number | null;
  readonly buyPriceAdjustmentGbpPerMwh: number | null;
  readonly replacementPriceGbpPerMwh: number | null;
  readonly replacementPriceReferenceVolumeMwh: number | null;
  readonly totalAcceptedOfferVolumeMwh: number | null;
  /** 0 or less: bounds what any group of units can have been bid down. */
  readonly totalAcceptedBidVolumeMwh: number | null;
  readonly totalAdjustmentSellVolumeMwh: number | null;
  readonly totalAdjustmentBuyVolumeMwh: number | null;
  readonly totalSystemTaggedAcceptedOfferVolumeMwh: number | null;
  readonly totalSystemTaggedAcceptedBidVolumeMwh: number | null;
  readonly totalSystemTaggedAdjustmentSellVolumeMwh: number | null;
  readonly totalSystemTaggedAdjustmentBuyVolumeMwh: number | null;
};

/** The fields of a row under names that carry their units. */
export const systemPricesRow = systemPricesFields.transform((row): ElexonSystemPricesRow => ({
  settlementDate: row.settlementDate,
  settlementPeriod: row.settlementPeriod,
  startTime: secondsOf(row.startTime),
  createdDateTime: secondsOf(row.createdDateTime),
  systemSellPriceGbpPerMwh: row.systemSellPrice,
  systemBuyPriceGbpPerMwh: row.systemBuyPrice,
  bsadDefaulted: row.bsadDefaulted,
  priceDerivationCode: row.priceDerivationCode ?? null,
  reserveScarcityPriceGbpPerMwh: row.reserveScarcityPrice ?? null,
  netImbalanceVolumeMwh: row.netImbalanceVolume,
  sellPriceAdjustmentGbpPerMwh: row.sellPriceAdjustment ?? null,
  buyPriceAdjustmentGbpPerMwh: row.buyPriceAdjustment ?? null,
  replacementPriceGbpPerMwh: row.replacementPrice ?? null,
  replacementPriceReferenceVolumeMwh: row.replacementPriceReferenceVolume ?? null,
  totalAcceptedOfferVolumeMwh: row.totalAcceptedOfferVolume ?? null,
  totalAcceptedBidVolumeMwh: row.totalAcceptedBidVolume ?? null,
  totalAdjustmentSellVolumeMwh: row.totalAdjustmentSellVolume ?? null,
  totalAdjustmentBuyVolumeMwh: row.totalAdjustmentBuyVolume ?? null,
  totalSystemTaggedAcceptedOfferVolumeMwh: row.totalSystemTaggedAcceptedOfferVolume ?? null,
  totalSystemTaggedAcceptedBidVolumeMwh: row.totalSystemTaggedAcceptedBidVolume ?? null,
  totalSystemTaggedAdjustmentSellVolumeMwh: row.totalSystemTaggedAdjustmentSellVolume ?? null,
  totalSystemTaggedAdjustmentBuyVolumeMwh: row.totalSystemTaggedAdjustmentBuyVolume ?? null,
}));
