import { type Interval, parseSettlementDate, settlementDay, settlementPeriodAt } from "@windhash/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutSpan, LONGEST_SPAN_S, STREAM_SPAN_S } from "./spans.ts";

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

const SPANS = fc
  .tuple(fc.integer({ min: 1_577_836_800, max: 1_767_225_600 }), fc.integer({ min: 1, max: 40 * DAY_S }))
  .map(([startsAt, lengthS]): Interval => ({ startsAt, endsAt: startsAt + lengthS }));

const CAPS_S = [1800, HOUR_S, 5000, DAY_S, STREAM_SPAN_S, LONGEST_SPAN_S.generationPerType, LONGEST_SPAN_S.unit];

function day(date: string): Interval {
  return settlementDay(parseSettlementDate(date));
}

describe("cutSpan", () => {
  it("covers the span without gap or overlap, and never asks for more than is allowed", () => {
    fc.assert(
      fc.property(SPANS, fc.constantFrom(...CAPS_S), (span, longestS) => {
        const stretches = cutSpan(span, longestS);
        expect(stretches[0]?.startsAt).toBe(span.startsAt);
        expect(stretches.at(-1)?.endsAt).toBe(span.endsAt);
        for (const [index, { startsAt, endsAt }] of stretches.entries()) {
          expect(endsAt).toBeGreaterThan(startsAt);
          expect(endsAt - startsAt).toBeLessThanOrEqual(longestS);
          expect(stretches[index + 1]?.startsAt ?? endsAt).toBe(endsAt);
        }
      }),
    );
  });

  it("cuts where settlement days begin, or on half-hours where less than a day is allowed", () => {
    fc.assert(
      fc.property(SPANS, fc.constantFrom(...CAPS_S), (span, longestS) => {
        for (const { startsAt } of cutSpan(span, longestS).slice(1)) {
          const midnight = settlementDay(settlementPeriodAt(startsAt).settlementDate).startsAt;
          const halfHour = startsAt - (startsAt % 1800);
          expect(startsAt).toBe(longestS >= 25 * HOUR_S ? midnight : halfHour);
        }
      }),
    );
  });

  it("leaves a span whole that one request may ask for", () => {
    const week = { startsAt: day("2025-03-10").startsAt, endsAt: day("2025-03-16").endsAt };
    expect(cutSpan(week, LONGEST_SPAN_S.unit)).toEqual([week]);
  });

  it("asks for one settlement day at a time of what comes as a stream, whether it has 23, 24 or 25 hours", () => {
    const dates = ["2025-03-29", "2025-03-30", "2025-03-31"];
    const span = { startsAt: day("2025-03-29").startsAt, endsAt: day("2025-03-31").endsAt };
    expect(cutSpan(span, STREAM_SPAN_S)).toEqual(dates.map(day));
    const autumn = { startsAt: day("2025-10-25").startsAt, endsAt: day("2025-10-27").endsAt };
    expect(cutSpan(autumn, STREAM_SPAN_S)).toEqual(["2025-10-25", "2025-10-26", "2025-10-27"].map(day));
  });

  it("takes six days for the week of which one has 25 hours: seven would be an hour too much", () => {
    const span = { startsAt: day("2025-10-23").startsAt, endsAt: day("2025-10-30").endsAt };
    expect(cutSpan(span, LONGEST_SPAN_S.unit)).toEqual([
      { startsAt: day("2025-10-23").startsAt, endsAt: day("2025-10-28").endsAt },
      { startsAt: day("2025-10-29").startsAt, endsAt: day("2025-10-30").endsAt },
    ]);
  });
});
