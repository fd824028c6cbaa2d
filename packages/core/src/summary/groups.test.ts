import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { BmUnitId, CurtailmentRecord } from "../curtailment/types.ts";
import { parseMinerModelId } from "../miners/ids.ts";
import type { BitcoinCalculation } from "../mining/types.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { addBitcoinTotals, bitcoinTotals, type GroupSums, groupRows, rowGrouping } from "./groups.ts";

const DATES = ["2022-01-01", "2022-01-02", "2022-01-03"].map(parseSettlementDate);
const [FIRST, SECOND, THIRD] = DATES as [(typeof DATES)[0], (typeof DATES)[0], (typeof DATES)[0]];
const IDS = ["T_MOWEO-1", "T_MOWEO-2", "T_BEATO-1", "T_NEW-1"] as BmUnitId[];
const BY = fc.constantFrom("day", "period", "unit", "farm", "party" as const);

function record(settlementDate: (typeof DATES)[0], bmUnitId: BmUnitId, grossWh: number, period = 1): CurtailmentRecord {
  const gbp = new Decimal(grossWh);
  return {
    settlementDate,
    settlementPeriod: parseSettlementPeriod(period, settlementDate),
    bmUnitId,
    grossWh,
    undoWh: 0,
    netWh: grossWh,
    soGrossWh: 0,
    soNetWh: 0,
    bidPaymentGbp: gbp,
    undoPaymentGbp: new Decimal(0),
    paymentGbp: gbp,
    unpricedWh: 0,
    acceptances: null,
  };
}

const records = fc.array(
  fc
    .tuple(fc.constantFrom(...DATES), fc.constantFrom(...IDS), fc.nat(10 ** 9), fc.integer({ min: 1, max: 48 }))
    .map((given) => record(...given)),
);

function calculation({ settlementDate, settlementPeriod, bmUnitId, grossWh }: CurtailmentRecord): BitcoinCalculation {
  const minerModelId = parseMinerModelId(grossWh % 2 ? "S9" : "M20S");
  const rest = { energyWh: grossWh, inputsId: "0".repeat(64), bitcoinMsat: BigInt(grossWh) };
  return { settlementDate, settlementPeriod, bmUnitId, minerModelId, ...rest };
}

function unit(elexonId: string, validFrom: BmUnit["validFrom"], leadPartyId: string, leadPartyName: string): BmUnit {
  return {
    nationalGridId: elexonId.slice(2),
    elexonId,
    name: `${elexonId} of ${leadPartyId}`,
    farmId: elexonId.slice(2, 7),
    leadPartyId,
    leadPartyName,
    fuelType: "WIND",
    generationCapacityMw: null,
    validFrom,
    goneSince: null,
    countsAsWind: null,
  };
}

/** Moray's first unit is sold for a day, and bought back by a company that is called otherwise by then. */
const units = [
  unit("T_MOWEO-1", null, "MORAY", "Moray Ltd"),
  unit("T_MOWEO-1", SECOND, "BUYER", "Buyer Ltd"),
  unit("T_MOWEO-1", THIRD, "MORAY", "Moray plc"),
  unit("T_MOWEO-2", null, "MORAY", "Moray of old"),
  unit("T_BEATO-1", SECOND, "BEAT", "Beatrice"),
];

const told = (groups: ReturnType<typeof groupRows>) =>
  groups.map(({ group, name, totals }) => [group, name, totals.netWh]);

describe("groups by lead party", () => {
  const rows = [record(FIRST, IDS[0]!, 5), record(SECOND, IDS[0]!, 7), record(THIRD, IDS[0]!, 11)];
  const parties = (some: readonly CurtailmentRecord[]) =>
    told(groupRows({ records: some, calculations: [], units, by: "party" }));

  it("count each day to the party that the unit had on it, under the name of the last of the days", () => {
    expect(parties(rows)).toEqual([
      ["MORAY", "Moray plc", 16],
      ["BUYER", "Buyer Ltd", 7],
    ]);
    expect(parties(rows.slice(0, 2))).toEqual([
      ["BUYER", "Buyer Ltd", 7],
      ["MORAY", "Moray Ltd", 5],
    ]);
  });

  it("count days before the first row of a unit to the party of that row", () => {
    expect(parties([record(FIRST, IDS[2]!, 3)])).toEqual([["BEAT", "Beatrice", 3]]);
  });

  it("count the bitcoin as the energy", () => {
    const groups = groupRows({ records: [], calculations: rows.map(calculation), units, by: "party" });
    expect(groups.map(({ group, bitcoin }) => [group, bitcoin.map(({ bitcoinMsat }) => bitcoinMsat)])).toEqual([
      ["BUYER", [7n]],
      ["MORAY", [16n]],
    ]);
  });

  it("leave sites and units as the latest row has them", () => {
    const groups = groupRows({ records: rows, calculations: [], units, by: "unit" });
    expect(told(groups)).toEqual([["T_MOWEO-1", "T_MOWEO-1 of MORAY", 23]]);
  });
});

describe("groups of rows that come in parts", () => {
  it("are those of all rows at once, however they are parted and in any order of the parts", () => {
    fc.assert(
      fc.property(fc.array(records), BY, (parts, by) => {
        const grouping = rowGrouping({ units, by });
        const inParts = (given: typeof parts) =>
          grouping.groups(
            given.reduce<GroupSums>(
              (sums, some) => grouping.add(sums, { records: some, calculations: some.map(calculation) }),
              new Map(),
            ),
          );
        const all = parts.flat();
        const whole = JSON.stringify(groupRows({ records: all, calculations: all.map(calculation), units, by }), text);
        expect(JSON.stringify(inParts(parts), text)).toBe(whole);
        expect(JSON.stringify(inParts(parts.toReversed()), text)).toBe(whole);
      }),
    );
  });

  it("are none where there are no rows", () => {
    const grouping = rowGrouping({ units, by: "party" });
    expect(grouping.groups(grouping.add(new Map(), { records: [], calculations: [] }))).toEqual([]);
  });
});

describe("bitcoin totals", () => {
  it("of parts are those of all calculations together", () => {
    fc.assert(
      fc.property(fc.array(records), (parts) => {
        const totals = parts.flatMap((part) => bitcoinTotals(part.map(calculation)));
        expect(addBitcoinTotals(totals)).toEqual(bitcoinTotals(parts.flat().map(calculation)));
      }),
    );
  });
});

function text(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}
