import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rationalFromDecimal } from "../quantity/rational.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { curtailmentRecords } from "./records.ts";
import type { AcceptedVolume, BmUnitId } from "./types.ts";
import { unmappedBids } from "./unmappedBids.ts";

const settlementDate = parseSettlementDate("2025-03-11");

function volume(period: number, change: Partial<AcceptedVolume> & { readonly mwh: string }): AcceptedVolume {
  const { mwh, ...rest } = change;
  return {
    settlementDate,
    settlementPeriod: parseSettlementPeriod(period, settlementDate),
    bmUnitId: "T_HAGHW-2" as BmUnitId,
    side: "bid",
    acceptanceId: 1,
    bidOfferPairId: -1,
    ordinal: 0,
    sequenceNumber: null,
    soFlag: true,
    volumeMwh: rationalFromDecimal(mwh),
    priceGbpPerMwh: "-60",
    ...rest,
  };
}

describe("unmappedBids", () => {
  it("adds a unit's day up: gross, undone, SO-flagged, and what it was paid for", () => {
    const volumes = [
      volume(1, { mwh: "-10.5" }),
      volume(1, { mwh: "-2", acceptanceId: 2, soFlag: false, priceGbpPerMwh: "45.2" }),
      volume(2, { mwh: "-4", priceGbpPerMwh: "0" }),
      volume(2, { mwh: "1.5", side: "offer", priceGbpPerMwh: "-1" }),
    ];
    expect(unmappedBids(volumes, settlementDate)).toEqual([
      {
        settlementDate,
        bmUnitId: "T_HAGHW-2",
        grossWh: 16_500_000,
        undoWh: 1_500_000,
        soGrossWh: 14_500_000,
        paidGrossWh: 10_500_000,
        periods: 2,
      },
    ]);
  });

  it("does not know the flagged part without flags, nor the paid one without prices", () => {
    const bare = volume(1, { mwh: "-1", soFlag: null, priceGbpPerMwh: null });
    expect(unmappedBids([bare], settlementDate)).toMatchObject([{ soGrossWh: null, paidGrossWh: null }]);
    expect(unmappedBids([volume(1, { mwh: "-1", priceGbpPerMwh: "3" })], settlementDate)).toMatchObject([
      { paidGrossWh: 0 },
    ]);
  });

  it("leaves other days out, and gives nothing for nothing", () => {
    expect(unmappedBids([], settlementDate)).toEqual([]);
    expect(unmappedBids([volume(1, { mwh: "-1" })], parseSettlementDate("2025-03-12"))).toEqual([]);
  });

  it("comes to what the records would, were the units wind, in order of unit", () => {
    const ids = fc.constantFrom("T_B-1", "T_A-1", "E_C-1") as fc.Arbitrary<BmUnitId>;
    const moves = fc.uniqueArray(
      fc.record({ id: ids, period: fc.integer({ min: 1, max: 4 }), wh: fc.integer({ min: 1, max: 999 }) }),
      { minLength: 1, selector: ({ id, period }) => `${id} ${period}` },
    );
    fc.assert(
      fc.property(moves, fc.integer({ min: -80, max: 80 }), (drawn, price) => {
        const volumes = drawn.map(({ id, period, wh }) =>
          volume(period, { bmUnitId: id, mwh: `-${wh}`, priceGbpPerMwh: String(price) }),
        );
        const bids = unmappedBids(volumes, settlementDate);
        const gross = curtailmentRecords(volumes).reduce((sum, { grossWh }) => sum + grossWh, 0);
        expect(bids.reduce((sum, { grossWh }) => sum + grossWh, 0)).toBe(gross);
        expect(bids.every(({ paidGrossWh, grossWh }) => paidGrossWh === (price < 0 ? grossWh : 0))).toBe(true);
        const order = bids.map(({ bmUnitId }) => bmUnitId);
        expect(order).toEqual([...new Set(order)].toSorted());
      }),
    );
  });

  it("refuses what records refuse: a bid upwards", () => {
    expect(() => unmappedBids([volume(1, { mwh: "1" })], settlementDate)).toThrowError(/below 0 on the bid side/);
  });
});
