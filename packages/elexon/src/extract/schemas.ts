import { z } from "zod";
import { bidOfferRow } from "../schemas/bidOffers.ts";
import { acceptanceRow, notificationRow } from "../schemas/levels.ts";

const UNIT_LEVELS = {
  settlementDate: true,
  timeFrom: true,
  timeTo: true,
  levelFrom: true,
  levelTo: true,
  nationalGridBmUnit: true,
  bmUnit: true,
} as const;

/** An extract is held to what is read of it: the Insights field names, of which it may leave out the others. */
export const notificationLines = z.array(notificationRow.pick(UNIT_LEVELS));
/** The lines of an acceptances file. */
export const acceptanceLines = z.array(
  acceptanceRow.pick({ ...UNIT_LEVELS, acceptanceNumber: true, acceptanceTime: true, soFlag: true }),
);
/** The lines of a bid-offer file. */
export const bidOfferLines = z.array(bidOfferRow.pick({ ...UNIT_LEVELS, pairId: true, bid: true, offer: true }));
