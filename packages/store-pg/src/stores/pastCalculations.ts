import {
  type BitcoinCalculation,
  calculateColumns,
  type CalculationInputs,
  type CalculationTally,
  calculationTally,
  compareCalculationKeys,
  type CurtailmentRecord,
  miningEnergyWh,
  mintRate,
  type SettlementDate,
  StoreError,
} from "@windhash/core";
import type { Queryable } from "../db/database.ts";
import { CALCULATION_ORDER, queryCalculations } from "../rows/calculations.ts";
import { readInputs } from "./inputs.ts";
import { readRecordsWith } from "./pastDays.ts";
import { readToldTallies, type ToldTally } from "./pastTallies.ts";
import type { PastInputs } from "./tallies.ts";

/**
 * The day's calculations of that moment in key order: rows whose tally still stands, and of a tally that was replaced what its records
 * and inputs give again.
 *
 * @throws {StoreError} when they do not add up to what the tally told then
 */
export async function readPastCalculations(
  queryable: Queryable,
  settlementDate: SettlementDate,
  ledgerNo: number,
): Promise<readonly BitcoinCalculation[]> {
  const readTold = () => readToldTallies(queryable, { from: settlementDate, to: settlementDate }, ledgerNo);
  for (let told = await readTold(); ;) {
    const calculations = await readBehind(queryable, settlementDate, told);
    const wrong = told.find(({ tally }) => !addsUp(tally, calculations));
    if (wrong === undefined) return calculations;
    // A writer may have replaced the rows after their tallies were read; then history tells them now.
    const again = await readTold();
    if (again.every(({ stands }, index) => stands === told[index]?.stands)) throw notAsTold(wrong.tally);
    told = again;
  }
}

async function readBehind(
  queryable: Queryable,
  settlementDate: SettlementDate,
  told: readonly ToldTally[],
): Promise<readonly BitcoinCalculation[]> {
  const standing = await readStanding(queryable, settlementDate, told);
  const parts: (readonly BitcoinCalculation[])[] = [standing];
  const records = new Map<string, readonly CurtailmentRecord[]>();
  for (const { tally, ledgerNo, stands, inputs } of told) {
    if (stands) continue;
    const { recordsChecksum } = tally;
    if (inputs === null) parts.push(await readKept(queryable, tally, ledgerNo));
    else {
      const those = records.get(recordsChecksum) ?? (await readRecordsWith(queryable, settlementDate, recordsChecksum));
      records.set(recordsChecksum, those);
      parts.push(calculateAgain(tally, those, inputs, await readInputs(queryable, idsOf(inputs))));
    }
  }
  return parts.flat().toSorted(compareCalculationKeys);
}

async function readStanding(
  queryable: Queryable,
  settlementDate: SettlementDate,
  told: readonly ToldTally[],
): Promise<readonly BitcoinCalculation[]> {
  const models = told.filter(({ stands }) => stands).map(({ tally }) => tally.minerModelId);
  if (models.length === 0) return [];
  const rows = `SELECT * FROM historical_bitcoin_calculations
    WHERE settlement_date = $1::date AND miner_model_id = ANY ($2::text[]) ORDER BY ${CALCULATION_ORDER}`;
  return queryCalculations(queryable, rows, [settlementDate, models]);
}

function readKept(
  queryable: Queryable,
  { settlementDate, minerModelId }: CalculationTally,
  ledgerNo: number,
): Promise<readonly BitcoinCalculation[]> {
  const rows = `SELECT * FROM calculation_history
    WHERE settlement_date = $1::date AND miner_model_id = $2 AND ledger_no = $3 ORDER BY ${CALCULATION_ORDER}`;
  return queryCalculations(queryable, rows, [settlementDate, minerModelId, ledgerNo]);
}

type KnownInputs = NonNullable<PastInputs>;

function idsOf(inputs: KnownInputs): readonly string[] {
  return inputs.map(([, id]) => id);
}

/** By core's own functions, the way in which they were worked out the first time. */
function calculateAgain(
  tally: CalculationTally,
  records: readonly CurtailmentRecord[],
  pairs: KnownInputs,
  held: ReadonlyMap<string, CalculationInputs>,
): readonly BitcoinCalculation[] {
  const inputs = idsOf(pairs).flatMap((id) => held.get(id) ?? []);
  const [first] = inputs;
  if (first === undefined || inputs.length < pairs.length) throw notAsTold(tally);
  const rows = records.map((record) => {
    const place = Math.max(
      0,
      pairs.findLastIndex(([from]) => from <= record.settlementPeriod),
    );
    const { id, basis } = inputs[place] ?? first;
    return { record, place, inputsId: id, energyWh: miningEnergyWh(record, basis) };
  });
  const bitcoinMsat = calculateColumns({
    energyWh: Float64Array.from(rows, ({ energyWh }) => energyWh),
    rateIndex: Uint32Array.from(rows, ({ place }) => place),
    rates: inputs.map(mintRate),
  });
  return rows.map(({ record: { settlementDate, settlementPeriod, bmUnitId }, energyWh, inputsId }, row) => ({
    settlementDate,
    settlementPeriod,
    bmUnitId,
    minerModelId: tally.minerModelId,
    energyWh,
    inputsId,
    bitcoinMsat: bitcoinMsat[row] as bigint,
  }));
}

function addsUp(tally: CalculationTally, all: readonly BitcoinCalculation[]): boolean {
  const { settlementDate, minerModelId, recordsChecksum, inputsChecksum } = tally;
  const calculations = all.filter((row) => row.minerModelId === minerModelId);
  const now = calculationTally({ settlementDate, minerModelId, calculations, recordsChecksum, inputsChecksum });
  return (
    now.calculations === tally.calculations &&
    now.energyWh === tally.energyWh &&
    now.bitcoinMsat === tally.bitcoinMsat &&
    now.checksum === tally.checksum
  );
}

function notAsTold({ settlementDate, minerModelId, bitcoinMsat, calculations }: CalculationTally): StoreError {
  return new StoreError(
    `The ${calculations} calculations of ${settlementDate} on ${minerModelId} must add up to what was told then ` +
      `(${bitcoinMsat} msat), and what is kept of that time does not give it. Its rows were lost or changed by hand.`,
    { settlementDate, minerModelId, calculations, bitcoinMsat: String(bitcoinMsat) },
  );
}
