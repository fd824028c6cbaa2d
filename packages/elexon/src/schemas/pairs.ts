import { z } from "zod";
import { read } from "./scalars.ts";

/** One figure of each bid-offer pair; all must be there, null or not: a renamed pair is an error and not an absent figure. */
export const pairFields = z.object({
  negative1: read.number,
  negative2: read.number,
  negative3: read.number,
  negative4: read.number,
  negative5: read.number,
  negative6: read.number,
  positive1: read.number,
  positive2: read.number,
  positive3: read.number,
  positive4: read.number,
  positive5: read.number,
  positive6: read.number,
});

/** A figure of each bid-offer pair by Elexon's names: pairs -1 to -6 lie below the physical notification, 1 to 6 above. */
export type ElexonPairs = Readonly<Record<keyof z.output<typeof pairFields>, number | null>>;
