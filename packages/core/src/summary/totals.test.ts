import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { BmUnitId, CurtailmentRecord } from "../curtailment/types.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { groupRows } from "./groups.ts";
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
});
const units = [
  unit("T_MOWEO-1", "MOWEO", "MORAY"),
  unit("T_MOWEO-2", "MOWEO", "MORAY"),
  unit("T_BEATO-1", "BEATO", "BEAT"),
];

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
    const unpriced = { ...one, bidPaymentGbp: null, paymentGbp: null, unpricedWh: 7 };
    const priced = { ...one, bidPaymentGbp: new Decimal(3), paymentGbp: new Decimal(3), unpricedWh: 0 };
    expect(totalsOf([unpriced]).paymentGbp).toBeNull();
    expect(totalsOf([unpriced, priced]).paymentGbp?.toFixed()).toBe("3");
    expect(totalsOf([unpriced, priced]).unpricedWh).toBe(7);
    expect(totalsOf([unpriced]).undoPaymentGbp).toBeNull();
    expect(addTotals(NO_RECORDS, totalsOf([unpriced])).paymentGbp).toBeNull();
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
