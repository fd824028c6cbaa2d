import { z } from "zod";
import { acceptanceFields } from "../schemas/acceptances.ts";
import { bidOfferFields } from "../schemas/bidOffers.ts";
import { notificationFields } from "../schemas/levels.ts";
import { secondsOf } from "../schemas/scalars.ts";

const UNIT_LEVELS = {
  settlementDate: true,
  timeFrom: true,
  timeTo: true,
  levelFrom: true,
  levelTo: true,
  nationalGridBmUnit: true,
  bmUnit: true,
} as const;

/** The lines of a notifications file. An extract is held to what is read of it: the Insights field names, of which it may leave out the others. */
export const notificationLines = z.array(notificationFields.pick(UNIT_LEVELS).transform(levelOf));

/** The lines of an acceptances file. */
export const acceptanceLines = z.array(
  acceptanceFields
    .pick({ ...UNIT_LEVELS, acceptanceNumber: true, acceptanceTime: true, soFlag: true })
    .transform((line) => ({
      ...levelOf(line),
      acceptanceNumber: line.acceptanceNumber,
      acceptanceTime: secondsOf(line.acceptanceTime),
      soFlag: line.soFlag,
    })),
);

/** The lines of a bid-offer file. */
export const bidOfferLines = z.array(
  bidOfferFields.pick({ ...UNIT_LEVELS, pairId: true, bid: true, offer: true }).transform((line) => ({
    ...levelOf(line),
    pairId: line.pairId,
    bidGbpPerMwh: line.bid,
    offerGbpPerMwh: line.offer,
  })),
);

type LevelLine = Pick<z.output<typeof notificationFields>, keyof typeof UNIT_LEVELS>;

/** The fields of a line under the names of the client's rows. */
function levelOf(line: LevelLine) {
  return {
    settlementDate: line.settlementDate,
    timeFrom: secondsOf(line.timeFrom),
    timeTo: secondsOf(line.timeTo),
    levelFromMw: line.levelFrom,
    levelToMw: line.levelTo,
    nationalGridBmUnit: line.nationalGridBmUnit,
    bmUnit: line.bmUnit,
  };
}
