import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curtailmentRecords } from "../curtailment/records.ts";
import type { AcceptedVolume, BmUnitId, Side } from "../curtailment/types.ts";
import { rational, rationalFromDecimal } from "../quantity/rational.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { comparePeriods } from "./comparePeriods.ts";
import { unitDaysOf } from "./compareUnitDays.ts";
import { DIFFERENCE_TERMS, NO_TERMS, sumOfTerms } from "./terms.ts";
import type { ComparedMethod } from "./types.ts";

const settlementDate = parseSettlementDate("2024-06-03");
const [MOWEO, BEATO] = ["T_MOWEO-1", "T_BEATO-1"] as BmUnitId[] as [BmUnitId, BmUnitId];

function volume(mwh: string, given: { side?: Side; period?: number; id?: BmUnitId; ordinal?: number } = {}) {
  const { side = "bid", period = 1, id = MOWEO, ordinal = 0 } = given;
  return {
    settlementDate,
    settlementPeriod: parseSettlementPeriod(period, settlementDate),
    bmUnitId: id,
    side,
    acceptanceId: 1,
    bidOfferPairId: -1,
    ordinal,
    sequenceNumber: null,
    soFlag: null,
    volumeMwh: rationalFromDecimal(mwh),
    priceGbpPerMwh: null,
  } satisfies AcceptedVolume;
}

function method(volumes: readonly AcceptedVolume[], given: Partial<ComparedMethod> = {}): ComparedMethod {
  return { volumes, knows: () => true, isPlanned: () => true, stepMwh: null, ...given };
}

describe("comparePeriods", () => {
  it.each([
    ["nothing", method([volume("-10")]), method([volume("-10")]), {}],
    [
      "an undo that one of them lacks",
      method([volume("-10"), volume("4", { side: "offer" })]),
      method([volume("-10")]),
      { undo: -4_000_000 },
    ],
    ["a watt-hour or two", method([volume("-10.000002")]), method([volume("-10")]), { rounding: 2 }],
    ["more than rounding", method([volume("-10.000003")]), method([volume("-10")]), { other: 3 }],
    [
      "half a published step",
      method([volume("-10.0005")], { stepMwh: rational(1n, 1000n) }),
      method([volume("-10")]),
      { rounding: 500 },
    ],
    [
      "more than half a step",
      method([volume("-10.001")], { stepMwh: rational(1n, 1000n) }),
      method([volume("-10")]),
      { other: 1000 },
    ],
    [
      "a unit that the other does not know",
      method([volume("-10")]),
      method([], { knows: (id) => id !== MOWEO }),
      { unmapped: 10_000_000 },
    ],
    ["a unit without a plan", method([volume("-10")]), method([], { isPlanned: () => false }), { noPlan: 10_000_000 }],
    [
      "a unit that is neither known nor planned",
      method([volume("-10")]),
      method([], { knows: () => false, isPlanned: () => false }),
      { unmapped: 10_000_000 },
    ],
    [
      "gross energy",
      method([volume("-10")]),
      method([volume("-12"), volume("1", { side: "offer" })]),
      { other: -1_000_000 },
    ],
    [
      "an undo, with gross a watt-hour apart",
      method([volume("-10.000001"), volume("4", { side: "offer" })]),
      method([volume("-10")]),
      { undo: -4_000_000, rounding: 1 },
    ],
  ] as const)("explains %s", (_, first, second, terms) => {
    const [difference] = comparePeriods(first, second);
    expect(difference?.terms).toEqual({ ...NO_TERMS, ...terms });
  });

  it("says null, not zero, of a method that has no record", () => {
    const [difference] = comparePeriods(method([volume("-10")]), method([]));
    expect(difference).toMatchObject({
      first: { grossWh: 10_000_000 },
      second: null,
      difference: { netWh: 10_000_000 },
    });
  });

  it("gives unit and period in key order", () => {
    const periods = comparePeriods(
      method([volume("-1", { period: 2 }), volume("-1", { period: 10 })]),
      method([volume("-1", { period: 2, id: BEATO }), volume("-1", { period: 1 })]),
    );
    expect(periods.map(({ settlementPeriod, bmUnitId }) => `${settlementPeriod} ${bmUnitId}`)).toEqual([
      "1 T_MOWEO-1",
      "2 T_BEATO-1",
      "2 T_MOWEO-1",
      "10 T_MOWEO-1",
    ]);
  });

  it("refuses volumes that contradict each other", () => {
    expect(() => comparePeriods(method([volume("-1"), volume("-1")]), method([]))).toThrow(/tell apart volumes/);
  });
});

const volumes: fc.Arbitrary<readonly AcceptedVolume[]> = fc
  .uniqueArray(
    fc.record({
      side: fc.constantFrom<Side>("bid", "bid", "offer"),
      period: fc.integer({ min: 1, max: 3 }),
      id: fc.constantFrom(MOWEO, BEATO),
      ordinal: fc.integer({ min: 0, max: 1 }),
      milliWh: fc.constantFrom(1, 500, 1501, 10_000_000, 4_000_000_000),
    }),
    { maxLength: 12, selector: ({ side, period, id, ordinal }) => `${side} ${period} ${id} ${ordinal}` },
  )
  .map((rows) => rows.map(({ milliWh, ...given }) => volume(`${given.side === "bid" ? "-" : ""}${milliWh}e-9`, given)));

const anyMethod: fc.Arbitrary<ComparedMethod> = fc
  .record({
    volumes,
    known: fc.subarray([MOWEO, BEATO]),
    planned: fc.subarray([1, 2, 3]),
    step: fc.option(fc.constantFrom(2n, 2000n)),
  })
  .map(({ volumes: rows, known, planned, step }) => ({
    volumes: rows,
    knows: (id) => known.includes(id),
    isPlanned: ({ settlementPeriod }) => planned.includes(settlementPeriod),
    stepMwh: step === null ? null : rational(1n, step),
  }));

describe("what holds for any two methods", () => {
  it("adds up: the terms to the difference, the periods to the unit-days, all of it to what the records say", () => {
    fc.assert(
      fc.property(anyMethod, anyMethod, (first, second) => {
        const periods = comparePeriods(first, second);
        for (const { difference, terms } of periods) {
          expect(total(DIFFERENCE_TERMS.map((term) => terms[term]))).toBe(difference.netWh);
          expect(difference.grossWh - difference.undoWh).toBe(difference.netWh);
        }
        const unitDays = unitDaysOf(periods);
        for (const { terms, differenceWh } of unitDays)
          expect(total(DIFFERENCE_TERMS.map((term) => terms[term]))).toBe(differenceWh);
        const [one, other] = [first, second].map((each) =>
          total(curtailmentRecords(each.volumes).map(({ netWh }) => netWh)),
        );
        expect(total(unitDays.map(({ differenceWh }) => differenceWh))).toBe(one! - other!);
        expect(sumOfTerms(unitDays.map(({ terms }) => terms))).toEqual(sumOfTerms(periods.map(({ terms }) => terms)));
      }),
    );
  });

  it("turns every sign, and nothing else, when the two are exchanged", () => {
    fc.assert(
      fc.property(anyMethod, anyMethod, (first, second) => {
        const exchanged = comparePeriods(second, first).map(
          ({ first: second_, second: first_, difference, terms, ...rest }) => ({
            ...rest,
            first: first_,
            second: second_,
            difference: negated(difference),
            terms: negated(terms),
          }),
        );
        expect(exchanged).toEqual(comparePeriods(first, second));
      }),
    );
  });

  it("finds a method in full agreement with itself", () => {
    fc.assert(
      fc.property(anyMethod, (each) => {
        for (const { difference, terms } of comparePeriods(each, each))
          expect([difference, terms]).toEqual([{ grossWh: 0, undoWh: 0, netWh: 0 }, NO_TERMS]);
      }),
    );
  });
});

function total(energiesWh: readonly number[]): number {
  return energiesWh.reduce((sum, energyWh) => sum + energyWh, 0);
}

function negated(fields: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, 0 - value]));
}
