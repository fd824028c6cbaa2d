import { z } from "zod";
import { settlementDate, settlementPeriod, timestamp } from "./scalars.ts";

/** Must be there, null or not: a renamed pair is an error and not an absent volume. */
const volume = z.number().nullable();

/** MWh by bid-offer pair; the names of Elexon's pairs -6 to -1 and 1 to 6. */
export const pairVolumes = z.object({
  negative1: volume,
  negative2: volume,
  negative3: volume,
  negative4: volume,
  negative5: volume,
  negative6: volume,
  positive1: volume,
  positive2: volume,
  positive3: volume,
  positive4: volume,
  positive5: volume,
  positive6: volume,
});

/** One row of the accepted volumes (BOAV), as the Insights API document states it. */
export const acceptanceVolumesRow = z.object({
  createdDateTime: timestamp,
  settlementDate,
  settlementPeriod,
  startTime: timestamp,
  bmUnit: z.string().nullable(),
  bmUnitType: z.string(),
  leadPartyName: z.string().nullish(),
  nationalGridBmUnit: z.string().nullable(),
  acceptanceId: z.int(),
  acceptanceDuration: z.string().nullish(),
  totalVolumeAccepted: z.number().nullish(),
  pairVolumes,
});

/** A row of `GET /balancing/settlement/acceptance/volumes/all/{side}/{date}`, checked. */
export type ElexonAcceptanceVolumesRow = z.output<typeof acceptanceVolumesRow>;
