import { isoFromInstant } from "../../settlement/instants.ts";
import type { Interval } from "../../settlement/types.ts";
import { refusal } from "../refusal.ts";
import type { LevelSegment } from "../sourceRows.ts";
import { checkSegment, commonScale, type Line, lineOf, scaledLevel } from "./lines.ts";
import { overlaps } from "./spans.ts";

/** The part of a line that holds during a span. */
export type Piece = Interval & { readonly line: Line };

/**
 * The course of levels that segments draw, in order of time and without overlap.
 *
 * A segment of no length says nothing and is left out: where the levels on its two sides differ, the course steps. Where
 * segments overlap, as when a source repeats one in both periods that it touches, they must agree.
 *
 * @param row names the rows in messages
 * @throws {SourceRowError} for a segment that cannot be, and where two of them state different levels for one time
 */
export function piecesOf(segments: readonly LevelSegment[], row: string): Piece[] {
  for (const segment of segments) checkSegment(segment, () => row);
  const ordered = segments
    .filter(({ startsAt, endsAt }) => startsAt < endsAt)
    .toSorted((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt);
  const pieces: Piece[] = [];
  for (const segment of ordered) {
    const line = lineOf(segment);
    const last = pieces.at(-1);
    const startsAt = last === undefined ? segment.startsAt : Math.max(last.endsAt, segment.startsAt);
    refuseDisagreement(pieces, { ...segment, line }, row);
    if (startsAt < segment.endsAt) pieces.push({ startsAt, endsAt: segment.endsAt, line });
  }
  return pieces;
}

/** Two lines that agree at both ends of a span agree all over it. */
function refuseDisagreement(pieces: readonly Piece[], next: Piece, row: string): void {
  for (const { first, startsAt, endsAt } of overlaps(pieces, [next])) {
    if (sameAt(first.line, next.line, startsAt) && sameAt(first.line, next.line, endsAt)) continue;
    const value = `two from ${isoFromInstant(startsAt)} to ${isoFromInstant(endsAt)}`;
    throw refusal({ row, field: "level", rule: "have one course at a time", value });
  }
}

function sameAt(a: Line, b: Line, instant: number): boolean {
  const scale = commonScale([a, b]);
  return scaledLevel(a, instant, scale) === scaledLevel(b, instant, scale);
}

/**
 * The course with `piece` in place of what it held during the piece's span.
 *
 * @param piece lies within the course
 */
export function replaced(course: readonly Piece[], piece: Piece): Piece[] {
  const from = course.findIndex(({ endsAt }) => endsAt > piece.startsAt);
  const to = course.findLastIndex(({ startsAt }) => startsAt < piece.endsAt);
  const [first, last] = [course[from], course[to]];
  const before = first !== undefined && first.startsAt < piece.startsAt ? [{ ...first, endsAt: piece.startsAt }] : [];
  const after = last !== undefined && last.endsAt > piece.endsAt ? [{ ...last, startsAt: piece.endsAt }] : [];
  return course.toSpliced(from, to - from + 1, ...before, piece, ...after);
}
