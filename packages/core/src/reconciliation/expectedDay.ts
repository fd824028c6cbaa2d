import type { CurtailmentRecord } from "../curtailment/types.ts";
import type { MinerModel } from "../miners/types.ts";
import { calculationInputs, inputStretches } from "../mining/inputs.ts";
import { calculateColumns } from "../mining/kernel.ts";
import { miningEnergyWh } from "../mining/miningEnergyWh.ts";
import { mintRate } from "../mining/rate.ts";
import type { BitcoinCalculation, CalculationInputs, InputStretch, MiningBasis } from "../mining/types.ts";
import { networkDuring } from "../network/at.ts";
import type { NetworkHistory } from "../network/types.ts";
import { settlementPeriodInterval, settlementPeriods } from "../settlement/periods.ts";
import type { SettlementDate } from "../settlement/types.ts";
import { inputsChecksum } from "./tally.ts";

/** What every period of a day is calculated from, for every model. */
export type DayInputs = {
  /** In order of miner model id. */
  readonly models: readonly MinerModel[];
  readonly basis: MiningBasis;
  /** Every distinct inputs of the day. */
  readonly inputs: readonly CalculationInputs[];
  /** `inputs` index of a period (from 1) and a model (index in `models`): `indexes[(period - 1) * models.length + model]`. */
  readonly indexes: Uint32Array;
  /** By model, in the order of `models`; see `inputsChecksum`. */
  readonly inputsChecksums: readonly string[];
};

/**
 * What the periods of a settlement date are calculated from.
 *
 * @throws {NetworkError} when the history does not reach over the whole day
 */
export function dayInputs({ settlementDate, models, basis, history }: DayQuestion): DayInputs {
  const ordered = models.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const inputs: CalculationInputs[] = [];
  const known = new Map<string, number>();
  const indexes = settlementPeriods(settlementDate).flatMap((period) => {
    const stretches = inputStretches(networkDuring(history, settlementPeriodInterval(settlementDate, period)));
    return ordered.map((miner) => {
      const key = `${miner.id} ${stretchesKey(stretches)}`;
      const index = known.get(key) ?? inputs.push(calculationInputs({ stretches, miner, basis })) - 1;
      known.set(key, index);
      return index;
    });
  });
  const checksums = ordered.map((_miner, model) =>
    inputsChecksum(
      indexes.filter((_index, place) => place % ordered.length === model).map((index) => inputs[index]!.id),
    ),
  );
  return { models: ordered, basis, inputs, indexes: Uint32Array.from(indexes), inputsChecksums: checksums };
}

/** The day, and what it is to be calculated for. */
export type DayQuestion = {
  readonly settlementDate: SettlementDate;
  readonly models: readonly MinerModel[];
  readonly basis: MiningBasis;
  readonly history: NetworkHistory;
};

/**
 * The calculations that a day should have: records x models, with their values, in key order.
 *
 * @param records of that day, in key order
 */
export function expectedDay(records: readonly CurtailmentRecord[], day: DayInputs): readonly BitcoinCalculation[] {
  const { models, inputs, indexes, basis } = day;
  const energies = records.map((record) => miningEnergyWh(record, basis));
  const rows = records.length * models.length;
  const energyWh = Float64Array.from({ length: rows }, (_, row) => energies[Math.floor(row / models.length)]!);
  const rateIndex = Uint32Array.from({ length: rows }, (_, row) => {
    const record = records[Math.floor(row / models.length)]!;
    return indexes[(record.settlementPeriod - 1) * models.length + (row % models.length)]!;
  });
  const bitcoinMsat = calculateColumns({ energyWh, rateIndex, rates: inputs.map(mintRate) });
  return Array.from({ length: rows }, (_, row) => {
    const { settlementDate, settlementPeriod, bmUnitId } = records[Math.floor(row / models.length)]!;
    const minerModelId = models[row % models.length]!.id;
    const inputsId = inputs[rateIndex[row]!]!.id;
    return {
      settlementDate,
      settlementPeriod,
      bmUnitId,
      minerModelId,
      energyWh: energyWh[row]!,
      inputsId,
      bitcoinMsat: bitcoinMsat[row]!,
    };
  });
}

function stretchesKey(stretches: readonly InputStretch[]): string {
  return stretches
    .map((stretch) => `${stretch.bits}:${stretch.subsidyMsat}:${stretch.feesMsat}:${stretch.durationS}`)
    .join(",");
}
