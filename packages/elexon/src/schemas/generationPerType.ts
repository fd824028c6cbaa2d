import type { SettlementDate, SettlementPeriod } from "@windhash/core";
import { z } from "zod";
import { read, secondsOf, settlementDate, settlementPeriod, timestamp, unread } from "./scalars.ts";

/** One row of the actual generation per type (AGPT), as the Insights API document states it. */
export const generationPerTypeFields = z.object({
  dataset: unread.text,
  documentId: unread.text,
  documentRevisionNumber: z.int32(),
  publishTime: timestamp,
  businessType: unread.text,
  psrType: read.text,
  quantity: z.number(),
  startTime: timestamp,
  settlementDate,
  settlementPeriod,
});

/** A row of `GET /datasets/AGPT`, checked: one kind of generation in one period of the whole market. */
export type ElexonGenerationPerTypeRow = {
  readonly documentId: string | null;
  /** A document of the same id with a higher number replaces this one. */
  readonly documentRevisionNumber: number;
  /** Unix seconds. */
  readonly publishTime: number;
  readonly businessType: string | null;
  /** For example `Wind Onshore`. */
  readonly psrType: string | null;
  /** Mean of the period. */
  readonly quantityMw: number;
  /** Unix seconds. */
  readonly startTime: number;
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
};

/** The fields of a row under names that carry their units. */
export const generationPerTypeRow = generationPerTypeFields.transform((row): ElexonGenerationPerTypeRow => ({
  documentId: row.documentId ?? null,
  documentRevisionNumber: row.documentRevisionNumber,
  publishTime: secondsOf(row.publishTime),
  businessType: row.businessType ?? null,
  psrType: row.psrType,
  quantityMw: row.quantity,
  startTime: secondsOf(row.startTime),
  settlementDate: row.settlementDate,
  settlementPeriod: row.settlementPeriod,
}));
