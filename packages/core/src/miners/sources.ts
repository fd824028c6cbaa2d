/**
 * A line of the catalogue: id, name as sold, TH/s, watts at the wall, month of first delivery, the letters of its sources,
 * and where another source disagrees.
 */
export type CatalogueRow = readonly [
  id: string,
  name: string,
  hashrateThs: string,
  powerW: string,
  releaseMonth: string,
  sources: string,
  note?: string,
];

/** What the letters stand for; all read in 2026 unless dated. */
const SOURCES: Readonly<Record<string, string>> = {
  A: "ASIC Miner Value (2026-04)",
  B: "bit-cube model list",
  E: "Energy Cost Model",
  F: "F2Pool device table (2020-03)",
  G: "Mining Guardian list of SHA-256 miners",
  L: "a list of 31 models for calculators",
  N: "Glassnode ASIC fleet count",
  S: "Mining Store guide to the S19",
  T: "asics-tools watt list",
  Z: "Zeus Mining blog",
};

/** The sources of a line in words, the disagreement in brackets. */
export function sourceText(letters: string, note: string | undefined): string {
  const names = Array.from(letters, (letter) => SOURCES[letter] ?? letter).join("; ");
  return note === undefined ? names : `${names} (${note})`;
}
