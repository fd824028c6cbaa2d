import type { Decimal } from "decimal.js";
import type { Rational } from "../quantity/rational.ts";
import type { SettlementDate, SettlementPeriod } from "../settlement/types.ts";

/** The identifier of a BM unit: its Elexon id (`T_MOWEO-2`), or its National Grid id where it has no Elexon id. */
export type BmUnitId = string & { readonly __bmUnitId: true };

/**
 * How curtailed energy is worked out; see docs/formulas.md. `import`: not at all, but taken over from a file of volumes.
 */
export type CurtailmentMethod = "stack" | "boav" | "pn" | "import";

/** A method that reads a source. */
export type SourceMethod = Exclude<CurtailmentMethod, "import">;

/** `bid`: an instruction down. `offer`: an instruction up; on a negative pair it undoes a bid. */
export type Side = "bid" | "offer";

/** One BM unit in one settlement period: the key of a curtailment record. */
export type UnitPeriodKey = {
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  readonly bmUnitId: BmUnitId;
};

/**
 * The volume that one acceptance moved on one bid-offer pair below the physical notification: the fact that every curtailment
 * figure is made of, whichever the method. Its identity is the key, `side`, `acceptanceId`, `bidOfferPairId` and `ordinal`.
 */
export type AcceptedVolume = UnitPeriodKey & {
  readonly side: Side;
  /** `NO_ACCEPTANCE` where a file gives sums without naming what they are of. */
  readonly acceptanceId: number;
  /** -1 to -6: a band below the physical notification. */
  readonly bidOfferPairId: number;
  /** 0, 1, ... in source order: tells apart rows that agree in everything above. */
  readonly ordinal: number;
  /** Rank in the settlement stack; null where the method has no stack. */
  readonly sequenceNumber: number | null;
  /** Possibly taken for a system reason; null where the method has no flag. */
  readonly soFlag: boolean | null;
  /** Exact MWh: below 0 on the bid side, above 0 on the offer side. */
  readonly volumeMwh: Rational;
  /** GBP per MWh before repricing, a decimal numeral with the source's digits; null where the source has none. */
  readonly priceGbpPerMwh: string | null;
};

/**
 * What one BM unit was told not to generate in one settlement period.
 *
 * Money is positive when the unit is paid. Unknown is null, never 0.
 */
export type CurtailmentRecord = UnitPeriodKey & {
  /** Energy bid down, 0 or more. */
  readonly grossWh: number;
  /** Energy instructed back up after a bid, 0 or more. */
  readonly undoWh: number;
  /** grossWh - undoWh; negative only where the source undoes more than was bid, which is a finding. */
  readonly netWh: number;
  /** The part of grossWh that is SO-flagged; null where the method has no flag. */
  readonly soGrossWh: number | null;
  /** netWh x soGrossWh / grossWh, rounded half-even; null where soGrossWh is. */
  readonly soNetWh: number | null;
  /** Sum of bid volume x price, six decimals; null where a bid row has no price. */
  readonly bidPaymentGbp: Decimal | null;
  /** Sum of undo volume x price, six decimals; null where an undo row has no price. */
  readonly undoPaymentGbp: Decimal | null;
  /** bidPaymentGbp + undoPaymentGbp; null where either is. */
  readonly paymentGbp: Decimal | null;
  /** Energy of the bid and undo rows that have no price, 0 or more. */
  readonly unpricedWh: number;
  /** Number of distinct acceptances behind the record; null where its source names none. */
  readonly acceptances: number | null;
};

/**
 * What one BM unit of unknown fuel was bid down in one settlement day. Such a unit may be wind that the register does not say to
 * be wind: its energy is in no record, and this is what that may amount to.
 */
export type UnmappedBids = {
  readonly settlementDate: SettlementDate;
  readonly bmUnitId: BmUnitId;
  /** Energy bid down and instructed back up below the physical notification, 0 or more. */
  readonly grossWh: number;
  readonly undoWh: number;
  /** The part of grossWh that is SO-flagged; null where the method has no flag. */
  readonly soGrossWh: number | null;
  /** The part of grossWh that was bid at less than 0 GBP per MWh: the unit is paid to go down, as wind mostly is; null where no price is known. */
  readonly paidGrossWh: number | null;
  /** Settlement periods with any of it. */
  readonly periods: number;
};

/**
 * What is held of a settlement period, judged by when it was fetched and never by today's date.
 *
 * - `complete`: as many rows as the source itself counts, or from an extract that states itself whole and is protected against
 *   loss.
 * - `empty`: the same, and there truly was no curtailment.
 * - `provisional`: fetched before the day's end + 3 days, so likely to be restated.
 * - `unconfirmed`: nothing vouches for its completeness; `reason` says what is absent.
 *
 * A period of which nothing is held has no state at all: it is unknown.
 */
export type PeriodState = "complete" | "empty" | "provisional" | "unconfirmed";

/** The state of one settlement period as stored. */
export type HeldPeriod = {
  readonly settlementPeriod: SettlementPeriod;
  readonly state: PeriodState;
  /** Why it is not complete, for people; null when it is complete or empty. */
  readonly reason: string | null;
  /** Unix seconds of the oldest response it stands on; null where an extract states no fetch time. */
  readonly fetchedAt: number | null;
  /** Source rows that were read for it. */
  readonly sourceRows: number;
};

/** All that one settlement day stores: the unit of writing. */
export type CurtailmentDay = {
  readonly settlementDate: SettlementDate;
  readonly method: CurtailmentMethod;
  /** sha256, hexadecimal, of the hashes of the raw responses it was worked out from. */
  readonly payloadHash: string;
  /** sha256, hexadecimal, of the identifiers that count as wind. */
  readonly registerHash: string;
  /** Every period of the date, in order. */
  readonly periods: readonly HeldPeriod[];
  /** In key order. */
  readonly volumes: readonly AcceptedVolume[];
  /** In key order; exactly what `curtailmentRecords(volumes)` gives. */
  readonly records: readonly CurtailmentRecord[];
  /** In order of unit. No part of any report: it is replaced without a revision. Absent: what is held stays. */
  readonly unmapped?: readonly UnmappedBids[];
};
