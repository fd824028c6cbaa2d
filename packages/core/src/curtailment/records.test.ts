import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QuantityError, SourceRowError } from "../errors.ts";
import { add, multiply, negate, rational, rationalFromDecimal, roundHalfEven, ZERO } from "../quantity/rational.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { parseBmUnitId } from "./bmUnit.ts";
import { curtailmentRecords } from "./records.ts";
import type { AcceptedVolume, CurtailmentRecord } from "./types.ts";

const settlementDate = parseSettlementDate("2022-01-01");

function volume(mwh: string, change: Partial<AcceptedVolume> = {}): AcceptedVolume {
  return {
    settlementDate,
    settlementPeriod: parseSettlementPeriod(35, settlementDate),
    bmUnitId: parseBmUnitId("T_WLNYO-3"),
    side: mwh.startsWith("-") ? "bid" : "offer",
    acceptanceId: 1,
    bidOfferPairId: -1,
    ordinal: 0,
    sequenceNumber: null,
    soFlag: true,
    volumeMwh: rationalFromDecimal(mwh),
    priceGbpPerMwh: "-31.5",
    ...change,
  };
}

function record(...volumes: AcceptedVolume[]): CurtailmentRecord {
  const [only, ...others] = curtailmentRecords(volumes);
  expect(others).toEqual([]);
  return only!;
}

const money = (value: Decimal | null) => value?.toFixed(6) ?? null;

describe("curtailmentRecords", () => {
  it("credits a unit that is paid to go down, and debits what it pays when it comes back up", () => {
    // T_WLNYO-3, 2022-01-01, period 35, as stated in the expected file of that day; 73.116667 x 31.5 is a tie, 2303.1750105.
    const found = record(volume("-73.116667"), volume("73.116667", { acceptanceId: 2, priceGbpPerMwh: "-25.2" }));
    expect(found).toMatchObject({ grossWh: 73_116_667, undoWh: 73_116_667, netWh: 0, acceptances: 2, unpricedWh: 0 });
    expect(money(found.bidPaymentGbp)).toBe("2303.175010");
    expect(money(found.undoPaymentGbp)).toBe("-1842.540008");
    expect(money(found.paymentGbp)).toBe("460.635002");
  });

  it("debits a unit that pays to go down: a payment below zero keeps its sign", () => {
    expect(money(record(volume("-10", { priceGbpPerMwh: "2.5" })).paymentGbp)).toBe("-25.000000");
  });

  it("pays 0 where nothing was undone, which is known", () => {
    expect(money(record(volume("-1")).undoPaymentGbp)).toBe("0.000000");
  });

  it("rounds half-even once, from the exact sum and not row by row", () => {
    const third = rational(-1n, 3_000_000n);
    const rows = [0, 1, 2].map((ordinal) => volume("-1", { ordinal, volumeMwh: third, priceGbpPerMwh: "-1" }));
    expect(record(...rows)).toMatchObject({ grossWh: 1 });
    expect(money(record(...rows).bidPaymentGbp)).toBe("0.000001");
    expect(record(volume("-0.0000005")).grossWh).toBe(0);
    expect(record(volume("-0.0000015")).grossWh).toBe(2);
    expect(money(record(volume("-1", { priceGbpPerMwh: "-0.0000025" })).bidPaymentGbp)).toBe("0.000002");
  });

  it("does not know a payment of which a row has no price, and counts that row's energy", () => {
    const priced = volume("-2");
    const unpriced = volume("-3", { acceptanceId: 2, priceGbpPerMwh: null });
    const undo = volume("1", { acceptanceId: 3, priceGbpPerMwh: "-10" });
    const found = record(priced, unpriced, undo);
    expect(found).toMatchObject({ bidPaymentGbp: null, paymentGbp: null, unpricedWh: 3_000_000, grossWh: 5_000_000 });
    expect(money(found.undoPaymentGbp)).toBe("-10.000000");
    expect(record(priced, { ...undo, priceGbpPerMwh: null })).toMatchObject({
      undoPaymentGbp: null,
      paymentGbp: null,
      unpricedWh: 1_000_000,
    });
  });

  it("gives the SO-flagged part of the net pro rata, half-even", () => {
    const rows = [
      volume("-3"),
      volume("-1", { acceptanceId: 2, soFlag: false }),
      volume("0.000002", { acceptanceId: 3, soFlag: false }),
    ];
    // 3,999,998 x 3 / 4 = 2,999,998.5
    expect(record(...rows)).toMatchObject({ netWh: 3_999_998, soGrossWh: 3_000_000, soNetWh: 2_999_998 });
  });

  it("does not know the SO-flagged part where the method has no flag", () => {
    expect(record(volume("-3", { soFlag: null }))).toMatchObject({ soGrossWh: null, soNetWh: null });
    expect(record(volume("-3"), volume("-1", { acceptanceId: 2, soFlag: null }))).toMatchObject({
      soGrossWh: null,
      soNetWh: null,
    });
    expect(record(volume("1", { soFlag: null }))).toMatchObject({ soGrossWh: null, soNetWh: null });
  });

  it("judges the SO-flagged part by the bids where there are any", () => {
    expect(record(volume("-3"), volume("1", { soFlag: null }))).toMatchObject({
      soGrossWh: 3_000_000,
      soNetWh: 2_000_000,
    });
  });

  it("keeps a net below zero, and flags none of it when nothing was bid", () => {
    expect(record(volume("-1"), volume("3"))).toMatchObject({ netWh: -2_000_000, soNetWh: -2_000_000 });
    expect(record(volume("3"))).toMatchObject({ grossWh: 0, netWh: -3_000_000, soGrossWh: 0, soNetWh: 0 });
  });

  it("makes a record per unit and period, in key order by code unit", () => {
    const at = (bmUnitId: string, period: number) =>
      volume("-1", {
        bmUnitId: parseBmUnitId(bmUnitId),
        settlementPeriod: parseSettlementPeriod(period, settlementDate),
      });
    const rows = [at("T_b-1", 2), at("T_a-1", 10), at("T_B-1", 2), at("2__P1", 2), at("T_a-1", 2)];
    const keys = curtailmentRecords(rows).map(({ settlementPeriod, bmUnitId }) => `${settlementPeriod} ${bmUnitId}`);
    expect(keys).toEqual(["2 2__P1", "2 T_B-1", "2 T_a-1", "2 T_b-1", "10 T_a-1"]);
  });

  it("makes no record of nothing", () => {
    expect(curtailmentRecords([])).toEqual([]);
  });

  it("does not depend on the precision that decimal.js is set to", () => {
    const precision = Decimal.precision;
    Decimal.set({ precision: 3 });
    try {
      expect(money(record(volume("-73.116667"), volume("1")).paymentGbp)).toBe("2271.675010");
    } finally {
      Decimal.set({ precision });
    }
  });
});

describe("curtailmentRecords refuses", () => {
  it.each<[string, AcceptedVolume[], RegExp]>([
    [
      "a bid above zero",
      [volume("1", { side: "bid" })],
      /volumeMwh of the bid volume of T_WLNYO-3 on 2022-01-01, period 35.*below 0.*got 1\/1/,
    ],
    ["an undo below zero", [volume("-1", { side: "offer" })], /above 0 on the offer side/],
    ["a volume of zero", [volume("0", { side: "bid" })], /below 0/],
    ["a pair above the notification", [volume("-1", { bidOfferPairId: 1 })], /bidOfferPairId.*got 1/],
    ["pair 0", [volume("-1", { bidOfferPairId: 0 })], /bidOfferPairId.*got 0/],
    ["a pair below -6", [volume("-1", { bidOfferPairId: -7 })], /bidOfferPairId.*got -7/],
    ["a pair that is no whole number", [volume("-1", { bidOfferPairId: -1.5 })], /bidOfferPairId/],
    ["one identity twice", [volume("-1"), volume("-2")], /ordinal.*0 twice/],
    ["a price that is no number", [volume("-1", { priceGbpPerMwh: "n/a" })], /priceGbpPerMwh.*got n\/a/],
  ])("%s", (_, rows, message) => {
    expect(() => curtailmentRecords(rows)).toThrow(SourceRowError);
    expect(() => curtailmentRecords(rows)).toThrow(message);
  });
});

describe("curtailmentRecords, of more energy than a number holds exactly,", () => {
  it("refuses to round it away", () => {
    expect(() => curtailmentRecords([volume("-1e10")])).toThrow(QuantityError);
    expect(record(volume("-9e9")).grossWh).toBe(9e15);
  });
});

describe("curtailmentRecords, for any volumes", () => {
  const mwh = fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 6n }))
    .map(([n, d]) => rational(n, d));
  const price = fc.oneof(
    fc.constant(null),
    fc.integer({ min: -999_999, max: 999_999 }).map((cents) => (cents / 100).toFixed(2)),
  );
  const row = fc.record({
    mwh,
    price,
    isBid: fc.boolean(),
    soFlag: fc.constantFrom(true, false),
    period: fc.integer({ min: 1, max: 3 }),
  });
  const rows = fc.array(row, { maxLength: 12 }).map((all) =>
    all.map((one, acceptanceId) =>
      volume(one.isBid ? "-1" : "1", {
        acceptanceId,
        volumeMwh: one.isBid ? negate(one.mwh) : one.mwh,
        priceGbpPerMwh: one.price,
        soFlag: one.soFlag,
        settlementPeriod: parseSettlementPeriod(one.period, settlementDate),
      }),
    ),
  );

  it("has net = gross - undo, payment = bid + undo, and parts within their wholes", () => {
    fc.assert(
      fc.property(rows, (volumes) => {
        for (const found of curtailmentRecords(volumes)) {
          const { grossWh, undoWh, netWh, soGrossWh, soNetWh, bidPaymentGbp: bid, undoPaymentGbp: undo } = found;
          expect(netWh).toBe(grossWh - undoWh);
          expect(soGrossWh).toBeLessThanOrEqual(grossWh);
          expect(Math.abs(soNetWh!)).toBeLessThanOrEqual(Math.abs(netWh));
          expect(found.paymentGbp === null).toBe(bid === null || undo === null);
          expect(money(found.paymentGbp)).toBe(bid === null || undo === null ? null : bid.plus(undo).toFixed(6));
        }
      }),
    );
  });

  it("loses no energy: the records of all rows are within half a Wh per record and side of the exact sum", () => {
    fc.assert(
      fc.property(rows, (volumes) => {
        const records = curtailmentRecords(volumes);
        const exact = volumes.reduce((sum, { volumeMwh }) => add(sum, volumeMwh), ZERO);
        const net = records.reduce((sum, { netWh }) => sum + BigInt(netWh), 0n);
        const off = roundHalfEven(multiply(exact, rational(-1_000_000n))) - net;
        expect(off <= BigInt(records.length) && -off <= BigInt(records.length)).toBe(true);
      }),
    );
  });

  it("does not depend on the order of the volumes", () => {
    const shuffled = rows.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect(curtailmentRecords(other)).toEqual(curtailmentRecords(all));
      }),
    );
  });
});
