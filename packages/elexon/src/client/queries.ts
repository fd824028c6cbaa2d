import type { Interval, SettlementDate, SettlementDateRange, SettlementPeriod, Side, StopSignal } from "@windhash/core";
import type { ElexonPhysicalDataset } from "../schemas/levels.ts";

/** An aborted signal ends a request, or the wait for one. */
export type Stop = { readonly signal?: StopSignal };

/** A settlement date. */
export type DayQuery = Stop & { readonly settlementDate: SettlementDate };

/** One period of it. */
export type PeriodQuery = DayQuery & { readonly settlementPeriod: SettlementPeriod };

/** The whole day, or one period of it. */
export type DayOrPeriodQuery = DayQuery & { readonly settlementPeriod?: SettlementPeriod };

/** Settlement dates, both included. */
export type DatesQuery = Stop & SettlementDateRange;

/** `bid`: down, and offers undone; `offer`: up, and bids undone. */
export type OfSide = { readonly side: Side };

/** Unix seconds; the end does not belong to it. */
export type SpanQuery = Stop & Interval;

/** Only these units, by Elexon or National Grid id; all where it is absent. An answer with another one is refused. */
export type OfUnits = { readonly bmUnitIds?: readonly string[] };

/**
 * One unit, by Elexon or National Grid id. These endpoints take one: of several they answer for one and drop the others with
 * status 200.
 */
export type OfOneUnit = { readonly bmUnitId: string };

/** Which of the four kinds of physical data. */
export type OfDataset = { readonly dataset: ElexonPhysicalDataset };

/** Elexon gives a segment that crosses the end of a period once for each. */
export type Repeats = {
  /** True gives such a segment as often as Elexon does, for whoever counts rows; once by default. */
  readonly withRepeats?: boolean;
};

/** The datasets of which Elexon states how many rows it holds of each period (API document, 2026). */
export type ElexonCountedDataset =
  | "BOALF"
  | "BOAV"
  | "BOD"
  | "DISBSAD"
  | "DISEBSP"
  | "DISPTAV"
  | "EBOCF"
  | "FREQ"
  | "ISPSTACK"
  | "NETBSAD"
  | "PN";
