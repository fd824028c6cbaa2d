import type { SettlementDate, SettlementPeriod } from "@windhash/core";
import { z } from "zod";
import { read, secondsOf, settlementDate, settlementPeriod, timestamp, unread } from "./scalars.ts";

/** One row of the disaggregated adjustment actions (DISBSAD), as the Insights API document states it. */
export const nonBmActionsFields = z.object({
  settlementDate,
  settlementPeriod,
  startTime: timestamp,
  id: z.int32(),
  cost: read.number,
  volume: z.number(),
  price: read.number,
  soFlag: z.boolean(),
  storFlag: z.boolean(),
  partyId: unread.text,
  assetId: unread.text,
  isTendered: unread.flag,
  service: unread.text,
});

/** A row of `GET /balancing/nonbm/disbsad/details`, checked: an action outside the balancing mechanism. */
export type ElexonNonBmActionsRow = {
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  /** Unix seconds. */
  readonly startTime: number;
  /** The bare number that the settlement stack gives as its `id`. */
  readonly id: number;
  readonly costGbp: number | null;
  readonly volumeMwh: number;
  readonly priceGbpPerMwh: number | null;
  readonly soFlag: boolean;
  readonly storFlag: boolean;
  readonly partyId: string | null;
  readonly assetId: string | null;
  readonly isTendered: boolean | null;
  readonly service: string | null;
};

/** The fields of a row under names that carry their units. */
export const nonBmActionsRow = nonBmActionsFields.transform((row): ElexonNonBmActionsRow => ({
  settlementDate: row.settlementDate,
  settlementPeriod: row.settlementPeriod,
  startTime: secondsOf(row.startTime),
  id: row.id,
  costGbp: row.cost,
  volumeMwh: row.volume,
  priceGbpPerMwh: row.price,
  soFlag: row.soFlag,
  storFlag: row.storFlag,
  partyId: row.partyId ?? null,
  assetId: row.assetId ?? null,
  isTendered: row.isTendered ?? null,
  service: row.service ?? null,
}));
