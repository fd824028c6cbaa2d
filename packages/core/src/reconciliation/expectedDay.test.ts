import { describe, expect, it } from "vitest";
import type { BmUnitId, CurtailmentRecord } from "../curtailment/types.ts";
import { minerModel } from "../miners/catalogue.ts";
import { DEFAULT_BASIS } from "../mining/basis.ts";
import { expectedMsat } from "../mining/expectedMsat.ts";
import { networkDuring } from "../network/at.ts";
import { networkHistory } from "../network-history.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { settlementPeriodInterval, settlementPeriods } from "../settlement/periods.ts";
import { dayInputs, expectedDay } from "./expectedDay.ts";
import { compareCalculationKeys } from "./keys.ts";

const models = ["S9", "S19J_PRO", "M20S"].map(minerModel);
const question = (date: string) => ({
  settlementDate: parseSettlementDate(date),
  models,
  basis: DEFAULT_BASIS,
  history: networkHistory,
});

function record(date: string, period: number, bmUnitId: string, netWh: number): CurtailmentRecord {
  const settlementDate = parseSettlementDate(date);
  const unknown = { soGrossWh: null, soNetWh: null, bidPaymentGbp: null, undoPaymentGbp: null, paymentGbp: null };
  const settlementPeriod = parseSettlementPeriod(period, settlementDate);
  const energies = { grossWh: Math.max(netWh, 0), undoWh: Math.max(-netWh, 0), netWh, unpricedWh: 0 };
  return { settlementDate, settlementPeriod, bmUnitId: bmUnitId as BmUnitId, ...energies, ...unknown, acceptances: 1 };
}

describe("dayInputs", () => {
  it("splits the halving day of 2024 in the third period and nowhere else", () => {
    const day = dayInputs(question("2024-04-20"));
    const stretches = settlementPeriods(parseSettlementDate("2024-04-20")).map(
      (period) => day.inputs[day.indexes[(period - 1) * models.length]!]!.stretches,
    );
    expect(stretches.map((parts) => parts.length)).toEqual([1, 1, 2, ...Array<number>(45).fill(1)]);
    expect(stretches[2]!.map(({ durationS }) => durationS)).toEqual([567, 1233]);
    expect(day.inputs).toHaveLength(3 * models.length);
  });

  it("has an entry for each of 46, 48 and 50 periods", () => {
    expect(dayInputs(question("2025-03-30")).indexes).toHaveLength(46 * 3);
    expect(dayInputs(question("2025-10-26")).indexes).toHaveLength(50 * 3);
  });

  it("refuses a day that the history does not reach over", () => {
    expect(() => dayInputs(question("2026-04-22"))).toThrow(/2026-04-22/);
  });
});

describe("expectedDay", () => {
  const records = [
    record("2024-04-20", 2, "E_A", 1_000_000),
    record("2024-04-20", 3, "E_A", 1_000_000),
    record("2024-04-20", 3, "T_B", 12_345_678),
    record("2024-04-20", 4, "E_A", 1_000_000),
    record("2024-04-20", 48, "E_A", -5),
  ];
  const day = dayInputs(question("2024-04-20"));
  const expected = expectedDay(records, day);

  it("gives records x models in key order", () => {
    expect(expected).toHaveLength(records.length * models.length);
    expect(expected.toSorted(compareCalculationKeys)).toEqual(expected);
  });

  it("gives every value as the specification does", () => {
    const inputs = new Map(day.inputs.map((one) => [one.id, one]));
    for (const row of expected) {
      const interval = settlementPeriodInterval(row.settlementDate, row.settlementPeriod);
      const network = networkDuring(networkHistory, interval);
      const miner = minerModel(row.minerModelId);
      expect(row.bitcoinMsat).toBe(expectedMsat({ energyWh: row.energyWh, miner, network }));
      expect(inputs.get(row.inputsId)?.miner).toEqual({ hashrateThs: miner.hashrateThs, powerW: miner.powerW });
    }
  });

  it("mines nothing with negative net energy", () => {
    expect(
      expected.filter(({ settlementPeriod }) => settlementPeriod === 48).map(({ bitcoinMsat }) => bitcoinMsat),
    ).toEqual([0n, 0n, 0n]);
  });
});
