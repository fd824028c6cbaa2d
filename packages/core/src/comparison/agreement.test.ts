import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BmUnitId } from "../curtailment/types.ts";
import { parseSettlementDate } from "../settlement/parse.ts";
import { agreementOf, agrees } from "./agreement.ts";
import { compareUnitDays } from "./compareUnitDays.ts";
import type { UnitDayEnergy } from "./types.ts";

const settlementDate = parseSettlementDate("2024-06-03");

function unitDay(netWh: number, id = "T_MOWEO-1", date = settlementDate): UnitDayEnergy {
  return { settlementDate: date, bmUnitId: id as BmUnitId, netWh };
}

const energies = fc.array(
  fc
    .record({
      id: fc.constantFrom("A-1", "a-1", "B_1"),
      day: fc.constantFrom("2024-06-03", "2024-06-04"),
      netWh: fc.integer({ min: -1e6, max: 1e10 }),
    })
    .map(({ id, day, netWh }) => unitDay(netWh, id, parseSettlementDate(day))),
);

describe("compareUnitDays", () => {
  it("adds the parts of a unit-day, and tells nothing from zero", () => {
    expect(compareUnitDays([unitDay(1), unitDay(2), unitDay(0, "T_BEATO-1")], [unitDay(5)])).toEqual([
      { settlementDate, bmUnitId: "T_BEATO-1", firstWh: 0, secondWh: null, differenceWh: 0 },
      { settlementDate, bmUnitId: "T_MOWEO-1", firstWh: 3, secondWh: 5, differenceWh: -2 },
    ]);
  });

  it("is symmetric up to the sign", () => {
    fc.assert(
      fc.property(energies, energies, (first, second) => {
        const exchanged = compareUnitDays(second, first).map((each) => ({
          ...each,
          firstWh: each.secondWh,
          secondWh: each.firstWh,
          differenceWh: 0 - each.differenceWh,
        }));
        expect(exchanged).toEqual(compareUnitDays(first, second));
      }),
    );
  });
});

describe("agreementOf", () => {
  it.each([
    [50_000, 0, true],
    [50_001, 0, false],
    [100_000_000, 100_500_000, true],
    [100_000_000, 100_502_513, false],
    [-100_000_000, -100_500_000, true],
  ])("%d and %d Wh of a unit-day: %s", (first, second, expected) => {
    const [difference] = compareUnitDays([unitDay(first)], [unitDay(second)]);
    expect(agrees(difference!)).toBe(expected);
  });

  it("passes at 95 of 100 unit-days, not at 94", () => {
    const days = (odd: number) =>
      compareUnitDays(
        Array.from({ length: 100 }, (_, at) => unitDay(100_000_000, `U-${at}`)),
        Array.from({ length: 100 }, (_, at) => unitDay(at < odd ? 102_000_000 : 100_000_000, `U-${at}`)),
      );
    expect(agreementOf(days(5))).toMatchObject({
      unitDays: 100,
      agreeing: 95,
      unitDaysPass: true,
      wholePasses: true,
      passes: true,
    });
    expect(agreementOf(days(6))).toMatchObject({ agreeing: 94, unitDaysPass: false, passes: false });
  });

  it("does not pass when small differences add up on the whole", () => {
    const days = compareUnitDays([unitDay(1_000_000)], [unitDay(1_040_000)]);
    expect(agreementOf(days)).toMatchObject({
      unitDaysPass: true,
      wholePasses: false,
      passes: false,
      differenceWh: -40_000,
    });
  });

  it("says the same of two sources in either order, and agrees with itself", () => {
    fc.assert(
      fc.property(energies, energies, (first, second) => {
        const one = agreementOf(compareUnitDays(first, second));
        const other = agreementOf(compareUnitDays(second, first));
        expect([one.agreeing, one.passes, one.differenceWh]).toEqual([
          other.agreeing,
          other.passes,
          0 - other.differenceWh,
        ]);
        expect(agreementOf(compareUnitDays(first, first))).toMatchObject({ passes: true, differenceWh: 0 });
      }),
    );
  });
});
