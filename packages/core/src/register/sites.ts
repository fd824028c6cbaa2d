/**
 * Sites whose units National Grid names by more than one stem, or by the stem of another site, with the stem that stands for all
 * of the site: by National Grid id, or by its stem. From the registers of November 2025 and mid 2026, where the units of each
 * have one lead party, which has no others, and names that say so.
 */
export const OTHER_SITES: ReadonlyMap<string, string> = new Map([
  // Clyde Wind Farm (Scotland) Limited: Clyde Central, North and South.
  ["CLDNW", "CLDCW"],
  ["CLDSW", "CLDCW"],
  // Robin Rigg East and West.
  ["RRWW", "RREW"],
  // Triton Knoll East and West.
  ["TKNWW", "TKNEW"],
  // Walney 2 is of Walney 1; Walney 3 and 4, WLNYO as well, are the extension, another company's.
  ["WLNYO-2", "WLNYW"],
  // Sofia, SOFOW in 2025.
  ["SOFWO", "SOFOW"],
]);
