import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SourceRowError } from "../errors.ts";
import { rationalFromDecimal } from "../quantity/rational.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { settlementPeriodInterval } from "../settlement/periods.ts";
import { volumesFromAcceptanceVolumes } from "./acceptanceVolumes.ts";
import { parseBmUnitId } from "./bmUnit.ts";
import { curtailmentRecords } from "./records.ts";
import type { AcceptanceVolumesRow, BidOfferPair } from "./sourceRows.ts";

const settlementDate = parseSettlementDate("2022-01-01");
const settlementPeriod = parseSettlementPeriod(35, settlementDate);
const bmUnitId = parseBmUnitId("T_WLNYO-3");

function row(pairVolumes: Record<string, string>, change: Partial<AcceptanceVolumesRow> = {}): AcceptanceVolumesRow {
  const pairVolumesMwh = new Map(Object.entries(pairVolumes).map(([pairId, mwh]) => [Number(pairId), mwh]));
  return { settlementDate, settlementPeriod, side: "bid", bmUnitId, acceptanceId: 21035, pairVolumesMwh, ...change };
}

/** A pair in force over the period, from and to minutes of it. */
function pair(
  bid: string | null,
  offer: string | null,
  [from, to]: readonly [number, number] = [0, 30],
  pairId = -1,
): BidOfferPair {
  const { startsAt } = settlementPeriodInterval(settlementDate, settlementPeriod);
  const span = { startsAt: startsAt + from * 60, endsAt: startsAt + to * 60 };
  return { bmUnitId, pairId, ...span, levelFromMw: -330, levelToMw: -330, bidGbpPerMwh: bid, offerGbpPerMwh: offer };
}

const volumesOf = (
  rows: AcceptanceVolumesRow[],
  bidOffers: BidOfferPair[] | null = null,
  isWind: (id: string) => boolean = () => true,
) => volumesFromAcceptanceVolumes({ rows, bidOffers, isWind });

describe("volumesFromAcceptanceVolumes", () => {
  it("takes the negative pairs of both sides, at the bid and the offer of the pair: T_WLNYO-3, 2022-01-01, period 35", () => {
    // Volumes as worked out from that day's levels, prices from its BOD row.
    const undo = row({ "-1": "73.11666666666667" }, { side: "offer", acceptanceId: 21036 });
    const found = volumesOf([undo, row({ "-1": "-73.11666666666667", "1": "0" })], [pair("-31.5", "-25.2")]);
    expect(found).toMatchObject([
      { side: "bid", bidOfferPairId: -1, priceGbpPerMwh: "-31.5", soFlag: null, sequenceNumber: null, ordinal: 0 },
      { side: "offer", bidOfferPairId: -1, priceGbpPerMwh: "-25.2", soFlag: null },
    ]);
    const [record] = curtailmentRecords(found);
    expect(record).toMatchObject({ netWh: 0, grossWh: 73_116_667, soGrossWh: null, soNetWh: null });
    expect(record?.paymentGbp?.toFixed(3)).toBe("460.635");
  });

  it("leaves out positive pairs, zeros, rows of no BM unit and units that are not wind", () => {
    expect(volumesOf([row({ "1": "-3", "-1": "0", "-2": "-0.0" })])).toEqual([]);
    expect(volumesOf([row({ "-1": "-3" }, { bmUnitId: null })])).toEqual([]);
    expect(volumesOf([row({ "-1": "-3" })], null, () => false)).toEqual([]);
  });

  it("makes one volume per pair", () => {
    const found = volumesOf([row({ "-1": "-3", "-2": "-4" })], [pair("-50", "0"), pair("-80", "0", [0, 30], -2)]);
    expect(found.map(({ bidOfferPairId, priceGbpPerMwh }) => [bidOfferPairId, priceGbpPerMwh])).toEqual([
      [-2, "-80"],
      [-1, "-50"],
    ]);
  });

  it.each<[string, BidOfferPair[] | null]>([
    ["the source keeps no pairs", null],
    ["the pair is not there", [pair("-80", "0", [0, 30], -2)]],
    ["the pair holds for another period", [pair("-80", "0", [30, 60])]],
    ["the pair holds for a part of the period only", [pair("-80", "0", [0, 20])]],
    ["there is a hole", [pair("-80", "0", [0, 10]), pair("-80", "0", [20, 30])]],
    [
      "the price changes within the period, as the volume cannot be divided",
      [pair("-80", "0", [0, 10]), pair("-90", "0", [10, 30])],
    ],
    ["the pair states none", [pair(null, "0")]],
  ])("knows no price where %s", (_, bidOffers) => {
    expect(volumesOf([row({ "-1": "-3" })], bidOffers)).toMatchObject([{ priceGbpPerMwh: null }]);
  });

  it("knows the price that two spans share", () => {
    const bidOffers = [pair("-80", "0", [10, 40]), pair("-80", "5", [-5, 10])];
    expect(volumesOf([row({ "-1": "-3" })], bidOffers)).toMatchObject([{ priceGbpPerMwh: "-80" }]);
  });

  it("adds up to the exact sum of its pairs", () => {
    const energyWh = fc.integer({ min: 0, max: 10 ** 9 });
    fc.assert(
      fc.property(fc.array(energyWh, { minLength: 6, maxLength: 6 }), (energies) => {
        const pairs = Object.fromEntries(energies.map((wh, index) => [`${-index - 1}`, `-${(wh / 1e6).toFixed(6)}`]));
        const total = energies.reduce((sum, wh) => sum + wh, 0);
        expect(curtailmentRecords(volumesOf([row(pairs)]))[0]?.grossWh ?? 0).toBe(total);
      }),
    );
  });

  it("keeps every digit", () => {
    expect(volumesOf([row({ "-1": "-0.0041666666666666671" })])[0]?.volumeMwh).toEqual(
      rationalFromDecimal("-0.0041666666666666671"),
    );
  });
});

describe("volumesFromAcceptanceVolumes refuses", () => {
  it.each<[string, AcceptanceVolumesRow[], RegExp]>([
    [
      "a bid above zero",
      [row({ "-1": "3" })],
      /pair -1 of the BOAV row of T_WLNYO-3 on 2022-01-01, period 35, bid side.*0 or less.*got 3/,
    ],
    ["an offer below zero", [row({ "-1": "-3" }, { side: "offer" })], /0 or more/],
    ["a volume that is no number", [row({ "-1": "x" })], /decimal number, got x/],
    ["an acceptance twice on one side of a period", [row({ "-1": "-3" }), row({ "-1": "-3" })], /21035 twice/],
  ])("%s", (_, rows, message) => {
    expect(() => volumesOf(rows)).toThrow(SourceRowError);
    expect(() => volumesOf(rows)).toThrow(message);
  });
});
