import type { AcceptedVolume } from "../curtailment/types.ts";
import { WH_PER_MWH } from "../quantity/energy.ts";
import { divide, floor, multiply, type Rational, rational } from "../quantity/rational.ts";

/** Gross and undo of both methods are each rounded to a watt-hour, so each is at most half of one off. */
const RECORD_ROUNDING_WH = 2;
const TWO = rational(2n);

/**
 * The most by which rounding alone can set two records of one unit and period apart, whole Wh: 2 for the four energies that are
 * each rounded to a watt-hour, and for every volume of a source that publishes multiples of a step, half of that step.
 */
export function roundingBoundWh(
  sides: readonly { readonly volumes: number; readonly stepMwh: Rational | null }[],
): number {
  return sides.reduce((bound, { volumes, stepMwh }) => {
    if (stepMwh === null) return bound;
    const halfStepWh = divide(multiply(stepMwh, WH_PER_MWH), TWO);
    return bound + Number(floor(multiply(halfStepWh, rational(BigInt(volumes)))));
  }, RECORD_ROUNDING_WH);
}

/**
 * The greatest step of which all volumes are multiples, MWh: what a file that prints three decimals says of its precision. It is
 * found from the values, as a file states no precision; null without volumes.
 */
export function publishedStepMwh(volumes: readonly Pick<AcceptedVolume, "volumeMwh">[]): Rational | null {
  if (volumes.length === 0) return null;
  let common = 1n;
  for (const { volumeMwh } of volumes) common = leastCommonMultiple(common, volumeMwh.denominator);
  return rational(1n, common);
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [divisor, rest] = [a, b];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
