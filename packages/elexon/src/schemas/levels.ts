import type { SettlementDate, SettlementPeriod } from "@windhash/core";
import { z } from "zod";
import { instant, read, secondsOf, settlementDate, settlementPeriod, timestamp, unread } from "./scalars.ts";

/** One row of the physical notifications (PN, QPN), as the Insights API document states it. */
export const notificationFields = z.object({
  dataset: unread.text,
  settlementDate,
  settlementPeriod,
  timeFrom: instant,
  timeTo: instant,
  levelFrom: z.int32(),
  levelTo: z.int32(),
  nationalGridBmUnit: read.text,
  bmUnit: read.text,
});

/** What every row of levels states. */
export type ElexonLevelRow = {
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  /** Unix seconds. */
  readonly timeFrom: number;
  /** Unix seconds. */
  readonly timeTo: number;
  /** At `timeFrom`; negative when the unit takes power. */
  readonly levelFromMw: number;
  /** At `timeTo`. */
  readonly levelToMw: number;
  readonly nationalGridBmUnit: string | null;
  readonly bmUnit: string | null;
};

/** A row of `GET /datasets/PN/stream` or `/datasets/QPN/stream`, checked: the level runs straight from one end to the other. */
export type ElexonNotificationRow = ElexonLevelRow;

/** The fields of a row under names that carry their units. */
export const notificationRow = notificationFields.transform(levelOf);

/** The fields that every row of levels has. */
function levelOf(row: Omit<z.output<typeof notificationFields>, "dataset">): ElexonLevelRow {
  return {
    settlementDate: row.settlementDate,
    settlementPeriod: row.settlementPeriod,
    timeFrom: secondsOf(row.timeFrom),
    timeTo: secondsOf(row.timeTo),
    levelFromMw: row.levelFrom,
    levelToMw: row.levelTo,
    nationalGridBmUnit: row.nationalGridBmUnit,
    bmUnit: row.bmUnit,
  };
}

/** The four kinds of physical data. */
export type ElexonPhysicalDataset = "PN" | "QPN" | "MILS" | "MELS";

/** A row of `GET /balancing/physical`, checked. */
export type ElexonPhysicalRow = ElexonLevelRow & {
  /** An `ElexonPhysicalDataset`, as the row states it. */
  readonly dataset: string | null;
};

/** The fields of a row under names that carry their units. */
export const physicalRow = notificationFields.transform((row): ElexonPhysicalRow => ({
  dataset: row.dataset ?? null,
  settlementDate: row.settlementDate,
  settlementPeriod: row.settlementPeriod,
  timeFrom: secondsOf(row.timeFrom),
  timeTo: secondsOf(row.timeTo),
  levelFromMw: row.levelFrom,
  levelToMw: row.levelTo,
  nationalGridBmUnit: row.nationalGridBmUnit,
  bmUnit: row.bmUnit,
}));

/** One row of the limits (MELS, MILS), as the Insights API document states it. */
export const limitFields = z.object({
  dataset: unread.text,
  settlementDate,
  settlementPeriod,
  timeFrom: instant,
  timeTo: instant,
  levelFrom: z.int32(),
  levelTo: z.int32(),
  notificationTime: timestamp,
  notificationSequence: z.int32(),
  nationalGridBmUnit: read.text,
  bmUnit: read.text,
});

/**
 * A row of `GET /datasets/MELS/stream` or `/datasets/MILS/stream`, checked.
 *
 * It may be shorter than its half-hour, and one span may be declared again: of two rows of a unit that overlap, the one with
 * the higher `notificationSequence` came later. Where Elexon cut a declaration at the end of a half-hour the levels are still
 * those of the whole of it, not what a straight line gives at the cut.
 */
export type ElexonLimitRow = ElexonLevelRow & {
  /** Unix seconds at which it was declared. */
  readonly notificationTime: number;
  readonly notificationSequence: number;
};

/** The fields of a row under names that carry their units. */
export const limitRow = limitFields.transform((row): ElexonLimitRow => ({
  settlementDate: row.settlementDate,
  settlementPeriod: row.settlementPeriod,
  timeFrom: secondsOf(row.timeFrom),
  timeTo: secondsOf(row.timeTo),
  levelFromMw: row.levelFrom,
  levelToMw: row.levelTo,
  notificationTime: secondsOf(row.notificationTime),
  notificationSequence: row.notificationSequence,
  nationalGridBmUnit: row.nationalGridBmUnit,
  bmUnit: row.bmUnit,
}));
