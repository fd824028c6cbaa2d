import type { BmUnitId, Rational, SettlementDate, SettlementPeriod } from "@windhash/core";
import type { VolumeFileFormat } from "./format.ts";

/** A volume as a file states it. */
export type FileVolume = {
  /** 1 is the first line of the file. */
  readonly line: number;
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  /** As written: an Elexon or a National Grid id. */
  readonly id: BmUnitId;
  /** Exact, 0 or less: what was taken away. */
  readonly volumeMwh: Rational;
};

/** Why a row is refused. */
export type RowRefusal = {
  /** The name of its column, or `row` for what is wrong with the row as a whole. */
  readonly field: string;
  /** Completes "must ...". */
  readonly rule: string;
  readonly value: string;
};

/** A row that is not taken over. */
export type RefusedRow = {
  readonly line: number;
  readonly raw: string;
  /** Of the row, as far as they can be read; the period is null without a date. */
  readonly settlementDate: SettlementDate | null;
  readonly settlementPeriod: SettlementPeriod | null;
  /** One or more. */
  readonly refusals: readonly RowRefusal[];
};

/** A file of curtailed volumes, as read: every row is a volume or refused. */
export type VolumeFile = {
  /** Without its folder. */
  readonly name: string;
  readonly format: VolumeFileFormat;
  /** Rows below the header that are not blank. */
  readonly rows: number;
  /** In order of line. */
  readonly volumes: readonly FileVolume[];
  readonly refused: readonly RefusedRow[];
};
