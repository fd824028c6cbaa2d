import type { SettlementDate, SettlementPeriod } from "@windhash/core";
import { z } from "zod";
import { type ElexonPairs, pairFields } from "./pairs.ts";
import { read, secondsOf, secondsOrNull, settlementDate, settlementPeriod, timestamp, unread } from "./scalars.ts";

/** One row of the indicative cashflows (EBOCF), as the Insights API document states it. */
export const indicativeCashflowsFields = z.object({
  settlementDate,
  settlementPeriod,
  startTime: timestamp,
  createdDateTime: unread.timestamp,
  bmUnit: read.text,
  bmUnitType: z.string(),
  leadPartyName: unread.text,
  nationalGridBmUnit: read.text,
  bidOfferPairCashflows: pairFields,
  totalCashflow: z.number(),
});

/**
 * A row of `GET /balancing/settlement/indicative/cashflows/all/{side}/{date}`, checked: a unit in one period.
 *
 * Positive is a credit to the unit: wind that is paid to turn down has a positive cashflow. Loss multipliers are in it, so
 * it is not volume times price.
 */
export type ElexonIndicativeCashflowsRow = {
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  /** Unix seconds. */
  readonly startTime: number;
  /** Unix seconds. */
  readonly createdDateTime: number | null;
  readonly bmUnit: string | null;
  readonly bmUnitType: string;
  readonly leadPartyName: string | null;
  readonly nationalGridBmUnit: string | null;
  /** GBP. */
  readonly bidOfferPairCashflowsGbp: ElexonPairs;
  readonly totalCashflowGbp: number;
};

/** The fields of a row under names that carry their units. */
export const indicativeCashflowsRow = indicativeCashflowsFields.transform((row): ElexonIndicativeCashflowsRow => ({
  settlementDate: row.settlementDate,
  settlementPeriod: row.settlementPeriod,
  startTime: secondsOf(row.startTime),
  createdDateTime: secondsOrNull(row.createdDateTime),
  bmUnit: row.bmUnit,
  bmUnitType: row.bmUnitType,
  leadPartyName: row.leadPartyName ?? null,
  nationalGridBmUnit: row.nationalGridBmUnit,
  bidOfferPairCashflowsGbp: row.bidOfferPairCashflows,
  totalCashflowGbp: row.totalCashflow,
}));
