import { sha256Hex } from "@windhash/core";
import type { BundledDay } from "./format.ts";
import { badLine, type Line } from "./tokens.ts";

/** The lists of a day that its third line counts, in that order. */
const COUNTED = ["units", "notifications", "acceptances", "bidOffers"] as const;

/** Those lists of a day. */
export type CountedRows = Pick<BundledDay, (typeof COUNTED)[number]>;

const SEAL = "sha256 ";
/** The fourth line, counted from 0. */
const SEAL_INDEX = 3;

/** The third line: how many rows the day holds, each kind whole. */
export function wholeLine(rows: CountedRows): string {
  return ["whole", ...COUNTED.map((name) => rows[name].length)].join(" ");
}

/** The text with its fourth line: the sha256 of all the others, so that whatever is lost or altered shows. */
export function sealed(lines: readonly string[]): string {
  return lines.toSpliced(SEAL_INDEX, 0, `${SEAL}${sha256Hex(lines.join("\n"))}`).join("\n");
}

/** @throws {SourceError} when the lines are not those that the fourth one was worked out from */
export function requireSealed(lines: readonly Line[]): void {
  const seal = lines[SEAL_INDEX] ?? { number: SEAL_INDEX + 1, text: "" };
  const found = sha256Hex(
    lines
      .filter((line) => line !== seal)
      .map(({ text }) => text)
      .join("\n"),
  );
  if (seal.text !== `${SEAL}${found}`) throw badLine(seal, `be "${SEAL}${found}", as its other lines have it`);
}

/** @throws {SourceError} when the rows are not as many as the third line states */
export function requireWhole(line: Line, rows: CountedRows): void {
  const found = wholeLine(rows);
  if (line.text !== found) throw badLine(line, `be "${found}", as there are so many rows`);
}
