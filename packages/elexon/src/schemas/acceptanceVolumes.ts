import type { SettlementDate, SettlementPeriod } from "@windhash/core";
import { z } from "zod";
import { type ElexonPairs, pairFields } from "./pairs.ts";
import { read, secondsOf, settlementDate, settlementPeriod, timestamp, unread } from "./scalars.ts";

/** One row of the accepted volumes (BOAV), as the Insights API document states it. */
export const acceptanceVolumesFields = z.object({
  createdDateTime: timestamp,
  settlementDate,
  settlementPeriod,
  startTime: timestamp,
  bmUnit: read.text,
  bmUnitType: z.string(),
  leadPartyName: unread.text,
  nationalGridBmUnit: read.text,
  acceptanceId: z.int(),
  acceptanceDuration: unread.text,
  totalVolumeAccepted: unread.number,
  pairVolumes: pairFields,
});

/** A row of `GET /balancing/settlement/acceptance/volumes/all/{side}/{date}`, checked: an acceptance in one period. */
export type ElexonAcceptanceVolumesRow = {
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
  /** Rolling number of the unit, not unique across units. */
  readonly acceptanceId: number;
  /** `S` for shorter than the continuous acceptance duration limit, `L` for longer. */
  readonly acceptanceDuration: string | null;
  readonly totalVolumeAcceptedMwh: number | null;
  /** MWh; rows of zeros are common. */
  readonly pairVolumesMwh: ElexonPairs;
};

/** The fields of a row under names that carry their units. */
export const acceptanceVolumesRow = acceptanceVolumesFields.transform((row): ElexonAcceptanceVolumesRow => ({
  createdDateTime: secondsOf(row.createdDateTime),
  settlementDate: row.settlementDate,
  settlementPeriod: row.settlementPeriod,
  startTime: secondsOf(row.startTime),
  bmUnit: row.bmUnit,
  bmUnitType: row.bmUnitType,
  leadPartyName: row.leadPartyName ?? null,
  nationalGridBmUnit: row.nationalGridBmUnit,
  acceptanceId: row.acceptanceId,
  acceptanceDuration: row.acceptanceDuration ?? null,
  totalVolumeAcceptedMwh: row.totalVolumeAccepted ?? null,
  pairVolumesMwh: row.pairVolumes,
}));
