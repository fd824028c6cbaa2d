import { z } from "zod";
import { read, secondsOrNull, timestamp } from "./scalars.ts";

/** One row of the newest update of a dataset, as the Insights API document states it. */
export const datasetUpdateFields = z.object({ dataset: read.text, lastUpdated: timestamp.nullable() });

/** A row of `GET /datasets/metadata/latest`, checked. */
export type ElexonDatasetUpdateRow = {
  readonly dataset: string | null;
  /** Unix seconds: by the dataset's file, its publish time or its newest measurement, as Elexon holds it. */
  readonly lastUpdated: number | null;
};

/** The fields of a row, the time in Unix seconds. */
export const datasetUpdateRow = datasetUpdateFields.transform((row): ElexonDatasetUpdateRow => ({
  dataset: row.dataset,
  lastUpdated: secondsOrNull(row.lastUpdated),
}));
