import type { AcceptanceSegment, LevelSegment } from "./sourceRows.ts";
import type { BmUnitId } from "./types.ts";

/** Levels are whole megawatts, so a line between two of them is off by less than one. */
const LEVEL_STEP_MW = 1;

/**
 * The BM units whose first acceptance in an extract begins more than one megawatt below their physical notification: an earlier
 * acceptance, which the extract does not hold, must have reduced them.
 *
 * @param input.notifications of all units
 * @param input.acceptances of the extract
 * @returns their ids, sorted
 */
export function reducedAtStart(input: {
  readonly notifications: readonly LevelSegment[];
  readonly acceptances: readonly AcceptanceSegment[];
}): readonly BmUnitId[] {
  const firsts = new Map<BmUnitId, AcceptanceSegment>();
  for (const segment of input.acceptances) {
    const known = firsts.get(segment.bmUnitId);
    if (known === undefined || segment.startsAt < known.startsAt) firsts.set(segment.bmUnitId, segment);
  }
  const reduced = input.notifications.filter((notification) => {
    const first = firsts.get(notification.bmUnitId);
    if (first === undefined || first.startsAt < notification.startsAt || first.startsAt >= notification.endsAt)
      return false;
    return first.levelFromMw < levelAt(notification, first.startsAt) - LEVEL_STEP_MW;
  });
  return [...new Set(reduced.map(({ bmUnitId }) => bmUnitId))].toSorted();
}

function levelAt({ startsAt, endsAt, levelFromMw, levelToMw }: LevelSegment, instant: number): number {
  return levelFromMw + ((levelToMw - levelFromMw) * (instant - startsAt)) / (endsAt - startsAt);
}
