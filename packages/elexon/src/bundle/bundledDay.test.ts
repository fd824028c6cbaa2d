import { readFileSync, statSync } from "node:fs";
import {
  type BmUnit,
  type BmUnitId,
  farmIdFromNationalGridId,
  parseSettlementDate,
  periodCount,
  settlementDay,
  SourceError,
} from "@windhash/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeDay } from "../../scripts/encodeDay.ts";
import { bundledDayUrl } from "../bundledDayUrl.ts";
import { bundledDay } from "./bundledDay.ts";
import type { BundledDay } from "./format.ts";
import { sealed } from "./seal.ts";

const UNIT = "unit T_X-1|X-1|X Wind Farm|PARTY|A party|WIND|106.000";

/** A text of 2022-01-01 with these lines below the unit's. @param counts of units, notifications, acceptances and pairs */
function counted(counts: string, ...lines: readonly string[]): string {
  return sealed(["windhash-day 2", "date 2022-01-01", `whole ${counts}`, "# for people", UNIT, ...lines, ""]);
}

/** The same for texts that are refused before anything is counted. */
function text(...lines: readonly string[]): string {
  return counted("1 0 0 0", ...lines);
}

/** A text with something else in it, as if it had been written so. */
function changed(whole: string, from: string, to: string): string {
  return sealed(
    whole
      .replace(from, to)
      .split("\n")
      .filter((line) => !line.startsWith("sha256")),
  );
}

const midnight = settlementDay(parseSettlementDate("2022-01-01")).startsAt;
const at = (minute: number) => midnight + minute * 60;

describe("bundledDay", () => {
  it("reads a unit, with what is empty as null", () => {
    const unit: BmUnit = {
      nationalGridId: "X-1",
      elexonId: "T_X-1",
      name: "X Wind Farm",
      farmId: "X",
      leadPartyId: "PARTY",
      leadPartyName: "A party",
      fuelType: "WIND",
      generationCapacityMw: "106.000",
      validFrom: null,
      goneSince: null,
      countsAsWind: null,
    };
    expect(bundledDay(text()).units).toEqual([unit]);
    const nothing = {
      elexonId: null,
      name: null,
      leadPartyId: null,
      leadPartyName: null,
      fuelType: null,
      generationCapacityMw: null,
    };
    expect(bundledDay(changed(text(), UNIT, "unit |X-1|||||")).units).toEqual([{ ...unit, ...nothing }]);
  });

  it("reads notifications: T_BHLAW-1 around 19:30 on 2022-01-01, 106 falling to 105 within the last minute", () => {
    const { notifications } = bundledDay(counted("1 49 0 0", "pn 106*38 106,29:106>105 106*9"));
    expect(notifications).toHaveLength(49);
    const row = { bmUnitId: "T_X-1", levelFromMw: 106, levelToMw: 106 };
    expect(notifications.slice(37, 41)).toEqual([
      { ...row, startsAt: at(1110), endsAt: at(1140) },
      { ...row, startsAt: at(1140), endsAt: at(1169) },
      { ...row, startsAt: at(1169), endsAt: at(1170), levelToMw: 105 },
      { ...row, startsAt: at(1170), endsAt: at(1200) },
    ]);
  });

  it("reads acceptances: T_BHLAW-1, numbers 34000 and 34002 on 2022-01-01", () => {
    const { acceptances } = bundledDay(
      counted("1 0 6 0", "34000@1140+15 0:30 >106:2", "34002@1177+8n 0:30 >105:2", "@1212+3 0:30 >-4:2"),
    );
    const row = { bmUnitId: "T_X-1", levelFromMw: 0, levelToMw: 0, soFlag: true };
    expect(acceptances.slice(0, 3)).toEqual([
      { ...row, acceptanceId: 34000, acceptedAt: at(1140), startsAt: at(1155), endsAt: at(1185) },
      { ...row, acceptanceId: 34000, acceptedAt: at(1140), startsAt: at(1185), endsAt: at(1187), levelToMw: 106 },
      { ...row, acceptanceId: 34002, acceptedAt: at(1177), startsAt: at(1185), endsAt: at(1215), soFlag: false },
    ]);
    expect(acceptances.at(-1)).toMatchObject({ acceptanceId: 34003, levelToMw: -4, soFlag: true });
  });

  it("reads bid-offer pairs, a row per period, and none where there is none", () => {
    const { bidOffers } = bundledDay(counted("1 0 0 3", "bod -1 3:-330/-31.5/-25.2 5:- 48:0/9/9999"));
    const row = {
      bmUnitId: "T_X-1",
      pairId: -1,
      levelFromMw: -330,
      levelToMw: -330,
      bidGbpPerMwh: "-31.5",
      offerGbpPerMwh: "-25.2",
    };
    expect(bidOffers).toEqual([
      { ...row, startsAt: at(60), endsAt: at(90) },
      { ...row, startsAt: at(90), endsAt: at(120) },
      {
        ...row,
        startsAt: at(1410),
        endsAt: at(1440),
        levelFromMw: 0,
        levelToMw: 0,
        bidGbpPerMwh: "9",
        offerGbpPerMwh: "9999",
      },
    ]);
  });

  it.each<[string, string, RegExp]>([
    ["another format", "{}", /Line 1 .* must be "windhash-day 2", got "\{\}"/],
    ["another version", changed(text(), "day 2", "day 1"), /Line 1/],
    ["nothing", "", /Line 1/],
    ["a text that is all but gone", "windhash-day 2\n", /Line 4 .* be "sha256 /],
    ["a text without a date", changed(text(), "date ", "day "), /Line 2 .* state the date/],
    ["a date that does not exist", changed(text(), "01-01", "02-30"), /2022-02-30/],
    ["rows of no unit", changed(text(), UNIT, "pn 1*48"), /Line 6 .* come after a unit/],
    ["a unit with a field too few", changed(text(), "|WIND", ""), /seven fields/],
    ["a day with a period too few", text("pn 106*47"), /Line 7 .* 48 periods/],
    ["a day with a period too many", text("pn 106*49"), /48 periods/],
    ["a level that is no number", text("pn 106*47 x"), /a level as a whole number/],
    ["a level that goes on from nothing", text("pn 106*47 >3"), /a level as a whole number/],
    ["a level with three ends", text("pn 106*47 1>2>3"), /from>to/],
    ["minutes that fall within a period", text("pn 106*47 1,20:2,10:3"), /minutes that rise/],
    ["a minute beyond the period", text("pn 106*47 1,30:2"), /minutes that rise/],
    ["a first acceptance without a number", text("@1+1 0:30"), /number of a unit's first acceptance/],
    ["an acceptance without levels", text("1@1+1"), /an acceptance, its time and its levels/],
    ["a line that is of no kind", text("mel 5"), /an acceptance/],
    ["a piece that does not last", text("1@1+1 0:"), /how many minutes/],
    ["a pair without a price", text("bod -1 1:-330/-31.5"), /width, bid and offer/],
    ["a price that is no number", text("bod -1 1:-330/x/5"), /decimal numbers/],
    ["a pair that holds from a period that the day does not have", text("bod -1 49:-330/1/5"), /periods of the day/],
    [
      "fewer rows than it states",
      counted("1 49 0 0", "pn 106*48"),
      /Line 3 .* be "whole 1 48 0 0", as there are so many/,
    ],
    ["more units than it states", changed(text(), "whole 1", "whole 0"), /Line 3/],
    ["a pair that holds from periods that fall", text("bod -1 5:-330/1/5 4:-330/1/6"), /periods of the day that rise/],
  ])("refuses %s", (_, broken, message) => {
    expect(() => bundledDay(broken)).toThrow(message);
  });
});

describe("encodeDay", () => {
  it("writes what bundledDay reads, for any day that lies on the minute", () => {
    fc.assert(
      fc.property(day, (stated) => {
        expect(bundledDay(encodeDay(stated, ["for people"]))).toEqual(stated);
      }),
      { numRuns: 50 },
    );
  });

  it("refuses what the format cannot hold", () => {
    const whole = bundledDay(counted("1 48 2 48", "pn 106*48", "bod -1 1:-330/1/5", "7@0+5 3:10 3:5"));
    const broken = (change: Partial<BundledDay>) => () => encodeDay({ ...whole, ...change }, []);
    expect(broken({})).not.toThrow();
    expect(broken({ notifications: whole.notifications.slice(1) })).toThrow(/reach from minute 0 to 30/);
    expect(
      broken({ notifications: whole.notifications.map((row) => ({ ...row, startsAt: row.startsAt + 1 })) }),
    ).toThrow(/on the minute/);
    expect(broken({ acceptances: whole.acceptances.map((row) => ({ ...row, endsAt: row.endsAt + 60 })) })).toThrow(
      /hole/,
    );
    expect(broken({ bidOffers: whole.bidOffers.map((row) => ({ ...row, levelToMw: 0 })) })).toThrow(/slope/);
    expect(broken({ units: whole.units.map((unit) => ({ ...unit, name: "a|b" })) })).toThrow(/must not hold/);
  });
});

describe("the bundled file", () => {
  const file = readFileSync(bundledDayUrl());

  it("is refused when its last line is cut off, and when it is cut anywhere", () => {
    const lines = file.toString("utf8").trimEnd().split("\n");
    expect(() => bundledDay(`${lines.slice(0, -1).join("\n")}\n`)).toThrow(SourceError);
    fc.assert(
      fc.property(fc.nat(file.length - 1), (length) => {
        expect(() => bundledDay(file.subarray(0, length).toString("utf8"))).toThrow(SourceError);
      }),
      { numRuns: 50 },
    );
  });

  it("is refused when any byte of it is altered, its head included", () => {
    const flipped = (index: number, bit: number) => {
      const bytes = Buffer.from(file);
      bytes[index]! ^= 1 << bit;
      return () => bundledDay(bytes.toString("utf8"));
    };
    for (let index = 0; index < 120; index += 1) expect(flipped(index, 0)).toThrow(SourceError);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(7), (index, bit) => {
        expect(flipped(index, bit)).toThrow(SourceError);
      }),
      { numRuns: 50 },
    );
  });

  it("is small, readable, and names its source and its rights", () => {
    expect(statSync(bundledDayUrl()).size).toBeLessThan(100_000);
    const head = readFileSync(bundledDayUrl(), "utf8").slice(0, 1000);
    expect(head).toContain("Contains BMRS data © Elexon Limited copyright and database right");
    expect(head).toContain("every row of the extract for the units named; the extract's publisher states it complete");
    expect(head).toContain("acceptances that began on the evening before are absent");
  });
});

/** Days with clocks that go forward, back and neither, two units, levels with inner breaks, and a few acceptances. */
const day: fc.Arbitrary<BundledDay> = fc.constantFrom("2022-01-01", "2022-03-27", "2022-10-30").chain((date) => {
  const settlementDate = parseSettlementDate(date);
  const covers = settlementDay(settlementDate);
  return fc
    .tuple(
      unitDay("T_X-1", covers.startsAt, periodCount(settlementDate)),
      unitDay("T_Y-2", covers.startsAt, periodCount(settlementDate)),
    )
    .map((units) => ({
      settlementDate,
      covers,
      units: units.map(({ unit }) => unit),
      notifications: units.flatMap(({ notifications }) => notifications),
      acceptances: units.flatMap(({ acceptances }) => acceptances),
      bidOffers: units.flatMap(({ bidOffers }) => bidOffers),
    }));
});

function unitDay(id: string, startsAt: number, periods: number) {
  const bmUnitId = id as BmUnitId;
  const level = fc.integer({ min: -20, max: 400 });
  const inner = fc.uniqueArray(fc.integer({ min: 1, max: 29 }), { maxLength: 2 });
  const period = fc.record({ inner, levels: fc.array(level, { minLength: 6, maxLength: 6 }) });
  const notifications = fc.array(period, { minLength: periods, maxLength: periods }).map((all) =>
    all.flatMap(({ inner: breaks, levels }, index) => {
      const minutes = [0, ...breaks.toSorted((a, b) => a - b), 30].map(
        (minute) => startsAt + (index * 30 + minute) * 60,
      );
      return minutes.slice(1).map((endsAt, piece) => ({
        bmUnitId,
        startsAt: minutes[piece]!,
        endsAt,
        levelFromMw: levels[2 * piece]!,
        levelToMw: levels[2 * piece + 1]!,
      }));
    }),
  );
  const segment = fc.record({ levelFromMw: level, levelToMw: level, minutes: fc.integer({ min: 1, max: 90 }) });
  const acceptance = fc.record({
    step: fc.integer({ min: 1, max: 2 }),
    made: fc.integer({ min: -60, max: 1300 }),
    wait: fc.nat(40),
    soFlag: fc.boolean(),
    segments: fc.array(segment, { minLength: 1, maxLength: 4 }),
  });
  const acceptances = fc.array(acceptance, { maxLength: 5 }).map((all) => {
    let number = 100;
    return all.flatMap(({ step, made, wait, soFlag, segments }) => {
      const acceptanceId = (number += step);
      let from = startsAt + (made + wait) * 60;
      return segments.map(({ minutes, ...levels }) => {
        const span = { startsAt: from, endsAt: from + minutes * 60 };
        from = span.endsAt;
        return { bmUnitId, ...span, ...levels, acceptanceId, acceptedAt: startsAt + made * 60, soFlag };
      });
    });
  });
  const terms = fc.constantFrom(null, { mw: -50, bid: "-70.5", offer: "0" }, { mw: -60, bid: "12", offer: "9999" });
  const bidOffers = fc.array(terms, { minLength: periods, maxLength: periods }).map((all) =>
    all.flatMap((held, index) => {
      const from = startsAt + index * 1800;
      const row = { bmUnitId, pairId: -1, startsAt: from, endsAt: from + 1800 };
      return held === null
        ? []
        : [{ ...row, levelFromMw: held.mw, levelToMw: held.mw, bidGbpPerMwh: held.bid, offerGbpPerMwh: held.offer }];
    }),
  );
  const nationalGridId = id.slice(2);
  const unit = fc.record({
    nationalGridId: fc.constant(nationalGridId),
    elexonId: fc.constant(id),
    name: fc.constantFrom(null, "A farm"),
    farmId: fc.constant(farmIdFromNationalGridId(nationalGridId)),
    leadPartyId: fc.constantFrom(null, "PARTY"),
    leadPartyName: fc.constantFrom(null, "A party"),
    fuelType: fc.constantFrom(null, "WIND"),
    generationCapacityMw: fc.constantFrom(null, "30.000"),
    validFrom: fc.constant(null),
    goneSince: fc.constant(null),
    countsAsWind: fc.constant(null),
  });
  return fc.record({ unit, notifications, acceptances, bidOffers });
}
