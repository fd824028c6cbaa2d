import type { SettlementDate, SettlementPeriod } from "@windhash/core";
import { z } from "zod";
import { read, secondsOf, settlementDate, settlementPeriod, timestamp } from "./scalars.ts";

/** One row of the acceptances of a settlement period, as the Insights API document states it. */
export const acceptancePricesFields = z.object({
  settlementDate,
  settlementPeriod,
  bmUnit: read.text,
  nationalGridBmUnit: read.text,
  acceptanceNumber: z.int(),
  acceptanceTime: timestamp,
  bidPrice: read.number,
  offerPrice: read.number,
  bidOfferPairId: z.int32(),
});

/** A row of `GET /balancing/settlement/acceptances/all/{date}/{period}`, checked: prices, and no volumes. */
export type ElexonAcceptancePricesRow = {
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  readonly bmUnit: string | null;
  readonly nationalGridBmUnit: string | null;
  readonly acceptanceNumber: number;
  /** Unix seconds. */
  readonly acceptanceTime: number;
  readonly bidPriceGbpPerMwh: number | null;
  readonly offerPriceGbpPerMwh: number | null;
  readonly bidOfferPairId: number;
};

/** The fields of a row under names that carry their units. */
export const acceptancePricesRow = acceptancePricesFields.transform((row): ElexonAcceptancePricesRow => ({
  settlementDate: row.settlementDate,
  settlementPeriod: row.settlementPeriod,
  bmUnit: row.bmUnit,
  nationalGridBmUnit: row.nationalGridBmUnit,
  acceptanceNumber: row.acceptanceNumber,
  acceptanceTime: secondsOf(row.acceptanceTime),
  bidPriceGbpPerMwh: row.bidPrice,
  offerPriceGbpPerMwh: row.offerPrice,
  bidOfferPairId: row.bidOfferPairId,
}));
