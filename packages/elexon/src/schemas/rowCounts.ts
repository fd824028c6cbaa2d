import { z } from "zod";
import { settlementDate, settlementPeriod } from "./scalars.ts";

/** One row of the status of a dataset, as the Insights API document states it: how many rows the source holds of a period. */
export const rowCountRow = z.object({
  settlementDate,
  settlementPeriod,
  dataPointCount: z.int32().min(0),
});

/** A row of `GET /data-status/{dataset}`, checked. */
export type ElexonRowCountRow = z.output<typeof rowCountRow>;
