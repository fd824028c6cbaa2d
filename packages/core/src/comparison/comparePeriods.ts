import { grouped, type NonEmpty } from "../curtailment/grouped.ts";
import { compareUnitPeriods } from "../curtailment/order.ts";
import { curtailmentRecords } from "../curtailment/records.ts";
import { keyText } from "../curtailment/refusal.ts";
import type { AcceptedVolume, CurtailmentRecord, UnitPeriodKey } from "../curtailment/types.ts";
import { roundingBoundWh } from "./rounding.ts";
import { NO_TERMS } from "./terms.ts";
import type { ComparedMethod, DifferenceTermsWh, Energies, PeriodDifference } from "./types.ts";

const NOTHING: Energies = { grossWh: 0, undoWh: 0, netWh: 0 };

/**
 * What two methods say of the same settlement days, per BM unit and period, with what explains the difference.
 *
 * The terms add up to the difference exactly; exchanging the methods turns every sign.
 *
 * @returns in key order; where neither method has a record there is nothing to compare
 * @throws {SourceRowError} as `curtailmentRecords`
 * @see docs/formulas.md#comparing-methods
 */
export function comparePeriods(first: ComparedMethod, second: ComparedMethod): PeriodDifference[] {
  const [ones, others] = [readingsOf(first), readingsOf(second)];
  const keys = new Map([...others, ...ones].map(([key, { record }]) => [key, record]));
  return [...keys]
    .map(([key, record]) => differenceAt(record, side(first, ones.get(key)), side(second, others.get(key))))
    .toSorted(compareUnitPeriods);
}

/** A record with the number of volumes behind it. */
type Reading = { readonly record: CurtailmentRecord; readonly volumes: number };

type Side = { readonly method: ComparedMethod; readonly energies: Energies | null; readonly volumes: number };

function readingsOf({ volumes }: ComparedMethod): ReadonlyMap<string, Reading> {
  const rows: ReadonlyMap<string, NonEmpty<AcceptedVolume>> = grouped(volumes, keyText);
  const readings = curtailmentRecords(volumes).map((record) => {
    const key = keyText(record);
    return [key, { record, volumes: rows.get(key)?.length ?? 0 }] as const;
  });
  return new Map(readings);
}

function side(method: ComparedMethod, reading: Reading | undefined): Side {
  if (reading === undefined) return { method, energies: null, volumes: 0 };
  const { grossWh, undoWh, netWh } = reading.record;
  return { method, energies: { grossWh, undoWh, netWh }, volumes: reading.volumes };
}

function differenceAt(key: UnitPeriodKey, first: Side, second: Side): PeriodDifference {
  const { settlementDate, settlementPeriod, bmUnitId } = key;
  const difference = minus(first.energies ?? NOTHING, second.energies ?? NOTHING);
  const bound = roundingBoundWh([first, second].map(({ volumes, method }) => ({ volumes, stepMwh: method.stepMwh })));
  return {
    settlementDate,
    settlementPeriod,
    bmUnitId,
    first: first.energies,
    second: second.energies,
    difference,
    terms: termsOf(key, difference, { methods: [first.method, second.method], roundingBoundWh: bound }),
    roundingBoundWh: bound,
  };
}

function termsOf(
  key: UnitPeriodKey,
  { grossWh, undoWh, netWh }: Energies,
  given: { readonly methods: readonly ComparedMethod[]; readonly roundingBoundWh: number },
): DifferenceTermsWh {
  const { methods } = given;
  const isRounding = (energyWh: number): boolean => Math.abs(energyWh) <= given.roundingBoundWh;
  if (netWh === 0) return NO_TERMS;
  if (methods.some(({ knows }) => !knows(key.bmUnitId))) return { ...NO_TERMS, unmapped: netWh };
  if (methods.some(({ isPlanned }) => !isPlanned(key))) return { ...NO_TERMS, noPlan: netWh };
  if (isRounding(netWh)) return { ...NO_TERMS, rounding: netWh };
  if (isRounding(grossWh)) return { ...NO_TERMS, rounding: grossWh, undo: 0 - undoWh };
  return { ...NO_TERMS, other: netWh };
}

function minus(a: Energies, b: Energies): Energies {
  return { grossWh: a.grossWh - b.grossWh, undoWh: a.undoWh - b.undoWh, netWh: a.netWh - b.netWh };
}
