import type { BitcoinCalculation, CalculationInputs, Rate } from "@windhash/core";
import { calculateColumns, calculationInputs, calculationTally, mintRate } from "@windhash/core";
import type { DayOverview, LedgerStores } from "../reconcile/ledger.ts";
import type { DayVerification, VerifyFinding } from "./finding.ts";

/** Every calculation from its own energy and its own inputs, inputs against their id, tallies against the rows. */
export async function verifyCalculations(stores: LedgerStores, day: DayOverview): Promise<DayVerification> {
  const calculations = await stores.calculationsOfDay(day.settlementDate);
  const ids = [...new Set(calculations.map(({ inputsId }) => inputsId))];
  const inputs = await stores.inputs(ids);
  const findings = [
    ...ids.flatMap((id) => verifyInputs(day, id, inputs.get(id))),
    ...verifyValues(calculations, inputs),
    ...verifyTallies(day, calculations),
  ];
  return { rows: calculations.length, findings };
}

function verifyInputs(
  { settlementDate }: DayOverview,
  id: string,
  stored: CalculationInputs | undefined,
): readonly VerifyFinding[] {
  const again = stored === undefined ? "nothing" : calculationInputs(stored).id;
  return again === id ? [] : [{ settlementDate, kind: "calculation-inputs", key: id, stored: again, expected: id }];
}

function verifyValues(
  calculations: readonly BitcoinCalculation[],
  inputs: ReadonlyMap<string, CalculationInputs>,
): readonly VerifyFinding[] {
  const known = calculations.filter(({ inputsId }) => inputs.has(inputsId));
  const ids = [...inputs.keys()];
  const places = new Map(ids.map((id, place) => [id, place]));
  const rates: readonly Rate[] = ids.map((id) => mintRate(inputs.get(id)!));
  const values = calculateColumns({
    energyWh: Float64Array.from(known, ({ energyWh }) => energyWh),
    rateIndex: Uint32Array.from(known, ({ inputsId }) => places.get(inputsId)!),
    rates,
  });
  return known.flatMap((calculation, row) => {
    const expected = values[row]!;
    if (calculation.bitcoinMsat === expected) return [];
    const { settlementDate, settlementPeriod, bmUnitId, minerModelId, bitcoinMsat } = calculation;
    const key = `period ${settlementPeriod} ${bmUnitId} ${minerModelId}`;
    return [
      {
        settlementDate,
        kind: "calculation" as const,
        key,
        stored: `${bitcoinMsat} msat`,
        expected: `${expected} msat`,
      },
    ];
  });
}

function verifyTallies(
  { settlementDate, tallies }: DayOverview,
  calculations: readonly BitcoinCalculation[],
): readonly VerifyFinding[] {
  const models = new Set([...tallies, ...calculations].map(({ minerModelId }) => minerModelId));
  return [...models].toSorted().flatMap((minerModelId) => {
    const tally = tallies.find((one) => one.minerModelId === minerModelId);
    const rows = calculations.filter((calculation) => calculation.minerModelId === minerModelId);
    const { recordsChecksum = "", inputsChecksum = "" } = tally ?? {};
    const now = calculationTally({ settlementDate, minerModelId, calculations: rows, recordsChecksum, inputsChecksum });
    const [stored, expected] = [tally ? tallyText(tally) : "nothing", tallyText(now)];
    return stored === expected
      ? []
      : [{ settlementDate, kind: "calculation-tally" as const, key: minerModelId, stored, expected }];
  });
}

function tallyText({ calculations, energyWh, bitcoinMsat, checksum }: ReturnType<typeof calculationTally>): string {
  return `${calculations} rows, ${energyWh} Wh, ${bitcoinMsat} msat, ${checksum}`;
}
