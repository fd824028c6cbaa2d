import type { Interval } from "../../settlement/types.ts";

/** Where an item of one list and an item of another lie over each other in time. */
export type Overlap<A, B> = Interval & { readonly first: A; readonly second: B };

/** Whether a row reaches into a span. One that runs backwards does too where it touches it, so that it is seen and refused. */
export function touches(row: Interval, span: Interval): boolean {
  return !(Math.max(row.startsAt, row.endsAt) <= span.startsAt || Math.min(row.startsAt, row.endsAt) >= span.endsAt);
}

/** Every overlap of two lists, in order. Each list is in order of time and does not overlap itself. */
export function overlaps<A extends Interval, B extends Interval>(
  firsts: readonly A[],
  seconds: readonly B[],
): Overlap<A, B>[] {
  const found: Overlap<A, B>[] = [];
  let [i, j] = [0, 0];
  let [first, second] = [firsts[i], seconds[j]];
  while (first !== undefined && second !== undefined) {
    const startsAt = Math.max(first.startsAt, second.startsAt);
    const endsAt = Math.min(first.endsAt, second.endsAt);
    if (startsAt < endsAt) found.push({ startsAt, endsAt, first, second });
    if (first.endsAt <= second.endsAt) first = firsts[++i];
    else second = seconds[++j];
  }
  return found;
}

/**
 * The first part of `span` that the list leaves open, or null when it covers all of it.
 *
 * @param items in order of time
 */
export function firstOpening(items: readonly Interval[], span: Interval): Interval | null {
  let reached = span.startsAt;
  for (const { startsAt, endsAt } of items) {
    if (endsAt <= reached) continue;
    if (startsAt > reached || reached >= span.endsAt) break;
    reached = endsAt;
  }
  if (reached >= span.endsAt) return null;
  const next = items.find(({ startsAt }) => startsAt > reached)?.startsAt ?? span.endsAt;
  return { startsAt: reached, endsAt: Math.min(next, span.endsAt) };
}
