import type { Interval } from "../settlement/types.ts";
import { grouped } from "./grouped.ts";
import { compareText } from "./order.ts";
import type { AcceptanceSegment } from "./sourceRows.ts";
import type { BmUnitId } from "./types.ts";

/** Acceptance numbers that a BM unit's segments skip, and the span in which what is absent may have begun to hold. */
export type AcceptanceNumberGap = Interval & {
  readonly bmUnitId: BmUnitId;
  /** The number before the gap. */
  readonly after: number;
  /** The number after the gap: `before - after - 1` acceptances are absent. */
  readonly before: number;
};

/** An acceptance by when it was made and when it begins to hold. */
type Numbered = { readonly acceptanceId: number; readonly acceptedAt: number; readonly startsAt: number };

/**
 * The gaps in the acceptance numbers of each BM unit: its numbers roll by one, so a number that is skipped is an acceptance
 * that the extract does not hold.
 *
 * The span runs from when `after` was accepted, as numbers follow the time of acceptance and no acceptance begins before its
 * own, to when `before` begins, as that one overrides what was there; one second at least, as `before` may be dated back to
 * that time and the number is absent all the same. It is where the absence matters most, not a proof: an
 * absent acceptance may outlast `before`. Where the time of acceptance runs backwards over a gap, the numbers have rolled over
 * to their beginning and nothing can be told.
 *
 * @param segments of any number of units, zero-length ones included
 * @returns by BM unit in order of id, then by number
 */
export function acceptanceNumberGaps(segments: readonly AcceptanceSegment[]): AcceptanceNumberGap[] {
  const units = [...grouped(segments, ({ bmUnitId }) => bmUnitId)].toSorted(([a], [b]) => compareText(a, b));
  return units.flatMap(([bmUnitId, unitSegments]) => {
    const numbered = inOrderOfNumber(unitSegments);
    return numbered.flatMap((next, index) => gapBetween(bmUnitId, numbered[index - 1], next));
  });
}

function inOrderOfNumber(segments: readonly AcceptanceSegment[]): Numbered[] {
  return [...grouped(segments, ({ acceptanceId }) => acceptanceId)]
    .map(([acceptanceId, parts]) => ({
      acceptanceId,
      acceptedAt: parts[0].acceptedAt,
      startsAt: Math.min(...parts.map(({ startsAt }) => startsAt)),
    }))
    .toSorted((a, b) => a.acceptanceId - b.acceptanceId);
}

function gapBetween(bmUnitId: BmUnitId, previous: Numbered | undefined, next: Numbered): AcceptanceNumberGap[] {
  if (previous === undefined) return [];
  const [after, before] = [previous.acceptanceId, next.acceptanceId];
  if (before === after + 1 || next.acceptedAt < previous.acceptedAt) return [];
  const startsAt = previous.acceptedAt;
  return [{ bmUnitId, after, before, startsAt, endsAt: Math.max(next.startsAt, startsAt + 1) }];
}
