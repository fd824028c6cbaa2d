import type { Interval, SettlementDate, SettlementPeriod } from "../settlement/types.ts";
import type { BmUnitId, Side } from "./types.ts";

/** One row of the settlement stack (ISPSTACK). */
export type StackRow = {
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  readonly side: Side;
  /** Null on rows of no BM unit. Balancing services adjustment actions carry a bare number. */
  readonly bmUnitId: BmUnitId | null;
  readonly acceptanceId: number | null;
  readonly bidOfferPairId: number | null;
  readonly sequenceNumber: number;
  readonly soFlag: boolean | null;
  /** MWh, a decimal numeral with the source's digits: 0 or less on the bid side, 0 or more on the offer side. */
  readonly volumeMwh: string;
  /** GBP per MWh before repricing, a decimal numeral. */
  readonly originalPriceGbpPerMwh: string | null;
};

/** One row of the accepted volumes (BOAV): one acceptance on one side in one period, by pair. */
export type AcceptanceVolumesRow = {
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  readonly side: Side;
  readonly bmUnitId: BmUnitId | null;
  readonly acceptanceId: number;
  /** MWh of each pair (-6..-1, 1..6) that the row states, decimal numerals. */
  readonly pairVolumesMwh: ReadonlyMap<number, string>;
};

/** A straight line of power over time: the level moves evenly from one end to the other. */
export type LevelSegment = Interval & {
  readonly bmUnitId: BmUnitId;
  /** Megawatts at `startsAt`; negative when the unit takes power. */
  readonly levelFromMw: number;
  /** Megawatts at `endsAt`. */
  readonly levelToMw: number;
};

/** A part of a bid-offer acceptance (BOALF). */
export type AcceptanceSegment = LevelSegment & {
  /** Rolling number of the BM unit; unique within it for long, not across units. */
  readonly acceptanceId: number;
  /** Unix seconds at which it was accepted. A later one overrides an earlier one. */
  readonly acceptedAt: number;
  readonly soFlag: boolean;
};

/** The prices of one bid-offer pair over a span (BOD). */
export type BidOfferPair = Interval & {
  readonly bmUnitId: BmUnitId;
  /** -1 to -6 below the physical notification, 1 to 6 above. */
  readonly pairId: number;
  /** Width of the band, MW; negative for negative pairs. */
  readonly levelFromMw: number;
  readonly levelToMw: number;
  /** GBP per MWh, decimal numerals. */
  readonly bidGbpPerMwh: string | null;
  readonly offerGbpPerMwh: string | null;
};

/** A BM unit as the register states it. Its identity is the National Grid id and `validFrom`. */
export type BmUnit = {
  readonly nationalGridId: string;
  /** Null for units that Elexon has not named (yet). */
  readonly elexonId: string | null;
  readonly name: string | null;
  /** Groups units of one site: the National Grid id without its unit number. */
  readonly farmId: string;
  readonly leadPartyId: string | null;
  readonly leadPartyName: string | null;
  /** As stated, for example `WIND`; null for most units. */
  readonly fuelType: string | null;
  /** Declared, not nameplate; MW, a decimal numeral. */
  readonly generationCapacityMw: string | null;
  /** First settlement date for which this row holds; null when it has always held as far as is known. */
  readonly validFrom: SettlementDate | null;
  /** First settlement date on which the register no longer listed the unit; null: it does. Its rows count as before. */
  readonly goneSince: SettlementDate | null;
  /** Whether it counts as wind, decided by whoever keeps the register where `fuelType` is null; null: nobody has. */
  readonly countsAsWind: boolean | null;
};
