import type { SettlementDate, SettlementPeriod } from "@windhash/core";
import { z } from "zod";
import { settlementDate, settlementPeriod } from "./scalars.ts";

/** One row of the status of a dataset, as the Insights API document states it: how many rows the source holds of a period. */
export const rowCountRow = z.object({
  settlementDate,
  settlementPeriod,
  dataPointCount: z.int32().min(0),
});

/** A row of `GET /data-status/{dataset}`, checked. */
export type ElexonRowCountRow = {
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  /** Rows of both sides, where the dataset has sides. */
  readonly dataPointCount: number;
};
