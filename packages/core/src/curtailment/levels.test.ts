import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { netOf, oracleNet, oracleVolumes, type UnitLevels } from "../../test/levelsOracle.ts";
import { SourceRowError } from "../errors.ts";
import { decimalFromRational } from "../quantity/rational.ts";
import { settlementDay } from "../settlement/periods.ts";
import { parseSettlementDate } from "../settlement/parse.ts";
import { parseBmUnitId } from "./bmUnit.ts";
import { volumesFromLevels } from "./levels.ts";
import { curtailmentRecords } from "./records.ts";
import type { AcceptanceSegment, BidOfferPair, LevelSegment } from "./sourceRows.ts";
import type { AcceptedVolume } from "./types.ts";

const settlementDate = parseSettlementDate("2022-01-01");
const midnight = settlementDay(settlementDate).startsAt;
const bmUnitId = parseBmUnitId("T_TEST-1");

/** Minutes after midnight and levels: `[0, 100], [30, 100]` holds 100 MW for half an hour. */
type Point = readonly [minute: number, mw: number];

function course(...points: readonly Point[]): LevelSegment[] {
  return points.slice(1).map(([minute, mw], index) => {
    const [fromMinute, fromMw] = points[index]!;
    return {
      bmUnitId,
      startsAt: midnight + fromMinute * 60,
      endsAt: midnight + minute * 60,
      levelFromMw: fromMw,
      levelToMw: mw,
    };
  });
}

function accepted(acceptanceId: number, acceptedMinute: number, ...points: readonly Point[]): AcceptanceSegment[] {
  const acceptedAt = midnight + acceptedMinute * 60;
  return course(...points).map((segment) => ({ ...segment, acceptanceId, acceptedAt, soFlag: true }));
}

function pair(
  pairId: number,
  width: number | Point[],
  prices: { bid?: string | null; offer?: string | null } = {},
): BidOfferPair {
  const points: readonly Point[] =
    typeof width === "number"
      ? [
          [0, -width],
          [1440, -width],
        ]
      : width;
  return { ...course(...points)[0]!, pairId, bidGbpPerMwh: prices.bid ?? null, offerGbpPerMwh: prices.offer ?? null };
}

type Levels = { notifications?: LevelSegment[]; acceptances?: AcceptanceSegment[]; bidOffers?: BidOfferPair[] | null };

const plan = course([0, 100], [1440, 100]);

function volumes({ notifications = plan, acceptances = [], bidOffers = null }: Levels): AcceptedVolume[] {
  return volumesFromLevels({ settlementDate, notifications, acceptances, bidOffers, isWind: (id) => id === bmUnitId });
}

/** "period side acceptance pair: MWh" of every volume. */
function lines(levels: Levels): string[] {
  return volumes(levels).map(({ settlementPeriod, side, acceptanceId, bidOfferPairId, volumeMwh }) => {
    return `${settlementPeriod} ${side} ${acceptanceId} ${bidOfferPairId}: ${decimalFromRational(volumeMwh, 3)}`;
  });
}

describe("volumesFromLevels", () => {
  it("takes what lies between the notification and the acceptance, by period", () => {
    const acceptances = accepted(7, 0, [20, 100], [20, 40], [50, 40], [50, 100]);
    expect(lines({ acceptances })).toEqual(["1 bid 7 -1: -10.000", "2 bid 7 -1: -20.000"]);
  });

  it("integrates ramps as the triangles they are", () => {
    // Down from 100 to 0 within 6 minutes, 12 minutes there, back within 12: 5 + 20 + 10 MWh.
    expect(lines({ acceptances: accepted(7, 0, [0, 100], [6, 0], [18, 0], [30, 100]) })).toEqual([
      "1 bid 7 -1: -35.000",
    ]);
  });

  it("counts only the part below where an acceptance crosses the notification", () => {
    // From 60 to 140 around a notification of 100: below it for 15 minutes, 20 MW on average.
    expect(lines({ acceptances: accepted(7, 0, [0, 60], [30, 140]) })).toEqual(["1 bid 7 -1: -5.000"]);
  });

  it("leaves out what lies above the notification", () => {
    expect(lines({ acceptances: accepted(7, 0, [0, 120], [30, 150]) })).toEqual([]);
  });

  it("lets a later acceptance override an earlier one, and counts what it gives back as undone", () => {
    const acceptances = [...accepted(8, 10, [15, 80], [30, 80]), ...accepted(7, 5, [0, 40], [30, 40])];
    expect(lines({ acceptances })).toEqual(["1 bid 7 -1: -30.000", "1 offer 8 -1: 10.000"]);
  });

  it("orders acceptances by time before number, and by number at one time", () => {
    const early = accepted(9, 1, [0, 0], [30, 0]);
    const late = accepted(8, 2, [0, 50], [30, 50]);
    expect(lines({ acceptances: [...late, ...early] })).toEqual(["1 bid 9 -1: -50.000", "1 offer 8 -1: 25.000"]);
    const tied = accepted(8, 1, [0, 50], [30, 50]);
    expect(lines({ acceptances: [...early, ...tied] })).toEqual(["1 bid 8 -1: -25.000", "1 bid 9 -1: -25.000"]);
  });

  it("falls back to what held before where the later acceptance has ended", () => {
    const acceptances = [...accepted(1, 0, [0, 0], [60, 0]), ...accepted(2, 5, [10, 100], [20, 100])];
    const net = curtailmentRecords(volumes({ acceptances })).map(({ netWh }) => netWh);
    expect(net).toEqual([33_333_333, 50_000_000]);
  });

  it("leaves a net of zero where a bid is undone in full: T_WLNYO-3, 2022-01-01, period 35", () => {
    // The unit's own PN, BOALF and BOD rows of 16:38 to 17:30: acceptances 21035 (16:36) and 21036 (16:49, not SO-flagged).
    const [bid, undo] = [
      accepted(21035, 996, [998, 99], [1038, 99], [1043, 313]),
      accepted(21036, 1009, [1011, 99], [1016, 313], [1043, 313]),
    ];
    const acceptances = [...undo.map((segment) => ({ ...segment, soFlag: false })), ...bid];
    const notifications = course([960, 313], [1050, 313]);
    const bidOffers = [pair(-1, 330, { bid: "-31.5", offer: "-25.2" })];
    const record = curtailmentRecords(volumes({ notifications, acceptances, bidOffers })).find(
      (found) => found.settlementPeriod === 35,
    );
    expect(record).toMatchObject({
      grossWh: 73_116_667,
      undoWh: 73_116_667,
      netWh: 0,
      soGrossWh: 73_116_667,
      soNetWh: 0,
      acceptances: 2,
    });
    expect([record?.bidPaymentGbp, record?.undoPaymentGbp, record?.paymentGbp].map(String)).toEqual([
      "2303.175",
      "-1842.54",
      "460.635",
    ]);
  });

  it("does not count an undo above the notification", () => {
    const acceptances = [...accepted(1, 0, [0, 60], [30, 60]), ...accepted(2, 5, [0, 150], [30, 150])];
    expect(lines({ acceptances })).toEqual(["1 bid 1 -1: -20.000", "1 offer 2 -1: 20.000"]);
  });

  it("reads a segment that both periods repeat once, also when one copy is cut short", () => {
    const segment = accepted(7, 0, [20, 40], [40, 40]);
    const once = lines({ acceptances: segment });
    expect(once).toEqual(["1 bid 7 -1: -10.000", "2 bid 7 -1: -10.000"]);
    expect(lines({ acceptances: [...segment, ...segment] })).toEqual(once);
    expect(lines({ acceptances: [...segment, ...accepted(7, 0, [20, 40], [30, 40])] })).toEqual(once);
  });

  it("takes zero-length segments for what they are: a step, and nothing by themselves", () => {
    const notifications = [...course([0, 100], [15, 100], [15, 60]), ...course([15, 60], [1440, 60])];
    const steps = accepted(7, 0, [0, 100], [0, 40], [30, 40], [30, 100]);
    expect(lines({ notifications, acceptances: steps })).toEqual(["1 bid 7 -1: -20.000"]);
    expect(lines({ acceptances: accepted(7, 0, [10, 0], [10, 0]) })).toEqual([]);
  });

  it("counts only the settlement day of an acceptance that begins before it or ends after it", () => {
    const acceptances = [...accepted(1, -40, [-30, 0], [30, 0]), ...accepted(2, 1400, [1410, 0], [1470, 0])];
    expect(lines({ acceptances })).toEqual(["1 bid 1 -1: -50.000", "48 bid 2 -1: -50.000"]);
  });

  it("uses all 50 periods of a day on which the clock goes back", () => {
    const date = parseSettlementDate("2025-10-26");
    const { startsAt, endsAt } = settlementDay(date);
    const row = { bmUnitId, startsAt, endsAt };
    const found = volumesFromLevels({
      settlementDate: date,
      notifications: [{ ...row, levelFromMw: 10, levelToMw: 10 }],
      acceptances: [{ ...row, levelFromMw: 0, levelToMw: 0, acceptanceId: 1, acceptedAt: startsAt, soFlag: false }],
      bidOffers: null,
      isWind: () => true,
    });
    expect(found.map(({ settlementPeriod }) => settlementPeriod)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    expect(found.every(({ volumeMwh }) => decimalFromRational(volumeMwh, 1) === "-5.0")).toBe(true);
  });

  it("leaves units that are not wind alone, even where their rows cannot be", () => {
    const acceptances = accepted(1, 0, [0, 0], [30, 0]).map((row) => ({
      ...row,
      bmUnitId: parseBmUnitId("T_COAL-1"),
      levelToMw: 0.5,
    }));
    expect(lines({ acceptances })).toEqual([]);
  });

  it("leaves rows of other days alone, even where they contradict each other", () => {
    const notifications = [...plan, ...course([1440, 5], [1470, 5]), ...course([1440, 6], [1470, 6])];
    const bidOffers = [
      pair(-1, [
        [-60, -5],
        [-30, -5],
      ]),
      pair(-1, [
        [-60, -6],
        [-30, -6],
      ]),
    ];
    expect(lines({ notifications, bidOffers, acceptances: accepted(7, 0, [0, 0], [30, 0]) })).toEqual([
      "1 bid 7 -1: -50.000",
    ]);
  });

  it("takes a notification below zero as any other level", () => {
    const notifications = course([0, -5], [1440, -5]);
    expect(lines({ notifications, acceptances: accepted(1, 0, [0, -15], [30, -15]) })).toEqual(["1 bid 1 -1: -5.000"]);
  });
});

describe("volumesFromLevels, by bands", () => {
  const down = accepted(7, 0, [0, 10], [30, 10]);

  it("splits a volume at the pairs' widths, the outermost pair having no lower edge", () => {
    const bidOffers = [
      pair(-1, 30, { bid: "-50" }),
      pair(-2, 20, { bid: "-80" }),
      pair(-3, 5, { bid: "-120" }),
      pair(1, 50),
    ];
    expect(lines({ acceptances: down, bidOffers })).toEqual([
      "1 bid 7 -3: -20.000",
      "1 bid 7 -2: -10.000",
      "1 bid 7 -1: -15.000",
    ]);
    const prices = volumes({ acceptances: down, bidOffers }).map(({ priceGbpPerMwh }) => priceGbpPerMwh);
    expect(prices).toEqual(["-120", "-80", "-50"]);
  });

  it("splits a ramp where it passes the edge of a band", () => {
    // From 100 to 0 over the half-hour: 50 MWh gone in all x 1/2; the first 50 MW of depth take 3/4 of 25.
    const bidOffers = [pair(-1, 50), pair(-2, 50)];
    const acceptances = accepted(7, 0, [0, 100], [30, 0]);
    expect(lines({ acceptances, bidOffers })).toEqual(["1 bid 7 -2: -6.250", "1 bid 7 -1: -18.750"]);
  });

  it("follows a width that slopes", () => {
    // The band grows from 0 to 90 MW; the depth is 90 all along: half of it on each side of the edge.
    const bidOffers = [
      pair(-1, [
        [0, 0],
        [30, -90],
      ]),
      pair(-2, [
        [0, -10],
        [30, -10],
      ]),
    ];
    expect(lines({ acceptances: down, bidOffers })).toEqual(["1 bid 7 -2: -22.500", "1 bid 7 -1: -22.500"]);
  });

  it("prices what is undone at the offer of the band it comes back through", () => {
    const bidOffers = [pair(-1, 30, { bid: "-50", offer: "-40" }), pair(-2, 70, { bid: "-80", offer: "-70" })];
    const acceptances = [...accepted(1, 0, [0, 50], [30, 50]), ...accepted(2, 1, [0, 80], [30, 80])];
    const found = volumes({ acceptances, bidOffers }).map(({ side, bidOfferPairId, priceGbpPerMwh }) => [
      side,
      bidOfferPairId,
      priceGbpPerMwh,
    ]);
    expect(found).toEqual([
      ["bid", -2, "-80"],
      ["bid", -1, "-50"],
      ["offer", -2, "-70"],
      ["offer", -1, "-40"],
    ]);
  });

  it("takes a pair that came into force before the day", () => {
    const point: Point[] = [
      [-30, -90],
      [1440, -90],
    ];
    expect(volumes({ acceptances: down, bidOffers: [pair(-1, point, { bid: "-50" })] })).toMatchObject([
      { priceGbpPerMwh: "-50" },
    ]);
  });

  it("knows no price where no pair is submitted, and pair -1 alone", () => {
    expect(volumes({ acceptances: down })).toMatchObject([{ bidOfferPairId: -1, priceGbpPerMwh: null }]);
    expect(volumes({ acceptances: down, bidOffers: [] })).toMatchObject([{ bidOfferPairId: -1, priceGbpPerMwh: null }]);
    expect(volumes({ acceptances: down, bidOffers: [pair(1, 50, { bid: "9" })] })).toMatchObject([
      { priceGbpPerMwh: null },
    ]);
  });

  it("takes a pair without width for no band, unless there is no other", () => {
    const flat = pair(-2, 0, { bid: "-99" });
    expect(volumes({ acceptances: down, bidOffers: [pair(-1, 30, { bid: "-50" }), flat] })).toMatchObject([
      { priceGbpPerMwh: "-50" },
    ]);
    expect(volumes({ acceptances: down, bidOffers: [flat] })).toMatchObject([
      { bidOfferPairId: -2, priceGbpPerMwh: "-99" },
    ]);
  });

  it("makes one volume per price where it changes within a period, with ordinals in time order", () => {
    const bidOffers = [
      pair(
        -1,
        [
          [0, -90],
          [10, -90],
        ],
        { bid: "-50" },
      ),
      pair(
        -1,
        [
          [10, -90],
          [1440, -90],
        ],
        { bid: "-20" },
      ),
    ];
    const found = volumes({ acceptances: down, bidOffers }).map(({ ordinal, priceGbpPerMwh, volumeMwh }) => [
      ordinal,
      priceGbpPerMwh,
      decimalFromRational(volumeMwh, 1),
    ]);
    expect(found).toEqual([
      [0, "-50", "-15.0"],
      [1, "-20", "-30.0"],
    ]);
  });

  it("reads a pair that is there twice once", () => {
    const row = pair(-1, 30, { bid: "-50" });
    expect(lines({ acceptances: down, bidOffers: [row, row] })).toEqual(lines({ acceptances: down, bidOffers: [row] }));
  });
});

describe("volumesFromLevels refuses", () => {
  const down = accepted(7, 0, [10, 10], [20, 10]);
  const bad = (change: Partial<AcceptanceSegment>) => down.map((row) => ({ ...row, ...change }));

  it.each<[string, Levels, RegExp]>([
    [
      "an acceptance without a notification, which is unknown and not zero",
      { acceptances: down, notifications: [] },
      /PN.*T_TEST-1|T_TEST-1.*PN/,
    ],
    [
      "a notification that ends within an acceptance",
      { acceptances: down, notifications: course([0, 9], [15, 9]) },
      /none from 2022-01-01T00:15:00Z to 2022-01-01T00:20:00Z/,
    ],
    [
      "notifications that contradict each other",
      { acceptances: down, notifications: [...plan, ...course([12, 90], [14, 100])] },
      /two from 2022-01-01T00:12:00Z/,
    ],
    [
      "an acceptance that contradicts itself",
      { acceptances: [...down, ...accepted(7, 0, [15, 11], [20, 11])] },
      /acceptance 7 of T_TEST-1/,
    ],
    [
      "an acceptance with a hole",
      { acceptances: [...down, ...accepted(7, 0, [25, 10], [28, 10])] },
      /00:20:00Z to 2022-01-01T00:25:00Z/,
    ],
    [
      "a hole over midnight",
      { acceptances: [...accepted(7, -20, [-10, 0], [-5, 0]), ...accepted(7, -20, [5, 0], [9, 0])] },
      /none from 2022-01-01T00:00:00Z/,
    ],
    ["two times of one acceptance", { acceptances: [...down, ...accepted(7, 1, [20, 10], [25, 10])] }, /acceptedAt/],
    [
      "two flags of one acceptance",
      { acceptances: [...down, ...accepted(7, 0, [20, 10], [25, 10]).map((row) => ({ ...row, soFlag: false }))] },
      /soFlag/,
    ],
    ["a time of acceptance that is none", { acceptances: bad({ acceptedAt: Number.NaN }) }, /acceptedAt/],
    ["a segment that runs backwards", { acceptances: bad({ endsAt: midnight + 300 }) }, /endsAt.*must not be before/],
    ["a level that is not whole megawatts", { acceptances: bad({ levelToMw: 10.5 }) }, /levelToMw.*got 10\.5/],
    ["a level that is no number", { acceptances: bad({ levelFromMw: Number.NaN }) }, /levelFromMw/],
    ["an instant that is not a whole second", { acceptances: bad({ startsAt: midnight + 600.5 }) }, /startsAt/],
    ["an instant that is no number", { acceptances: bad({ startsAt: Number.NaN }) }, /startsAt/],
    [
      "a band that widens upwards",
      { acceptances: down, bidOffers: [{ ...pair(-1, 0), levelToMw: 5 }] },
      /levelToMw of the bid-offer pair -1/,
    ],
    [
      "two different rows of one pair at a time",
      { acceptances: down, bidOffers: [pair(-1, 30), pair(-1, 40)] },
      /two different rows of -1/,
    ],
  ])("%s", (_, levels, message) => {
    expect(() => volumes(levels)).toThrow(SourceRowError);
    expect(() => volumes(levels)).toThrow(message);
  });
});

/** Courses over two periods with breaks at any second; steps where two pieces meet at different levels. */
const SPAN_S = 3600;
const level = fc.integer({ min: -3, max: 12 });
const cuts = fc
  .uniqueArray(fc.integer({ min: 1, max: SPAN_S - 1 }), { maxLength: 3 })
  .map((found) => found.toSorted((a, b) => a - b));

function segmentsBetween(from: number, to: number): fc.Arbitrary<LevelSegment[]> {
  return fc.tuple(cuts, fc.array(level, { minLength: 8, maxLength: 8 })).map(([inner, levels]) => {
    const instants = [from, ...inner.filter((cut) => cut > from && cut < to), to];
    return instants.slice(1).map((end, index) => ({
      bmUnitId,
      startsAt: midnight + instants[index]!,
      endsAt: midnight + end,
      levelFromMw: levels[2 * index]!,
      levelToMw: levels[2 * index + 1]!,
    }));
  });
}

const acceptance = (acceptanceId: number): fc.Arbitrary<AcceptanceSegment[]> =>
  fc
    .tuple(fc.integer({ min: 0, max: SPAN_S - 2 }), fc.integer({ min: 1, max: SPAN_S }), fc.integer({ min: 0, max: 2 }))
    .chain(([from, length, acceptedAt]) =>
      segmentsBetween(from, Math.min(from + length, SPAN_S)).map((segments) =>
        segments.map((segment) => ({ ...segment, acceptanceId, acceptedAt, soFlag: acceptanceId % 2 === 0 })),
      ),
    );

const width = fc.integer({ min: -6, max: 0 });
const pairs: fc.Arbitrary<BidOfferPair[]> = fc
  .array(
    fc.record({
      pairId: fc.integer({ min: -3, max: -1 }),
      half: fc.integer({ min: 0, max: 1 }),
      levelFromMw: width,
      levelToMw: width,
    }),
    { maxLength: 6 },
  )
  .map((rows) => {
    const distinct = new Map(rows.map((row) => [`${row.pairId} ${row.half}`, row]));
    return [...distinct.values()].map(({ pairId, half, levelFromMw, levelToMw }) => {
      const startsAt = midnight + half * 1800;
      const prices = { bidGbpPerMwh: `${10 * pairId}`, offerGbpPerMwh: `${pairId}` };
      return { bmUnitId, pairId, startsAt, endsAt: startsAt + 1800, levelFromMw, levelToMw, ...prices };
    });
  });

const unitLevels: fc.Arbitrary<UnitLevels> = fc.record({
  notifications: segmentsBetween(0, SPAN_S),
  acceptances: fc
    .tuple(acceptance(1), acceptance(2), acceptance(3))
    .chain((all) => fc.subarray(all).map((some) => some.flat())),
  bidOffers: pairs,
});

describe("volumesFromLevels, for any levels", () => {
  const found = (levels: UnitLevels) =>
    new Map(
      volumesFromLevels({ settlementDate, ...levels, isWind: () => true }).map((volume) => [
        `${volume.settlementPeriod} ${volume.side} ${volume.acceptanceId} ${volume.bidOfferPairId} ${volume.priceGbpPerMwh}`,
        volume.volumeMwh,
      ]),
    );

  it("gives exactly what the definition gives, looked up piece by piece", { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(unitLevels, (levels) => {
        expect(found(levels)).toEqual(oracleVolumes(levels, midnight));
      }),
      { numRuns: 300 },
    );
  });

  it("has gross - undo equal to the integral of max(0, notification - last acceptance)", { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(unitLevels, (levels) => {
        expect(netOf(found(levels))).toEqual(oracleNet(levels, midnight));
      }),
      { numRuns: 300 },
    );
  });

  it("does not depend on the order of the rows, nor on rows that are there twice", () => {
    const shuffled = unitLevels.chain((levels) =>
      fc.record({
        levels: fc.constant(levels),
        notifications: fc.shuffledSubarray([...levels.notifications, ...levels.notifications], {
          minLength: 2 * levels.notifications.length,
        }),
        acceptances: fc.shuffledSubarray([...levels.acceptances, ...levels.acceptances], {
          minLength: 2 * levels.acceptances.length,
        }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ levels, notifications, acceptances }) => {
        expect(found({ ...levels, notifications, acceptances })).toEqual(found(levels));
      }),
    );
  });
});
