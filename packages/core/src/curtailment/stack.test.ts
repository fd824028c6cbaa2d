import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SourceRowError } from "../errors.ts";
import { rationalFromDecimal } from "../quantity/rational.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { parseBmUnitId } from "./bmUnit.ts";
import { curtailmentRecords } from "./records.ts";
import type { BmUnit, StackRow } from "./sourceRows.ts";
import { volumesFromStack } from "./stack.ts";
import { windUnits } from "./windUnits.ts";

const settlementDate = parseSettlementDate("2026-07-10");

/** A row as of the wind unit T_MOWEO-2; the shape is that of the Insights API's stack rows. */
function row(change: Partial<StackRow> = {}): StackRow {
  return {
    settlementDate,
    settlementPeriod: parseSettlementPeriod(20, settlementDate),
    side: "bid",
    bmUnitId: parseBmUnitId("T_MOWEO-2"),
    acceptanceId: 49242,
    bidOfferPairId: -1,
    sequenceNumber: 1,
    soFlag: true,
    volumeMwh: "-12.5",
    originalPriceGbpPerMwh: "-70.25",
    ...change,
  };
}

const volumesOf = (rows: readonly StackRow[], isWind: (id: string) => boolean = () => true) =>
  volumesFromStack({ rows, isWind });

describe("volumesFromStack", () => {
  it("takes bids and undos below the notification, with the price before repricing", () => {
    const undo = row({
      side: "offer",
      acceptanceId: 49243,
      volumeMwh: "2.5",
      originalPriceGbpPerMwh: "-10",
      soFlag: null,
    });
    const [bid, offer] = volumesOf([undo, row()]);
    expect(bid).toEqual({
      settlementDate,
      settlementPeriod: 20,
      bmUnitId: "T_MOWEO-2",
      side: "bid",
      acceptanceId: 49242,
      bidOfferPairId: -1,
      ordinal: 0,
      sequenceNumber: 1,
      soFlag: true,
      volumeMwh: rationalFromDecimal("-12.5"),
      priceGbpPerMwh: "-70.25",
    });
    expect(offer).toMatchObject({
      side: "offer",
      volumeMwh: rationalFromDecimal("2.5"),
      priceGbpPerMwh: "-10",
      soFlag: null,
    });
  });

  it("keeps every digit of a volume", () => {
    // The volume of the row of E_LITRB-1 on 2026-07-10, period 20, here on a negative pair.
    expect(volumesOf([row({ volumeMwh: "-0.004166666666666667" })])[0]?.volumeMwh).toEqual(
      rationalFromDecimal("-0.004166666666666667"),
    );
  });

  it("leaves out a bid on a positive pair, which unwinds an offer, and an offer on one", () => {
    // The first is the row of E_LITRB-1 on 2026-07-10, period 20.
    const unwinding = row({
      bmUnitId: parseBmUnitId("E_LITRB-1"),
      bidOfferPairId: 1,
      soFlag: false,
      volumeMwh: "-0.004166666666666667",
      originalPriceGbpPerMwh: "90.25",
    });
    expect(volumesOf([unwinding, row({ side: "offer", bidOfferPairId: 2, volumeMwh: "5" })])).toEqual([]);
  });

  it("leaves out rows of no BM unit, of no acceptance, and of units that are not wind", () => {
    const adjustment = row({ bmUnitId: null, acceptanceId: null, bidOfferPairId: null });
    const unaccepted = row({ acceptanceId: null, bidOfferPairId: null });
    expect(volumesOf([adjustment, unaccepted, row({ bmUnitId: null })])).toEqual([]);
    expect(volumesOf([row()], (id) => id !== "T_MOWEO-2")).toEqual([]);
  });

  it("counts a wind unit for which the register states no fuel type, and no other unit without one", () => {
    const unit = {
      name: null,
      leadPartyId: null,
      leadPartyName: null,
      fuelType: null,
      generationCapacityMw: null,
      validFrom: null,
      goneSince: null,
      countsAsWind: null,
    };
    const units: BmUnit[] = [
      { ...unit, nationalGridId: "GFLDW-1", elexonId: "E_GFLDW-1", farmId: "GFLDW" },
      { ...unit, nationalGridId: "ABERU-1", elexonId: "E_ABERDARE", farmId: "ABERU" },
    ];
    const rows = ["E_GFLDW-1", "E_ABERDARE"].map((id) => row({ bmUnitId: parseBmUnitId(id) }));
    expect(volumesOf(rows, windUnits(units).isWind).map(({ bmUnitId }) => bmUnitId)).toEqual(["E_GFLDW-1"]);
  });

  it("leaves out a volume of zero", () => {
    expect(volumesOf([row({ volumeMwh: "0.0" }), row({ side: "offer", volumeMwh: "-0.0" })])).toEqual([]);
  });

  it("numbers rows of one acceptance, side and pair in the order in which they come", () => {
    const found = volumesOf([
      row({ sequenceNumber: 9, volumeMwh: "-1" }),
      row({ sequenceNumber: 4, volumeMwh: "-2" }),
      row({ bidOfferPairId: -2 }),
    ]);
    expect(
      found.map(({ bidOfferPairId, ordinal, sequenceNumber }) => [bidOfferPairId, ordinal, sequenceNumber]),
    ).toEqual([
      [-2, 0, 1],
      [-1, 0, 9],
      [-1, 1, 4],
    ]);
    expect(curtailmentRecords(found)[0]).toMatchObject({ grossWh: 15_500_000, acceptances: 1 });
  });

  it("knows no price where the row has none", () => {
    const [record] = curtailmentRecords(volumesOf([row({ originalPriceGbpPerMwh: null })]));
    expect(record).toMatchObject({ bidPaymentGbp: null, paymentGbp: null, unpricedWh: 12_500_000 });
  });

  it("pays a unit with a positive bid price less than nothing", () => {
    const [record] = curtailmentRecords(volumesOf([row({ originalPriceGbpPerMwh: "20" })]));
    expect(record?.paymentGbp?.toString()).toBe("-250");
  });

  it("adds up to the exact sum of its rows, whatever their order", () => {
    const micro = fc.integer({ min: 1, max: 10 ** 9 });
    const rows = fc
      .array(micro, { minLength: 1, maxLength: 8 })
      .map((all) =>
        all.map((energyWh, index) => row({ sequenceNumber: index, volumeMwh: `-${(energyWh / 1e6).toFixed(6)}` })),
      );
    fc.assert(
      fc.property(rows, (all) => {
        const sum = all.reduce((total, { volumeMwh }) => total - BigInt(volumeMwh.replace(".", "")), 0n);
        expect(curtailmentRecords(volumesOf(all))[0]?.grossWh).toBe(Number(sum));
        expect(curtailmentRecords(volumesOf(all.toReversed()))).toEqual(curtailmentRecords(volumesOf(all)));
      }),
    );
  });
});

describe("volumesFromStack refuses", () => {
  it.each<[string, StackRow[], RegExp]>([
    [
      "a bid above zero",
      [row({ volumeMwh: "1" })],
      /volume of the stack row of T_MOWEO-2 on 2026-07-10, period 20, bid side.*0 or less.*got 1/,
    ],
    ["an offer below zero", [row({ side: "offer" })], /0 or more on the offer side, got -12.5/],
    ["an acceptance without a pair", [row({ bidOfferPairId: null })], /bidOfferPairId.*got null/],
    ["pair 0", [row({ bidOfferPairId: 0 })], /bidOfferPairId.*got 0/],
    ["a volume that is no number", [row({ volumeMwh: "" })], /volume/],
    ["a price that is no number", [row({ originalPriceGbpPerMwh: "NaN" })], /originalPrice.*got NaN/],
    ["a row that was read twice", [row(), row()], /sequenceNumber.*1 twice/],
  ])("%s", (_, rows, message) => {
    expect(() => volumesOf(rows)).toThrow(SourceRowError);
    expect(() => volumesOf(rows)).toThrow(message);
  });
});
