import type { DifferenceTerm, DifferenceTermsWh } from "./types.ts";

/** Every term, in the order in which people are told of them. */
export const DIFFERENCE_TERMS: readonly DifferenceTerm[] = ["unmapped", "noPlan", "undo", "rounding", "other"];

/** No difference: for sums to start from. */
export const NO_TERMS: DifferenceTermsWh = { unmapped: 0, noPlan: 0, undo: 0, rounding: 0, other: 0 };

/** The terms of several differences added up: those of the sum of the differences. */
export function sumOfTerms(all: Iterable<DifferenceTermsWh>): DifferenceTermsWh {
  const sum = { ...NO_TERMS };
  for (const terms of all) for (const term of DIFFERENCE_TERMS) sum[term] += terms[term];
  return sum;
}
