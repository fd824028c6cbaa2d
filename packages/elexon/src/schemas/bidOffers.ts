import { z } from "zod";
import { instant, settlementDate, settlementPeriod } from "./scalars.ts";

/** One row of the bid-offer data (BOD), as the Insights API document states it. */
export const bidOfferRow = z.object({
  dataset: z.string().nullish(),
  settlementDate,
  settlementPeriod,
  timeFrom: instant,
  levelFrom: z.int32(),
  timeTo: instant,
  levelTo: z.int32(),
  pairId: z.int32(),
  offer: z.number(),
  bid: z.number(),
  nationalGridBmUnit: z.string().nullable(),
  bmUnit: z.string().nullable(),
});

/** A row of `GET /datasets/BOD/stream`, checked; times are Unix seconds, levels MW, prices GBP per MWh. */
export type ElexonBidOfferRow = z.output<typeof bidOfferRow>;
