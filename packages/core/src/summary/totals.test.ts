import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { BmUnitId, CurtailmentRecord } from "../curtailment/types.ts";
import { parseMinerModelId } from "../miners/ids.ts";
import type { BitcoinCalculation } from "../mining/types.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { bitcoinTotals, groupRows } from "./groups.ts";
import { bidPriceGbpPerMwh, netPriceGbpPerMwh } from "./prices.ts";
import { addTotals, NO_RECORDS, totalsOf } from "./totals.ts";
import type { CurtailmentTotals } from "./types.ts";

const settlementDate = parseSettlementDate("2022-01-01");
const money = fc
  .bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
  .map((micro) => new Decimal(micro.toString()).div(1_000_000));
const energy = fc.integer({ min: 0, max: 10 ** 9 });

const record: fc.Arbitrary<CurtailmentRecord> = fc
  .record({
    period: fc.integer({ min: 1, max: 48 }),
    bmUnitId: fc.constantFrom("T_MOWEO-1", "T_MOWEO-2", "T_BEATO-1", "T_NEW-1"),
    grossWh: energy,
    undoWh: energy,
    so: fc.option(energy),
    bid: fc.option(money),
    undo: money,
  })
  .map(({ period, bmUnitId, grossWh, undoWh, so, bid, undo }) => ({
    settlementDate,
    settlementPeriod: parseSettlementPeriod(period, settlementDate),
    bmUnitId: bmUnitId as BmUnitId,
    grossWh,
    undoWh,
    netWh: grossWh - undoWh,
    soGrossWh: so,
    soNetWh: so,
    bidPaymentGbp: bid,
    undoPaymentGbp: undo,
    paymentGbp: bid === null ? null : bid.plus(undo),
    unpricedWh: bid === null ? grossWh : 0,
    acceptances: 1,
  }));

const unit = (elexonId: string, farmId: string, leadPartyId: string): BmUnit => ({
  nationalGridId: elexonId.slice(2),
  elexonId,
  name: null,
  farmId,
  leadPartyId,
  leadPartyName: `${leadPartyId} Ltd`,
  fuelType: "WIND",
  generationCapacityMw: null,
  validFrom: null,
  goneSince: null,
  countsAsWind: null,
});
const units = [
  unit("T_MOWEO-1", "MOWEO", "MORAY"),
  unit("T_MOWEO-2", "MOWEO", "MORAY"),
  unit("T_BEATO-1", "BEATO", "BEAT"),
];

const calculation = (row: CurtailmentRecord): BitcoinCalculation => ({
  settlementDate,
  settlementPeriod: row.settlementPeriod,
  bmUnitId: row.bmUnitId,
  minerModelId: parseMinerModelId("S9"),
  energyWh: row.grossWh,
  inputsId: "0".repeat(64),
  bitcoinMsat: BigInt(row.grossWh),
});

const text = (totals: CurtailmentTotals): string => JSON.stringify(totals);

describe("totals", () => {
  it("add up the same in any order and any grouping", () => {
    fc.assert(
      fc.property(fc.array(record), fc.array(record), (left, right) => {
        const whole = text(totalsOf([...left, ...right]));
        expect(text(addTotals(totalsOf(left), totalsOf(right)))).toBe(whole);
        expect(text(totalsOf([...right, ...left]))).toBe(whole);
      }),
    );
  });

  it("are those of the groups together, whatever they are broken down by", () => {
    const by = fc.constantFrom("day", "period", "unit", "farm", "party" as const);
    fc.assert(
      fc.property(fc.array(record), by, (records, grouping) => {
        const groups = groupRows({ records, calculations: [], units, by: grouping });
        expect(text(groups.map(({ totals }) => totals).reduce(addTotals, NO_RECORDS))).toBe(text(totalsOf(records)));
        expect(new Set(groups.map(({ group }) => group)).size).toBe(groups.length);
      }),
    );
  });

  it("do not know their SO-flagged part when one record does not", () => {
    const [one] = fc.sample(record, 1) as [CurtailmentRecord];
    expect(
      totalsOf([
        { ...one, soGrossWh: 5 },
        { ...one, soGrossWh: null },
      ]).soGrossWh,
    ).toBeNull();
    expect(
      totalsOf([
        { ...one, soGrossWh: 5 },
        { ...one, soGrossWh: 6 },
      ]).soGrossWh,
    ).toBe(11);
  });

  it("pay over the priced records alone, and nothing at all is null and not 0", () => {
    const [one] = fc.sample(record, 1) as [CurtailmentRecord];
    const energies = { grossWh: 7, undoWh: 2, netWh: 5 };
    const unpriced = { ...one, ...energies, bidPaymentGbp: null, paymentGbp: null, unpricedWh: 7 };
    const priced = { ...one, bidPaymentGbp: new Decimal(3), paymentGbp: new Decimal(3), unpricedWh: 0 };
    expect(totalsOf([unpriced]).paymentGbp).toBeNull();
    expect(totalsOf([unpriced, priced]).paymentGbp?.toFixed()).toBe("3");
    expect(totalsOf([unpriced, priced]).unpricedWh).toBe(9);
    expect(totalsOf([unpriced]).undoPaymentGbp).toBeNull();
    expect(addTotals(NO_RECORDS, totalsOf([unpriced])).paymentGbp).toBeNull();
  });
});

describe("unpriced energy", () => {
  it("is all of a record whose payment is unknown, also where a sliver of it alone has no price, so that no price is told", () => {
    const [one] = fc.sample(record, 1) as [CurtailmentRecord];
    const gbp = new Decimal(1);
    const priced = { ...one, grossWh: 1_000_000, undoWh: 0, netWh: 1_000_000, undoPaymentGbp: new Decimal(0) };
    const known = { ...priced, bidPaymentGbp: gbp, paymentGbp: gbp, unpricedWh: 0 };
    const sliver = { ...known, undoWh: 1, netWh: 999_999, undoPaymentGbp: null, paymentGbp: null };
    const totals = totalsOf([known, sliver]);
    expect(totals).toMatchObject({ grossWh: 2_000_000, unpricedWh: 1_000_001 });
    expect([netPriceGbpPerMwh(totals), bidPriceGbpPerMwh(totals)]).toEqual([null, null]);
    expect(netPriceGbpPerMwh(totalsOf([known]))?.toFixed()).toBe("1");
  });
});

describe("no records", () => {
  it("cost nothing, which is known", () => {
    expect(totalsOf([]).paymentGbp?.toFixed()).toBe("0");
  });
});

describe("groups", () => {
  it("name farms and lead parties, and keep what the register does not know apart", () => {
    const rows = fc.sample(record, 200);
    const farms = groupRows({ records: rows, calculations: [], units, by: "farm" }).map(({ group }) => group);
    expect(farms.toSorted()).toEqual(["BEATO", "MOWEO", "unregistered"]);
    const parties = groupRows({ records: rows, calculations: [], units, by: "party" });
    expect(parties.find(({ group }) => group === "MORAY")?.name).toBe("MORAY Ltd");
  });

  it("know a unit by its National Grid id as by its Elexon id", () => {
    const row = { ...(fc.sample(record, 1)[0] as CurtailmentRecord), bmUnitId: "MOWEO-1" as BmUnitId };
    const [group, ...others] = groupRows({ records: [row], calculations: [], units, by: "farm" });
    expect([group?.group, others]).toEqual(["MOWEO", []]);
  });

  it("take the row of a unit that has held since the latest date, wherever it stands in the register", () => {
    const row = { ...(fc.sample(record, 1)[0] as CurtailmentRecord), bmUnitId: "T_BEATO-1" as BmUnitId };
    const later = { ...unit("T_BEATO-1", "BEATO", "NEW"), validFrom: settlementDate };
    for (const register of [
      [later, ...units],
      [...units, later],
    ]) {
      const groups = groupRows({ records: [row], calculations: [], units: register, by: "party" });
      expect(groups.map(({ group }) => group)).toEqual(["NEW"]);
    }
  });

  it("have the name of their first unit by id, in any order of the rows", () => {
    const register = [
      { ...unit("T_MOWEO-1", "MOWEO", "MORAY"), leadPartyName: "one" },
      { ...unit("T_MOWEO-2", "MOWEO", "MORAY"), leadPartyName: "two" },
    ];
    const [sample] = fc.sample(record, 1) as [CurtailmentRecord];
    const records = ["T_MOWEO-2", "T_MOWEO-1"].map((id) => ({ ...sample, bmUnitId: id as BmUnitId }));
    for (const rows of [records, records.toReversed()]) {
      expect(groupRows({ records: rows, calculations: [], units: register, by: "party" })[0]?.name).toBe("one");
    }
  });

  it("hold calculations that have no record, so that their bitcoin adds up to the whole", () => {
    const by = fc.constantFrom("day", "period", "unit", "farm", "party" as const);
    fc.assert(
      fc.property(fc.array(record), fc.array(record), by, (records, rows, grouping) => {
        const calculations = rows.map(calculation);
        const groups = groupRows({ records, calculations, units, by: grouping });
        const whole = bitcoinTotals(calculations).map(({ bitcoinMsat }) => bitcoinMsat);
        const sum = groups
          .flatMap(({ bitcoin }) => bitcoin)
          .reduce((total, { bitcoinMsat }) => total + bitcoinMsat, 0n);
        expect(sum).toBe(whole[0] ?? 0n);
      }),
    );
    const orphan = fc.sample(record, 1).map(calculation);
    const [group] = groupRows({ records: [], calculations: orphan, units, by: "day" });
    expect(group).toMatchObject({ group: "2022-01-01", totals: NO_RECORDS, bitcoin: bitcoinTotals(orphan) });
  });

  it("order periods as numbers", () => {
    const at = (period: number) => ({
      ...(fc.sample(record, 1)[0] as CurtailmentRecord),
      settlementPeriod: parseSettlementPeriod(period, settlementDate),
    });
    const groups = groupRows({ records: [10, 9, 1, 48].map(at), calculations: [], units, by: "period" });
    expect(groups.map(({ group }) => group)).toEqual(["1", "9", "10", "48"]);
  });
});

describe("prices", () => {
  /** The rows of 2022-01-01, all wind units; worked from the published day. */
  const day: CurtailmentTotals = {
    ...NO_RECORDS,
    grossWh: 66_761_280_000,
    netWh: 65_843_720_000,
    bidPaymentGbp: new Decimal("4871666.14"),
    paymentGbp: new Decimal("4868642.82"),
  };

  it("divide payment by net and bid payment by gross", () => {
    expect(bidPriceGbpPerMwh(day)?.toFixed(2)).toBe("72.97");
    expect(netPriceGbpPerMwh(day)?.toFixed(2)).toBe("73.94");
  });

  it("are unknown at zero energy, without payment, and where energy has no price", () => {
    expect(netPriceGbpPerMwh({ ...day, netWh: 0 })).toBeNull();
    expect(netPriceGbpPerMwh({ ...day, paymentGbp: null })).toBeNull();
    expect(bidPriceGbpPerMwh({ ...day, unpricedWh: 1 })).toBeNull();
  });
});
