import { type Rational, rational } from "../../quantity/rational.ts";
import type { Interval } from "../../settlement/types.ts";
import type { Side } from "../types.ts";
import { bandMean, cutAtCrossing, difference, type Ends, less, type Quotient, type Stretch } from "./area.ts";
import type { Band } from "./bands.ts";
import { commonScale, type Line, scaledLevel } from "./lines.ts";

/** Energy that an instruction moved in one band: below zero downwards (bid), above zero upwards (offer, an undo). */
export type Move = { readonly side: Side; readonly band: Band; readonly volumeMwh: Rational };

/** What holds during a span: the notification, the unit's course before an instruction and after it, the bands. */
export type Course = Interval & {
  readonly planned: Line;
  readonly before: Line;
  readonly after: Line;
  readonly bands: readonly Band[];
};

const SECONDS_PER_HOUR = 3600n;
const NO_DEPTH: Ends = [0n, 0n];

/**
 * The exact energy that an instruction moves below the notification, by band: the integral of the move's part in it.
 *
 * Two depths on one side of each other have parts in a band that lie in the same order, so the move in it is the difference of
 * their integrals once the stretch is cut where the courses cross.
 */
export function movesOf(course: Course): Move[] {
  return cutAtCrossing(stretchOf(course)).flatMap((stretch) => {
    const [g0, g1] = difference(stretch.after, stretch.before);
    if (g0 === 0n && g1 === 0n) return [];
    const side: Side = g0 + g1 > 0n ? "bid" : "offer";
    const moves = course.bands.map((band, index) => ({
      side,
      band,
      volumeMwh: energyMwh(stretch, bandMove(stretch, index)),
    }));
    return moves.filter(({ volumeMwh }) => volumeMwh.numerator !== 0n);
  });
}

/** Minus the growth of the mean depth in the band: a unit that goes deeper has a volume below zero. */
function bandMove({ before, after, edges }: Stretch, index: number): Quotient {
  const inner = edges[index - 1] ?? NO_DEPTH;
  const outer = edges[index] ?? null;
  return less(bandMean(before, inner, outer), bandMean(after, inner, outer));
}

/** Mean MW, in the scale of the stretch, over its seconds. */
function energyMwh({ seconds, scale }: Stretch, mean: Quotient): Rational {
  return rational(mean.top * seconds.top, mean.bottom * seconds.bottom * scale * SECONDS_PER_HOUR);
}

function stretchOf({ startsAt, endsAt, planned, before, after, bands }: Course): Stretch {
  const widths = bands.flatMap(({ width }) => (width === null ? [] : [width]));
  const scale = commonScale([planned, before, after, ...widths]);
  const ends = (line: Line): Ends => [scaledLevel(line, startsAt, scale), scaledLevel(line, endsAt, scale)];
  const plannedEnds = ends(planned);
  let edge = NO_DEPTH;
  return {
    seconds: { top: BigInt(endsAt - startsAt), bottom: 1n },
    scale,
    before: difference(plannedEnds, ends(before)),
    after: difference(plannedEnds, ends(after)),
    edges: widths.map((width) => (edge = difference(edge, ends(width)))),
  };
}
