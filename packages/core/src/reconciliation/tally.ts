import type { CurtailmentRecord } from "../curtailment/types.ts";
import type { BitcoinCalculation } from "../mining/types.ts";
import type { MinerModelId } from "../miners/types.ts";
import { sha256Hex } from "../quantity/sha256.ts";
import type { SettlementDate } from "../settlement/types.ts";
import { canonicalCalculation, canonicalRecord } from "./canonical.ts";
import type { CalculationTally, RecordTally } from "./types.ts";

/**
 * What the records of one day add up to.
 *
 * @param records of that day alone, in key order
 */
export function recordTally(settlementDate: SettlementDate, records: readonly CurtailmentRecord[]): RecordTally {
  const grossWh = records.reduce((sum, record) => sum + record.grossWh, 0);
  const undoWh = records.reduce((sum, record) => sum + record.undoWh, 0);
  return {
    settlementDate,
    records: records.length,
    grossWh,
    undoWh,
    checksum: linesChecksum(records.map(canonicalRecord)),
  };
}

/**
 * What the calculations of one day and one model add up to.
 *
 * @param input.calculations of that day and model alone, in key order
 * @param input.recordsChecksum checksum of the records that they stand on
 * @param input.inputsChecksum see `inputsChecksum`
 */
export function calculationTally(input: {
  readonly settlementDate: SettlementDate;
  readonly minerModelId: MinerModelId;
  readonly calculations: readonly BitcoinCalculation[];
  readonly recordsChecksum: string;
  readonly inputsChecksum: string;
}): CalculationTally {
  const { calculations, ...stands } = input;
  return {
    ...stands,
    calculations: calculations.length,
    energyWh: calculations.reduce((sum, { energyWh }) => sum + energyWh, 0),
    bitcoinMsat: calculations.reduce((sum, { bitcoinMsat }) => sum + bitcoinMsat, 0n),
    checksum: linesChecksum(calculations.map(canonicalCalculation)),
  };
}

/** sha256 of the inputs ids of a day's periods, in order of period: two days or models with the same have the same inputs. */
export function inputsChecksum(inputsIds: readonly string[]): string {
  return linesChecksum(inputsIds);
}

function linesChecksum(lines: readonly string[]): string {
  return sha256Hex(lines.map((line) => `${line}\n`).join(""));
}
