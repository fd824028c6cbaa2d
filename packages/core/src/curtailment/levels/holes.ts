import { isoFromInstant } from "../../settlement/instants.ts";
import type { Interval } from "../../settlement/types.ts";
import { refusal } from "../refusal.ts";
import { type Acceptance, acceptanceText } from "./acceptances.ts";
import type { Piece } from "./pieces.ts";
import type { UnitDay } from "./plan.ts";
import { firstOpening } from "./spans.ts";

/**
 * An instruction is one course from its beginning to its end: a hole in it is a lost row.
 *
 * @throws {SourceRowError} for a hole within the day
 */
export function refuseHole({ bmUnitId, day }: UnitDay, { acceptanceId, pieces }: Acceptance): void {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined) return;
  const span = { startsAt: Math.max(first.startsAt, day.startsAt), endsAt: Math.min(last.endsAt, day.endsAt) };
  const hole = firstOpening(pieces, span);
  if (hole === null) return;
  throw refusal({
    row: acceptanceText(bmUnitId, acceptanceId),
    field: "level",
    rule: "be stated without a hole",
    value: holeText(hole),
  });
}

/**
 * Without a notification it is unknown, and not zero, what a unit was told to leave.
 *
 * @throws {SourceRowError} where the plan does not reach over the whole piece of the acceptance
 */
export function refuseUnplanned(
  { bmUnitId }: UnitDay,
  { acceptanceId }: Acceptance,
  plan: readonly Piece[],
  piece: Piece,
): void {
  const hole = firstOpening(plan, piece);
  if (hole === null) return;
  const row = `the physical notification of ${bmUnitId} (PN), which ${acceptanceText(bmUnitId, acceptanceId)} deviates from,`;
  throw refusal({ row, field: "level", rule: "be stated for as long as the acceptance lasts", value: holeText(hole) });
}

function holeText({ startsAt, endsAt }: Interval): string {
  return `none from ${isoFromInstant(startsAt)} to ${isoFromInstant(endsAt)}`;
}
