/** A straight course by its values at the beginning and at the end, whole numbers of any one scale. */
export type Ends = readonly [bigint, bigint];

/** A fraction that is not in lowest terms: sums of areas are brought there once, at their end. */
export type Quotient = { readonly top: bigint; readonly bottom: bigint };

const NOTHING: Quotient = { top: 0n, bottom: 1n };

/** a - b at both ends. */
export function difference([a0, a1]: Ends, [b0, b1]: Ends): Ends {
  return [a0 - b0, a1 - b1];
}

/** a - b. */
export function less(a: Quotient, b: Quotient): Quotient {
  if (a.bottom === b.bottom) return { top: a.top - b.top, bottom: a.bottom };
  return { top: a.top * b.bottom - b.top * a.bottom, bottom: a.bottom * b.bottom };
}

/**
 * The mean of max(0, f) over the course f.
 *
 * Above zero all along it is the trapezoid's (f0 + f1) / 2. Where the course crosses zero, only the triangle above is left: it
 * has the height p of the upper end and the share p / (p + n) of the time, n being how far the lower end lies below.
 */
export function positiveMean([f0, f1]: Ends): Quotient {
  if (f0 <= 0n && f1 <= 0n) return NOTHING;
  if (f0 >= 0n && f1 >= 0n) return { top: f0 + f1, bottom: 2n };
  const [p, n] = f0 > 0n ? [f0, -f1] : [f1, -f0];
  return { top: p * p, bottom: 2n * (p + n) };
}

/**
 * The mean of what of a depth lies between two edges: 0 above `inner`, and no more than the band is wide.
 *
 * @param outer null where the band has no lower edge
 */
export function bandMean(depth: Ends, inner: Ends, outer: Ends | null): Quotient {
  const below = positiveMean(difference(depth, inner));
  return outer === null ? below : less(below, positiveMean(difference(depth, outer)));
}

/** A stretch in which everything is straight. All values have the scale `scale`. */
export type Stretch = {
  readonly seconds: Quotient;
  readonly scale: bigint;
  /** How far below the notification the unit was held, and is held now. Negative when above. */
  readonly before: Ends;
  readonly after: Ends;
  /** The lower edges of all bands but the last, as depths. */
  readonly edges: readonly Ends[];
};

/**
 * The stretch in parts in each of which the new course lies on one side of the old one: cut at their crossing, of which
 * straight courses have at most one. The scale grows by the factor that makes the values at the crossing whole.
 */
export function cutAtCrossing(stretch: Stretch): readonly Stretch[] {
  const [g0, g1] = difference(stretch.after, stretch.before);
  if (g0 * g1 >= 0n) return [stretch];
  const [w0, w1] = [magnitude(g0), magnitude(g1)];
  const factor = w0 + w1;
  const part = (share: bigint, take: (ends: Ends) => Ends): Stretch => ({
    seconds: { top: stretch.seconds.top * share, bottom: stretch.seconds.bottom * factor },
    scale: stretch.scale * factor,
    before: take(stretch.before),
    after: take(stretch.after),
    edges: stretch.edges.map(take),
  });
  return [
    part(w0, ([f0, f1]) => [f0 * factor, f0 * w1 + f1 * w0]),
    part(w1, ([f0, f1]) => [f0 * w1 + f1 * w0, f1 * factor]),
  ];
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
