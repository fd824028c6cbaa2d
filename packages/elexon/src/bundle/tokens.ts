import { SourceError } from "@windhash/core";

/** A level at the two ends of a piece, MW. */
export type LevelEnds = { readonly levelFromMw: number; readonly levelToMw: number };

/** A line of a bundled day, with its number for messages. */
export type Line = { readonly number: number; readonly text: string };

/** The error for a line that is not as the format says; thrown by the caller. */
export function badLine({ number, text }: Line, rule: string): SourceError {
  const shown = text.length > 80 ? `${text.slice(0, 80)}...` : text;
  return new SourceError(
    `Line ${number} of a bundled day must ${rule}, got "${shown}". Take the file from the package again.`,
    { line: number, rule },
  );
}

/** A whole number. @throws {SourceError} */
export function wholeNumber(text: string | undefined, line: Line, what: string): number {
  if (text === undefined || !/^-?\d{1,9}$/.test(text)) throw badLine(line, `state ${what} as a whole number`);
  return Number(text);
}

/**
 * A level: `106`, `106>0`, or `>0` which goes on from where the last one ended.
 *
 * @throws {SourceError}
 */
export function levelEnds(text: string | undefined, line: Line, lastMw: number | null): LevelEnds {
  const [from, to, ...more] = (text ?? "").split(">");
  const levelFromMw = from === "" && to !== undefined && lastMw !== null ? lastMw : wholeNumber(from, line, "a level");
  if (more.length > 0) throw badLine(line, "state a level as from>to");
  return { levelFromMw, levelToMw: to === undefined ? levelFromMw : wholeNumber(to, line, "a level") };
}

/** Splits `head` off a text at the first `mark`; the rest is undefined where there is none. */
export function splitOnce(text: string, mark: string): readonly [head: string, rest: string | undefined] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)];
}
