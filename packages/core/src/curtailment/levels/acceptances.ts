import { refusal } from "../refusal.ts";
import { grouped, type NonEmpty } from "../grouped.ts";
import type { Interval } from "../../settlement/types.ts";
import type { AcceptanceSegment } from "../sourceRows.ts";
import type { BmUnitId } from "../types.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { touches } from "./spans.ts";

/** An instruction to one BM unit: its course, in order of time. */
export type Acceptance = {
  readonly acceptanceId: number;
  /** Unix seconds. */
  readonly acceptedAt: number;
  readonly soFlag: boolean;
  readonly pieces: readonly Piece[];
};

/** The name of an acceptance in messages. */
export function acceptanceText(bmUnitId: BmUnitId, acceptanceId: number): string {
  return `acceptance ${acceptanceId} of ${bmUnitId} (BOALF)`;
}

/**
 * The acceptances of one BM unit that reach into a span, in the order in which they hold: a later one overrides an earlier
 * one, by time of acceptance and then by number.
 *
 * @param segments of that unit, in any order, repeated ones included
 * @throws {SourceRowError} where segments of one acceptance contradict each other
 */
export function acceptancesInOrder(segments: readonly AcceptanceSegment[], span: Interval): Acceptance[] {
  return [...grouped(segments, ({ acceptanceId }) => acceptanceId).values()]
    .filter((parts) => parts.some((part) => touches(part, span)))
    .map(acceptanceOf)
    .toSorted((a, b) => a.acceptedAt - b.acceptedAt || a.acceptanceId - b.acceptanceId);
}

function acceptanceOf(segments: NonEmpty<AcceptanceSegment>): Acceptance {
  const { bmUnitId, acceptanceId, acceptedAt, soFlag } = segments[0];
  const row = acceptanceText(bmUnitId, acceptanceId);
  for (const field of ["acceptedAt", "soFlag"] as const) {
    const values = new Set(segments.map((segment) => segment[field]));
    if (values.size > 1)
      throw refusal({ row, field, rule: "be one for all its segments", value: [...values].join(" and ") });
  }
  if (!Number.isFinite(acceptedAt))
    throw refusal({ row, field: "acceptedAt", rule: "be Unix seconds", value: acceptedAt });
  return { acceptanceId, acceptedAt, soFlag, pieces: piecesOf(segments, row) };
}
