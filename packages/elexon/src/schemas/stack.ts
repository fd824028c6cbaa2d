import { z } from "zod";
import { settlementDate, settlementPeriod, timestamp } from "./scalars.ts";

/**
 * One row of the settlement stack (ISPSTACK), as the Insights API document states it.
 *
 * What is nullable there and not read here may also be absent; what is read must be there, so that a renamed field is an error
 * and not a null.
 */
export const stackRow = z.object({
  settlementDate,
  settlementPeriod,
  startTime: timestamp,
  createdDateTime: timestamp.nullish(),
  sequenceNumber: z.int32(),
  id: z.string().nullable(),
  acceptanceId: z.int().nullable(),
  bidOfferPairId: z.int32().nullable(),
  cadlFlag: z.boolean().nullish(),
  soFlag: z.boolean().nullable(),
  storProviderFlag: z.boolean().nullish(),
  repricedIndicator: z.boolean(),
  reserveScarcityPrice: z.number().nullish(),
  originalPrice: z.number().nullable(),
  volume: z.number(),
  dmatAdjustedVolume: z.number().nullish(),
  arbitrageAdjustedVolume: z.number().nullish(),
  nivAdjustedVolume: z.number().nullish(),
  parAdjustedVolume: z.number().nullish(),
  finalPrice: z.number().nullish(),
  transmissionLossMultiplier: z.number().nullish(),
  tlmAdjustedVolume: z.number().nullish(),
  tlmAdjustedCost: z.number().nullish(),
});

/** A row of `GET /balancing/settlement/stack/all/{side}/{date}/{period}`, checked. */
export type ElexonStackRow = z.output<typeof stackRow>;
