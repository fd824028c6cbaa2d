import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NetworkError } from "../errors.ts";
import { parseSettlementDate } from "../settlement/parse.ts";
import { settlementDay, settlementPeriodInterval, settlementPeriods } from "../settlement/periods.ts";
import type { SettlementPeriod } from "../settlement/types.ts";
import { networkAt, networkDuring } from "./at.ts";
import { difficultyText } from "./bits.ts";
import { networkHistory } from "./builtin.ts";

const seconds = (iso: string) => Date.parse(iso) / 1000;
const genesis = seconds("2009-01-03T18:15:05Z");
const halvingDay = parseSettlementDate("2024-04-20");
const instant = fc.integer({ min: genesis, max: networkHistory.knownUntil - 1 });

describe("networkAt", () => {
  it("changes at the very second of the first header time", () => {
    const retarget = seconds("2025-03-09T15:58:46Z"); // block 887040
    expect(networkAt(networkHistory, retarget - 1)).toEqual({
      epochHeight: 885_024,
      bits: 0x17028bb1,
      subsidyMsat: 312_500_000_000n,
    });
    expect(networkAt(networkHistory, retarget)).toEqual({
      epochHeight: 887_040,
      bits: 0x17028281,
      subsidyMsat: 312_500_000_000n,
    });
  });

  it.each([
    ["2012-11-28T15:24:38Z", 5_000_000_000_000n, 2_500_000_000_000n],
    ["2016-07-09T16:46:13Z", 2_500_000_000_000n, 1_250_000_000_000n],
    ["2020-05-11T19:23:43Z", 1_250_000_000_000n, 625_000_000_000n],
    ["2024-04-20T00:09:27Z", 625_000_000_000n, 312_500_000_000n],
  ])("halves the subsidy at %s", (time, before, after) => {
    expect(networkAt(networkHistory, seconds(time) - 1).subsidyMsat).toBe(before);
    expect(networkAt(networkHistory, seconds(time)).subsidyMsat).toBe(after);
  });

  // Trillions, as charts of the time show them; dates on which tables by calendar day carried 86.39 and 83.68.
  it.each([
    ["2024-04-24T12:00:00Z", "86388558925171.0"],
    ["2024-04-25T12:00:00Z", "88104191118793.2"],
    ["2024-09-10T12:00:00Z", "89471664776970.8"],
  ])("knows the difficulty of %s", (time, difficulty) => {
    expect(difficultyText(networkAt(networkHistory, seconds(time)).bits, 1)).toBe(difficulty);
  });

  it("speaks of the first second and of the last one it knows", () => {
    expect(networkAt(networkHistory, genesis)).toEqual({
      epochHeight: 0,
      bits: 0x1d00ffff,
      subsidyMsat: 5_000_000_000_000n,
    });
    expect(networkAt(networkHistory, networkHistory.knownUntil - 1).epochHeight).toBe(945_504);
  });

  it("is the last epoch that had begun", () => {
    fc.assert(
      fc.property(instant, (at) => {
        const begun = networkHistory.epochs.filter((epoch) => epoch.startsAt <= at);
        expect(networkAt(networkHistory, at).epochHeight).toBe(begun.at(-1)?.height);
      }),
    );
  });

  it("says how far it reaches when asked beyond", () => {
    const ask = () => networkAt(networkHistory, seconds("2026-05-01T00:00:00Z"));
    expect(ask).toThrow(NetworkError);
    expect(ask).toThrow(
      "An instant must be before 2026-04-22T21:50:00Z, up to which this network history reaches, got 2026-05-01T00:00:00Z. Extend the history: see docs/data-sources.md.",
    );
    expect(() => networkAt(networkHistory, networkHistory.knownUntil)).toThrow(
      "Extend the history: see docs/data-sources.md.",
    );
  });

  it("refuses instants before the first block, and what is no instant", () => {
    expect(() => networkAt(networkHistory, genesis - 1)).toThrow(
      "must not be before the first block, 2009-01-03T18:15:05Z",
    );
    expect(() => networkAt(networkHistory, 1_700_000_000_000)).toThrow("got 1700000000000 seconds");
    for (const at of [Number.NaN, 1_700_000_000.5, Number.POSITIVE_INFINITY])
      expect(() => networkAt(networkHistory, at)).toThrow(NetworkError);
  });
});

describe("networkDuring", () => {
  it("is one stretch where nothing changes", () => {
    const interval = settlementPeriodInterval(parseSettlementDate("2022-01-01"), 1 as SettlementPeriod);
    expect(networkDuring(networkHistory, interval)).toEqual([
      { epochHeight: 715_680, bits: 0x170b98ab, subsidyMsat: 625_000_000_000n, ...interval, durationS: 1800 },
    ]);
  });

  it("cuts the third period of the halving day at its block, 567 seconds in", () => {
    const stretches = networkDuring(networkHistory, settlementPeriodInterval(halvingDay, 3 as SettlementPeriod));
    expect(stretches.map(({ durationS, subsidyMsat }) => [durationS, subsidyMsat])).toEqual([
      [567, 625_000_000_000n],
      [1233, 312_500_000_000n],
    ]);
    expect(new Set(stretches.map(({ bits }) => bits)).size).toBe(1);
    const whole = settlementPeriods(halvingDay)
      .filter((period) => period !== 3)
      .map((period) => networkDuring(networkHistory, settlementPeriodInterval(halvingDay, period)));
    expect(whole.map((each) => each.length)).toEqual(Array.from({ length: 47 }, () => 1));
    expect(
      whole
        .flat()
        .map(({ subsidyMsat }) => subsidyMsat === 625_000_000_000n)
        .lastIndexOf(true),
    ).toBe(1);
  });

  it("cuts a span at a retarget in its middle", () => {
    const retarget = seconds("2025-03-09T15:58:46Z");
    const stretches = networkDuring(networkHistory, { startsAt: retarget - 900, endsAt: retarget + 900 });
    expect(
      stretches.map(({ epochHeight, startsAt, endsAt, durationS }) => [epochHeight, startsAt, endsAt, durationS]),
    ).toEqual([
      [885_024, retarget - 900, retarget, 900],
      [887_040, retarget, retarget + 900, 900],
    ]);
  });

  it("does not cut at a change on its own edge", () => {
    const retarget = seconds("2025-03-09T15:58:46Z");
    expect(
      networkDuring(networkHistory, { startsAt: retarget, endsAt: retarget + 1 }).map(({ epochHeight }) => epochHeight),
    ).toEqual([887_040]);
    expect(
      networkDuring(networkHistory, { startsAt: retarget - 1, endsAt: retarget }).map(({ epochHeight }) => epochHeight),
    ).toEqual([885_024]);
  });

  it("adds up to its span, second for second, and each stretch is what holds at its start and at its end", () => {
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const span = { startsAt: Math.min(a, b), endsAt: Math.max(a, b) + 1 };
        const stretches = networkDuring(networkHistory, span);
        expect(stretches.reduce((sum, { durationS }) => sum + durationS, 0)).toBe(span.endsAt - span.startsAt);
        expect([stretches[0]?.startsAt, stretches.at(-1)?.endsAt]).toEqual([span.startsAt, span.endsAt]);
        expect(stretches.slice(1).map((each) => each.startsAt)).toEqual(
          stretches.slice(0, -1).map((each) => each.endsAt),
        );
        for (const { startsAt, endsAt, durationS, ...state } of stretches) {
          expect(durationS).toBe(endsAt - startsAt);
          expect(durationS).toBeGreaterThan(0);
          expect([networkAt(networkHistory, startsAt), networkAt(networkHistory, endsAt - 1)]).toEqual([state, state]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("cuts a day into the stretches of its periods", () => {
    const periods = settlementPeriods(halvingDay).flatMap((period) =>
      networkDuring(networkHistory, settlementPeriodInterval(halvingDay, period)),
    );
    const day = networkDuring(networkHistory, settlementDay(halvingDay));
    for (const { startsAt, endsAt, durationS, ...state } of day) {
      const within = periods.filter((each) => each.startsAt >= startsAt && each.endsAt <= endsAt);
      expect(within.reduce((sum, each) => sum + each.durationS, 0)).toBe(durationS);
      for (const each of within) expect(each).toMatchObject(state);
    }
  });

  it("refuses spans that are empty, turned round, or reach beyond what is known", () => {
    const { knownUntil } = networkHistory;
    expect(networkDuring(networkHistory, { startsAt: knownUntil - 1800, endsAt: knownUntil }).at(-1)?.endsAt).toBe(
      knownUntil,
    );
    for (const [startsAt, endsAt] of [
      [knownUntil - 1800, knownUntil + 1],
      [knownUntil, knownUntil + 1800],
      [genesis - 1, genesis + 1],
      [genesis, genesis],
      [genesis + 1, genesis],
      [genesis, genesis + 0.5],
      [Number.NaN, genesis],
      [genesis, Number.NaN],
    ] as const) {
      expect(() => networkDuring(networkHistory, { startsAt, endsAt })).toThrow(NetworkError);
    }
  });
});
