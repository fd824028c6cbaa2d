import type {
  BitcoinCalculation,
  CalculationChange,
  CalculationTally,
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
  /** Records that it stands on, as they were when they were read; by the tally where that proves the day. */
  readonly records: number;
  /** `RecordTally.checksum` of the record rows; null where they were not read. */
  readonly recordsChecksum: string | null;
  /** Tallies that are not as expected although their model's rows are: with the expected ones. */
  readonly wrongTallies: readonly TallyDifference[];
};

/** A stored tally, null where there is none, and what it should be; null where it should not be there. */
export type TallyDifference = {
  readonly minerModelId: MinerModelId;
  readonly expected: CalculationTally | null;
  readonly stored: CalculationTally | null;
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
  if (!options.rows && isProven(day, inputs)) return provenDay(day, inputs);
  const [records, stored] = await Promise.all([
    ledger.stores.recordsOfDay(day.settlementDate),
    ledger.stores.calculationsOfDay(day.settlementDate),
  ]);
  const expected = expectedDay(records, inputs);
  const difference = diffDay(expected, stored);
  const recordsChecksum = recordTally(day.settlementDate, records).checksum;
  const tallies = expectedTallies(day, recordsChecksum, expected, inputs);
  const wrongTallies = tallyDifferences(day, tallies, difference);
  const sound = isReconciled(difference) && wrongTallies.length === 0;
  const change = sound ? null : changeOf(day, difference, tallies, inputs);
  return { difference, change, inputs, records: records.length, recordsChecksum, wrongTallies };
}

function provenDay({ held }: DayOverview, inputs: DayInputs): DayExamination {
  const records = held?.tally.records ?? 0;
  const difference = { matching: records * inputs.models.length, missing: [], orphan: [], stale: [], wrong: [] };
  return { difference, change: null, inputs, records, recordsChecksum: null, wrongTallies: [] };
}

function expectedTallies(
  { settlementDate }: DayOverview,
  recordsChecksum: string,
  expected: readonly BitcoinCalculation[],
  inputs: DayInputs,
): readonly CalculationTally[] {
  if (expected.length === 0) return [];
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

/** Models whose rows differ are named by the difference already. */
function tallyDifferences(
  { tallies }: DayOverview,
  expected: readonly CalculationTally[],
  { missing, orphan, stale, wrong }: DayDifference,
): readonly TallyDifference[] {
  const changed = [...stale, ...wrong].map((key) => key.expected);
  const named = new Set([...missing, ...orphan, ...changed].map(({ minerModelId }) => minerModelId));
  const models = new Set([...tallies, ...expected].map(({ minerModelId }) => minerModelId));
  return [...models]
    .filter((minerModelId) => !named.has(minerModelId))
    .map((minerModelId) => ({
      minerModelId,
      expected: expected.find((tally) => tally.minerModelId === minerModelId) ?? null,
      stored: tallies.find((tally) => tally.minerModelId === minerModelId) ?? null,
    }))
    .filter((pair) => !sameTally(pair));
}

function sameTally({ expected, stored }: TallyDifference): boolean {
  if (expected === null || stored === null) return expected === stored;
  return (
    sumsAgree(stored, expected) &&
    stored.checksum === expected.checksum &&
    stored.recordsChecksum === expected.recordsChecksum &&
    stored.inputsChecksum === expected.inputsChecksum
  );
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
