import {
  type BitcoinCalculation,
  type CalculationChange,
  type CalculationKey,
  type CalculationStore,
  type CalculationSum,
  type CalculationTally,
  compareCalculationKeys,
  DayMovedError,
  StoreError,
} from "@windhash/core";
import { at } from "../at.ts";
import { commitEntry, inRange, type MemoryTables, type ToldTables } from "./tables.ts";

/** Calculations in memory; what the other stores are held against. */
export function memoryCalculationStore(tables: MemoryTables): CalculationStore {
  const putInputs: CalculationStore["putInputs"] = async (inputs) => {
    for (const each of inputs) tables.inputs.set(each.id, each);
  };
  return {
    ...memoryCalculated(tables),
    putInputs,
    inputs: async (ids) => new Map([...tables.inputs].filter(([id]) => ids.includes(id))),
    async applyChange(change, inputs, { committedAt }) {
      applyChange(tables, change, committedAt);
      await putInputs(inputs);
    },
    calculationSums: async (range) => inRange(tables.calculations, range).flatMap(sumsOf),
  };
}

/** Calculations as they are held now, or were at a moment. */
export function memoryCalculated({
  calculations,
  tallies,
}: Pick<ToldTables, "calculations" | "tallies">): Pick<CalculationStore, "calculationsOfDay" | "calculationTallies"> {
  return {
    calculationsOfDay: async (settlementDate) => calculations.get(settlementDate) ?? [],
    calculationTallies: async (range) => inRange(tallies, range).flat(),
  };
}

/** Rows that change without their tallies were not as the tallies said: they are put right, which is no entry. */
function applyChange(tables: MemoryTables, change: CalculationChange, committedAt: number): void {
  const { settlementDate, puts, removes, tallies, minerModelIds, revision } = change;
  const spokenFor = new Set<string>(minerModelIds);
  if (
    [...puts, ...removes, ...tallies].some(
      (row) => row.settlementDate !== settlementDate || !spokenFor.has(row.minerModelId),
    )
  )
    throw new StoreError(`A change of ${settlementDate} must be of that day and of the models that it speaks for.`);
  if ((tables.days.get(settlementDate)?.held.revision ?? 0) !== revision)
    throw new DayMovedError(`${settlementDate} must be of revision ${revision}.`);
  const held = tables.calculations.get(settlementDate) ?? [];
  const written = new Set([...puts, ...removes].map(keyText));
  const after = [...held.filter((row) => !written.has(keyText(row))), ...puts].toSorted(compareCalculationKeys);
  checkEnd(change, held, after);
  tables.calculations.set(settlementDate, after);
  const told = tables.tallies.get(settlementDate) ?? [];
  const others = told.filter(({ minerModelId }) => !spokenFor.has(minerModelId));
  const now = [...others, ...tallies].toSorted((a, b) => (a.minerModelId < b.minerModelId ? -1 : 1));
  if (talliesText(told) === talliesText(now)) return;
  commitEntry(tables, { committedAt, kind: "calculations", settlementDate }, () => {
    tables.tallies.set(settlementDate, now);
  });
}

function talliesText(tallies: readonly CalculationTally[]): string {
  return JSON.stringify(
    tallies.map((tally) => [
      tally.minerModelId,
      tally.calculations,
      tally.energyWh,
      String(tally.bitcoinMsat),
      tally.checksum,
      tally.recordsChecksum,
      tally.inputsChecksum,
    ]),
  );
}

/** A change is refused when the keys that it removes are gone, or the rows in the end are not as many as it says. */
function checkEnd(
  { settlementDate, removes, tallies, minerModelIds }: CalculationChange,
  held: readonly BitcoinCalculation[],
  after: readonly BitcoinCalculation[],
): void {
  const heldKeys = new Set(held.map(keyText));
  const rows = after.filter(({ minerModelId }) => minerModelIds.includes(minerModelId)).length;
  const expected = tallies.reduce((sum, { calculations }) => sum + calculations, 0);
  if (rows !== expected || removes.some((key) => !heldKeys.has(keyText(key))))
    throw new DayMovedError(`${settlementDate} must have ${expected} calculations in the end, got ${rows}.`);
}

function keyText({ settlementPeriod, bmUnitId, minerModelId }: CalculationKey): string {
  return `${settlementPeriod} ${bmUnitId} ${minerModelId}`;
}

function sumsOf(rows: readonly BitcoinCalculation[]): CalculationSum[] {
  const models = [...new Set(rows.map(({ minerModelId }) => minerModelId))].toSorted();
  return models.map((minerModelId) => {
    const own = rows.filter((row) => row.minerModelId === minerModelId);
    return {
      settlementDate: at(own, 0).settlementDate,
      minerModelId,
      calculations: own.length,
      energyWh: own.reduce((sum, { energyWh }) => sum + energyWh, 0),
      bitcoinMsat: own.reduce((sum, { bitcoinMsat }) => sum + bitcoinMsat, 0n),
    };
  });
}
