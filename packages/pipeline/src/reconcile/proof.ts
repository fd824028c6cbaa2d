import type { CalculationSum, CalculationTally, DayInputs } from "@windhash/core";
import { settlementPeriods } from "@windhash/core";
import type { DayOverview } from "./ledger.ts";

/** True when the record rows add up to what the day's tally says. */
export function recordsAgree({ held, recordSum }: DayOverview): boolean {
  if (held === null) return recordSum === null;
  const { records, grossWh, undoWh } = held.tally;
  const now = recordSum ?? { records: 0, grossWh: 0, undoWh: 0 };
  return now.records === records && now.grossWh === grossWh && now.undoWh === undoWh;
}

/** True when every settlement period of a held day is there. A period without a state cannot be worked out again. */
export function periodsAreWhole({ settlementDate, held }: DayOverview): boolean {
  if (held === null) return true;
  const numbers = new Set(held.periods.map(({ settlementPeriod }) => settlementPeriod));
  return (
    settlementPeriods(settlementDate).every((period) => numbers.has(period)) && numbers.size === held.periods.length
  );
}

/**
 * True when the tallies prove, without reading a row, that a day's calculations are the expected ones: they were written from
 * today's records and today's inputs, and the rows still add up to them.
 */
export function isProven(day: DayOverview, inputs: DayInputs): boolean {
  const { held, tallies, sums } = day;
  if (held === null || !recordsAgree(day)) return false;
  if (held.tally.records === 0) return sums.length === 0;
  if (tallies.length !== inputs.models.length || sums.length !== inputs.models.length) return false;
  return inputs.models.every((model, index) => {
    const tally = tallies.find(({ minerModelId }) => minerModelId === model.id);
    const sum = sums.find(({ minerModelId }) => minerModelId === model.id);
    if (tally === undefined || sum === undefined) return false;
    const standsOnToday =
      tally.recordsChecksum === held.tally.checksum && tally.inputsChecksum === inputs.inputsChecksums[index];
    return standsOnToday && tally.calculations === held.tally.records && sumsAgree(tally, sum);
  });
}

/** True when rows still add up to the tally that was written with them. */
export function sumsAgree(tally: CalculationTally, sum: CalculationSum): boolean {
  return (
    tally.calculations === sum.calculations && tally.energyWh === sum.energyWh && tally.bitcoinMsat === sum.bitcoinMsat
  );
}
