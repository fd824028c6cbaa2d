import type { SettlementDate } from "../settlement/types.ts";
import type { MinerModelId } from "../miners/types.ts";
import type { BitcoinCalculation, CalculationKey } from "../mining/types.ts";

/** A key whose stored calculation is not what is expected today. */
export type ChangedCalculation = { readonly expected: BitcoinCalculation; readonly stored: BitcoinCalculation };

/** The difference of a day: every key of either side is in exactly one of the five. */
export type DayDifference = {
  /** Number of keys whose stored value is the expected one. */
  readonly matching: number;
  /** Expected, not stored. */
  readonly missing: readonly BitcoinCalculation[];
  /** Stored, not expected. */
  readonly orphan: readonly BitcoinCalculation[];
  /** Stored from another energy or other inputs than today's. */
  readonly stale: readonly ChangedCalculation[];
  /** Stored from today's energy and inputs, with another value. */
  readonly wrong: readonly ChangedCalculation[];
};

/** What the records of one day add up to. */
export type RecordTally = {
  readonly settlementDate: SettlementDate;
  readonly records: number;
  readonly grossWh: number;
  readonly undoWh: number;
  /** sha256, hexadecimal, of the canonical lines in key order. */
  readonly checksum: string;
};

/** What the calculations of one day and one model add up to, and what they were worked out from. */
export type CalculationTally = {
  readonly settlementDate: SettlementDate;
  readonly minerModelId: MinerModelId;
  readonly calculations: number;
  readonly energyWh: number;
  readonly bitcoinMsat: bigint;
  /** sha256 of the canonical lines in key order. */
  readonly checksum: string;
  /** `RecordTally.checksum` of the records that they stand on. */
  readonly recordsChecksum: string;
  /** sha256 of the inputs ids of the day's periods, in order. */
  readonly inputsChecksum: string;
};

/** What has to be written so that a day's calculations are as expected. */
export type CalculationChange = {
  readonly settlementDate: SettlementDate;
  /** The day's revision that the change was worked out from; it is refused when the day has moved. */
  readonly revision: number;
  /** Missing, stale and wrong keys with their expected values, in key order. */
  readonly puts: readonly BitcoinCalculation[];
  /** Orphans. */
  readonly removes: readonly CalculationKey[];
  /** Tallies of the models that the change speaks for, as they are once it is applied. A model without rows is not among them. */
  readonly tallies: readonly CalculationTally[];
  /** Models whose tallies are replaced by the above. */
  readonly minerModelIds: readonly MinerModelId[];
};
