import type {
  BitcoinCalculation,
  CalculationChange,
  CalculationTally,
  CurtailmentRecord,
  DayDifference,
  DayInputs,
  MinerModelId,
} from "@windhash/core";
import {
  calculationTally,
  compareCalculationKeys,
  dayInputs,
  diffDay,
  expectedDay,
  isReconciled,
  recordTally,
  settlementDay,
} from "@windhash/core";
import type { DayOverview, Ledger } from "./ledger.ts";
import { isProven, sumsAgree } from "./proof.ts";

/** The difference of one day, and what would repair it. */
export type DayExamination = {
  readonly difference: DayDifference;
  /** Null when rows and tallies are as expected. */
  readonly change: CalculationChange | null;
  readonly inputs: DayInputs;
};

/** True when the network history does not reach over the whole day, so that nothing can be expected of it yet. */
export function isBeyondHistory({ history }: Ledger, { settlementDate }: Pick<DayOverview, "settlementDate">): boolean {
  return settlementDay(settlementDate).endsAt > history.knownUntil;
}

/** The inputs of a day under the ledger's models, basis and history. */
function inputsOf(ledger: Ledger, { settlementDate }: Pick<DayOverview, "settlementDate">): DayInputs {
  const { models, basis, history } = ledger;
  return dayInputs({ settlementDate, models, basis, history });
}

/**
 * Finds the difference of one day; by the tallies alone where they prove it, else row by row.
 *
 * @param options.rows true: read the rows in any case
 * @throws {NetworkError} for a day beyond the network history; see `isBeyondHistory`
 */
export async function examineDay(
  ledger: Ledger,
  day: DayOverview,
  options: { readonly rows: boolean },
): Promise<DayExamination> {
  const inputs = inputsOf(ledger, day);
  if (!options.rows && isProven(day, inputs)) {
    const matching = day.held!.tally.records * inputs.models.length;
    return { difference: { matching, missing: [], orphan: [], stale: [], wrong: [] }, change: null, inputs };
  }
  const [records, stored] = await Promise.all([
    ledger.stores.recordsOfDay(day.settlementDate),
    ledger.stores.calculationsOfDay(day.settlementDate),
  ]);
  const expected = expectedDay(records, inputs);
  const difference = diffDay(expected, stored);
  const tallies = expectedTallies(day, records, expected, inputs);
  const sound = isReconciled(difference) && talliesAgree(day, tallies);
  return { difference, inputs, change: sound ? null : changeOf(day, difference, tallies, inputs) };
}

function expectedTallies(
  { settlementDate }: DayOverview,
  records: readonly CurtailmentRecord[],
  expected: readonly BitcoinCalculation[],
  inputs: DayInputs,
): readonly CalculationTally[] {
  if (records.length === 0) return [];
  const recordsChecksum = recordTally(settlementDate, records).checksum;
  return inputs.models.map((model, index) =>
    calculationTally({
      settlementDate,
      minerModelId: model.id,
      calculations: expected.filter(({ minerModelId }) => minerModelId === model.id),
      recordsChecksum,
      inputsChecksum: inputs.inputsChecksums[index]!,
    }),
  );
}

function talliesAgree({ tallies }: DayOverview, expected: readonly CalculationTally[]): boolean {
  if (tallies.length !== expected.length) return false;
  return expected.every((tally) => {
    const stored = tallies.find(({ minerModelId }) => minerModelId === tally.minerModelId);
    return (
      stored !== undefined &&
      sumsAgree(stored, tally) &&
      stored.checksum === tally.checksum &&
      stored.recordsChecksum === tally.recordsChecksum &&
      stored.inputsChecksum === tally.inputsChecksum
    );
  });
}

function changeOf(
  { settlementDate, held, tallies: stored }: DayOverview,
  { missing, orphan, stale, wrong }: DayDifference,
  tallies: readonly CalculationTally[],
  inputs: DayInputs,
): CalculationChange {
  const puts = [...missing, ...stale.map(({ expected }) => expected), ...wrong.map(({ expected }) => expected)];
  const models = new Set<MinerModelId>(inputs.models.map(({ id }) => id));
  for (const { minerModelId } of [...stored, ...orphan]) models.add(minerModelId);
  return {
    settlementDate,
    revision: held?.revision ?? 0,
    puts: puts.toSorted(compareCalculationKeys),
    removes: orphan,
    tallies,
    minerModelIds: [...models].toSorted(),
  };
}
