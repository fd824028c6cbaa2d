import type { SettlementDate, SettlementPeriod } from "@windhash/core";
import { z } from "zod";
import { type ElexonPairs, pairFields } from "./pairs.ts";
import { read, secondsOf, settlementDate, settlementPeriod, timestamp, unread } from "./scalars.ts";

/** One row of the indicative volumes (DISPTAV), as the Insights API document states it. */
export const indicativeVolumesFields = z.object({
  createdDateTime: timestamp,
  settlementDate,
  settlementPeriod,
  startTime: timestamp,
  bmUnit: read.text,
  bmUnitType: z.string(),
  leadPartyName: unread.text,
  nationalGridBmUnit: read.text,
  dataType: read.text,
  totalVolumeAccepted: unread.number,
  pairVolumes: pairFields,
});

/** What a row counts. The four of one unit and period are views of the same energy: never added. */
export const INDICATIVE_DATA_TYPES = ["Original", "Original-Priced", "Re-priced", "Tagged"] as const;

/** `Original` is what was accepted; the others are what the imbalance price makes of it. */
export type ElexonIndicativeDataType = (typeof INDICATIVE_DATA_TYPES)[number];

/** A row of `GET /balancing/settlement/indicative/volumes/all/{side}/{date}`, checked: a unit in one period. */
export type ElexonIndicativeVolumesRow = {
  /** Unix seconds. */
  readonly createdDateTime: number;
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  /** Unix seconds. */
  readonly startTime: number;
  readonly bmUnit: string | null;
  readonly bmUnitType: string;
  readonly leadPartyName: string | null;
  readonly nationalGridBmUnit: string | null;
  /** One of `ElexonIndicativeDataType` in what the client gives. */
  readonly dataType: string | null;
  readonly totalVolumeAcceptedMwh: number | null;
  /** MWh. */
  readonly pairVolumesMwh: ElexonPairs;
};

/** The fields of a row under names that carry their units. */
export const indicativeVolumesRow = indicativeVolumesFields.transform((row): ElexonIndicativeVolumesRow => ({
  createdDateTime: secondsOf(row.createdDateTime),
  settlementDate: row.settlementDate,
  settlementPeriod: row.settlementPeriod,
  startTime: secondsOf(row.startTime),
  bmUnit: row.bmUnit,
  bmUnitType: row.bmUnitType,
  leadPartyName: row.leadPartyName ?? null,
  nationalGridBmUnit: row.nationalGridBmUnit,
  dataType: row.dataType,
  totalVolumeAcceptedMwh: row.totalVolumeAccepted ?? null,
  pairVolumesMwh: row.pairVolumes,
}));
