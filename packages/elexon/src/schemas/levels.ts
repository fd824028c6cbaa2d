import { z } from "zod";
import { instant, settlementDate, settlementPeriod } from "./scalars.ts";

/** One row of the physical notifications (PN), as the Insights API document states it. */
export const notificationRow = z.object({
  dataset: z.string().nullish(),
  settlementDate,
  settlementPeriod,
  timeFrom: instant,
  timeTo: instant,
  levelFrom: z.int32(),
  levelTo: z.int32(),
  nationalGridBmUnit: z.string().nullable(),
  bmUnit: z.string().nullable(),
});

/** A row of `GET /datasets/PN/stream`, checked; times are Unix seconds, levels MW. */
export type ElexonNotificationRow = z.output<typeof notificationRow>;

/** One row of the bid-offer acceptance levels (BOALF), as the Insights API document states it. */
export const acceptanceRow = z.object({
  dataset: z.string().nullish(),
  settlementDate,
  settlementPeriodFrom: settlementPeriod,
  settlementPeriodTo: settlementPeriod,
  timeFrom: instant,
  timeTo: instant,
  levelFrom: z.int32(),
  levelTo: z.int32(),
  acceptanceNumber: z.int32(),
  acceptanceTime: instant,
  deemedBoFlag: z.boolean(),
  soFlag: z.boolean(),
  amendmentFlag: z.string().nullish(),
  storFlag: z.boolean(),
  rrFlag: z.boolean().nullish(),
  nationalGridBmUnit: z.string().nullable(),
  bmUnit: z.string().nullable(),
});

/** A row of `GET /datasets/BOALF/stream`, checked; times are Unix seconds, levels MW. */
export type ElexonAcceptanceRow = z.output<typeof acceptanceRow>;
