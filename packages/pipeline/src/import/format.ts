/** Names of the columns that hold a volume and its key. */
export type VolumeColumns = {
  /** Settlement date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Settlement period of that date. */
  readonly period: string;
  /** Elexon or National Grid id of the BM unit. */
  readonly id: string;
  readonly volume: string;
};

/** How a file states curtailed volumes. */
export type VolumeFileFormat = {
  readonly columns: VolumeColumns;
  /** `mean-mw`: the mean power over the half-hour, so that MWh = value / 2. */
  readonly unit: "mwh" | "mean-mw";
  /** How a reduction is written. */
  readonly sign: "negative" | "positive";
};

/**
 * The file of wind bid volumes by BM unit and settlement period of NESO (National Energy System Operator), in mean MW. Several
 * rows of one key are separate volumes.
 */
export const NESO_BOA: VolumeFileFormat = {
  columns: { date: "Date", period: "Settlement_Period", id: "Generator_Name", volume: "BOA_Volume" },
  unit: "mean-mw",
  sign: "negative",
};
