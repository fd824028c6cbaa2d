import { csvText } from "./csv.ts";
import type { RefusedRow } from "./volumeFile.ts";

const HEADER = ["row", "field", "rule", "value", "raw"];

/**
 * The refused rows as a CSV file: a line for every rule that a row breaks, with the row's number (1 is the header of the imported
 * file), the field, the rule (it "must ..."), the value, and the row as it stands.
 */
export function quarantineText(refused: readonly RefusedRow[]): string {
  const lines = refused.flatMap(({ line, raw, refusals }) =>
    refusals.map(({ field, rule, value }) => [line, field, `must ${rule}`, value, raw]),
  );
  return csvText([HEADER, ...lines]);
}
