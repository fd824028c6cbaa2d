import type { UnitDayDifference } from "./types.ts";

/** When two sources count as agreeing. */
export type AgreementRule = {
  /** A unit-day agrees when its energies differ by no more than the greater of these two, the second of the larger energy. */
  readonly unitDayWh: number;
  readonly unitDayPerMille: number;
  /** So many unit-days of a hundred must agree. */
  readonly agreeingPercent: number;
  /** And the sums must differ by no more than this, of the larger sum. */
  readonly wholePerMille: number;
};

/**
 * 0.05 MWh or 0.5 % on 95 % of unit-days, and 0.5 % on the whole. Set by what independent implementations reach: 96.4 % of 3,654
 * unit-days of NESO's acceptance volumes lie within 0.05 MWh of the settlement stack (106 days), and over October 2025 a
 * reckoning from notifications and acceptances lies 0.24 % below it.
 */
export const AGREEMENT_RULE: AgreementRule = {
  unitDayWh: 50_000,
  unitDayPerMille: 5,
  agreeingPercent: 95,
  wholePerMille: 5,
};

/** How far two sources agree. */
export type Agreement = {
  readonly unitDays: number;
  readonly agreeing: number;
  readonly firstWh: number;
  readonly secondWh: number;
  /** first - second. */
  readonly differenceWh: number;
  readonly unitDaysPass: boolean;
  readonly wholePasses: boolean;
  /** Both. Where there is nothing to compare there is no disagreement either. */
  readonly passes: boolean;
};

/** Whether the two energies of a unit-day agree. */
export function agrees({ firstWh, secondWh, differenceWh }: UnitDayDifference, rule = AGREEMENT_RULE): boolean {
  const off = Math.abs(differenceWh);
  return off <= rule.unitDayWh || isWithin(off, rule.unitDayPerMille, [firstWh ?? 0, secondWh ?? 0]);
}

/** How far the two sources of unit-days agree by the rule. */
export function agreementOf(unitDays: readonly UnitDayDifference[], rule = AGREEMENT_RULE): Agreement {
  const agreeing = unitDays.filter((unitDay) => agrees(unitDay, rule)).length;
  const firstWh = unitDays.reduce((sum, unitDay) => sum + (unitDay.firstWh ?? 0), 0);
  const secondWh = unitDays.reduce((sum, unitDay) => sum + (unitDay.secondWh ?? 0), 0);
  const differenceWh = firstWh - secondWh;
  const unitDaysPass = agreeing * 100 >= unitDays.length * rule.agreeingPercent;
  const wholePasses = isWithin(Math.abs(differenceWh), rule.wholePerMille, [firstWh, secondWh]);
  const passes = unitDaysPass && wholePasses;
  return { unitDays: unitDays.length, agreeing, firstWh, secondWh, differenceWh, unitDaysPass, wholePasses, passes };
}

/** In whole numbers, so that the limit itself is within. */
function isWithin(offWh: number, perMille: number, energiesWh: readonly number[]): boolean {
  const largerWh = Math.max(...energiesWh.map((energyWh) => Math.abs(energyWh)));
  return BigInt(offWh) * 1000n <= BigInt(largerWh) * BigInt(perMille);
}
