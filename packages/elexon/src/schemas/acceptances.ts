import type { SettlementDate, SettlementPeriod } from "@windhash/core";
import { z } from "zod";
import { instant, read, secondsOf, settlementDate, settlementPeriod, unread } from "./scalars.ts";

/** One row of the bid-offer acceptance levels (BOALF), as the Insights API document states it. */
export const acceptanceFields = z.object({
  dataset: unread.text,
  settlementDate,
  settlementPeriodFrom: settlementPeriod,
  settlementPeriodTo: settlementPeriod,
  timeFrom: instant,
  timeTo: instant,
  levelFrom: z.int32(),
  levelTo: z.int32(),
  acceptanceNumber: z.int32(),
  acceptanceTime: instant,
  deemedBoFlag: z.boolean(),
  soFlag: z.boolean(),
  amendmentFlag: unread.text,
  storFlag: z.boolean(),
  rrFlag: unread.flag,
  nationalGridBmUnit: read.text,
  bmUnit: read.text,
});

/** A row of BOALF, checked: one segment of an acceptance, on which the level runs straight from one end to the other. */
export type ElexonAcceptanceRow = {
  /** That of `timeFrom`. */
  readonly settlementDate: SettlementDate;
  readonly settlementPeriodFrom: SettlementPeriod;
  readonly settlementPeriodTo: SettlementPeriod;
  /** Unix seconds. */
  readonly timeFrom: number;
  /** Unix seconds. */
  readonly timeTo: number;
  /** At `timeFrom`. */
  readonly levelFromMw: number;
  /** At `timeTo`. */
  readonly levelToMw: number;
  /** Rolling number of the unit, not unique across units. */
  readonly acceptanceNumber: number;
  /** Unix seconds. A later acceptance overrides an earlier one. */
  readonly acceptanceTime: number;
  readonly deemedBoFlag: boolean;
  /** Whether it may have been taken for a reason of the system rather than of energy. */
  readonly soFlag: boolean;
  /** `ORI` for an original; null on the `/balancing` endpoints, which do not state it. */
  readonly amendmentFlag: string | null;
  readonly storFlag: boolean;
  readonly rrFlag: boolean | null;
  readonly nationalGridBmUnit: string | null;
  readonly bmUnit: string | null;
};

/** The fields of a row under names that carry their units. */
export const acceptanceRow = acceptanceFields.transform((row): ElexonAcceptanceRow => ({
  settlementDate: row.settlementDate,
  settlementPeriodFrom: row.settlementPeriodFrom,
  settlementPeriodTo: row.settlementPeriodTo,
  timeFrom: secondsOf(row.timeFrom),
  timeTo: secondsOf(row.timeTo),
  levelFromMw: row.levelFrom,
  levelToMw: row.levelTo,
  acceptanceNumber: row.acceptanceNumber,
  acceptanceTime: secondsOf(row.acceptanceTime),
  deemedBoFlag: row.deemedBoFlag,
  soFlag: row.soFlag,
  amendmentFlag: row.amendmentFlag ?? null,
  storFlag: row.storFlag,
  rrFlag: row.rrFlag ?? null,
  nationalGridBmUnit: row.nationalGridBmUnit,
  bmUnit: row.bmUnit,
}));
