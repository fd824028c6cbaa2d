import { z } from "zod";
import type { ElexonLevelRow } from "./levels.ts";
import { instant, read, secondsOf, settlementDate, settlementPeriod, unread } from "./scalars.ts";

/** One row of the bid-offer data (BOD), as the Insights API document states it. */
export const bidOfferFields = z.object({
  dataset: unread.text,
  settlementDate,
  settlementPeriod,
  timeFrom: instant,
  levelFrom: z.int32(),
  timeTo: instant,
  levelTo: z.int32(),
  pairId: z.int32(),
  offer: z.number(),
  bid: z.number(),
  nationalGridBmUnit: read.text,
  bmUnit: read.text,
});

/** A row of BOD, checked. Its levels are the width of the pair's band: negative for negative pairs. */
export type ElexonBidOfferRow = ElexonLevelRow & {
  /** -1 to -6 below the physical notification, 1 to 6 above. */
  readonly pairId: number;
  readonly offerGbpPerMwh: number;
  readonly bidGbpPerMwh: number;
};

/** The fields of a row under names that carry their units. */
export const bidOfferRow = bidOfferFields.transform((row): ElexonBidOfferRow => ({
  settlementDate: row.settlementDate,
  settlementPeriod: row.settlementPeriod,
  timeFrom: secondsOf(row.timeFrom),
  timeTo: secondsOf(row.timeTo),
  levelFromMw: row.levelFrom,
  levelToMw: row.levelTo,
  pairId: row.pairId,
  offerGbpPerMwh: row.offer,
  bidGbpPerMwh: row.bid,
  nationalGridBmUnit: row.nationalGridBmUnit,
  bmUnit: row.bmUnit,
}));
