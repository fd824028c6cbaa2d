import { type BmUnit, parseSettlementDate, type RegisterStore } from "@windhash/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bmUnits } from "../fixtures/arbitraries.ts";
import { at } from "../at.ts";
import { CASES, CASES_MS, sample, type Subject } from "./plain.ts";

const STATED = { source: "a register", statedAt: 1_700_000_000, committedAt: 1_700_000_060 };

function inOrder(a: BmUnit, b: BmUnit): number {
  const key = ({ nationalGridId, validFrom }: BmUnit) => `${nationalGridId}\0${validFrom ?? ""}`;
  return key(a) < key(b) ? -1 : 1;
}

/** The contract of `RegisterStore`. */
export function registerStoreContract({ stores, clear }: Subject<RegisterStore>): void {
  describe("RegisterStore", () => {
    it("holds no units at first", async () => {
      expect(await stores().bmUnits()).toEqual([]);
    });

    it(
      "adds and updates units, keeps those that are not given, and says whether that changed anything",
      async () => {
        await fc.assert(
          fc.asyncProperty(bmUnits, bmUnits, async (before, after) => {
            await clear();
            expect(await stores().putBmUnits(before, STATED)).toEqual({ changed: true });
            expect(await stores().bmUnits()).toEqual(before);
            expect(await stores().putBmUnits(before.toReversed(), { ...STATED, statedAt: 0 })).toEqual({
              changed: false,
            });
            const isGiven = (unit: BmUnit) =>
              after.some((each) => each.nationalGridId === unit.nationalGridId && each.validFrom === unit.validFrom);
            const kept = before.filter((unit) => !isGiven(unit));
            const all = [...kept, ...after].toSorted(inOrder);
            const changed = JSON.stringify(before) !== JSON.stringify(all);
            expect(await stores().putBmUnits(after, STATED)).toEqual({ changed });
            expect(await stores().bmUnits()).toEqual(all);
          }),
          CASES,
        );
      },
      CASES_MS,
    );

    it("tells when the newest of its rows was stated, where a row that says the same is no newer", async () => {
      expect(await stores().statedAt()).toBeNull();
      const [a, b] = ["A-1", "B-1"].map((nationalGridId) => ({ ...at(sample(bmUnits, 1), 0), nationalGridId })) as [
        BmUnit,
        BmUnit,
      ];
      const { statedAt } = STATED;
      const put = async (units: readonly BmUnit[], later: number) => {
        await stores().putBmUnits(units, { ...STATED, statedAt: statedAt + later });
        return ((await stores().statedAt()) ?? 0) - statedAt;
      };
      expect(await put([a], 0)).toBe(0);
      expect(await put([a], 60)).toBe(0);
      expect(await put([a, b], 30)).toBe(30);
      expect(await put([{ ...a, name: "Renamed" }], 10)).toBe(30);
      expect(await put([{ ...b, name: "Renamed" }], 20)).toBe(20);
    });

    it("keeps several rows of one unit, the one that has always held first", async () => {
      const unit = at(sample(bmUnits, 1), 0);
      const dated = ["2021-05-01", "2019-05-01"].map((date) => ({ ...unit, validFrom: parseSettlementDate(date) }));
      const always = { ...unit, validFrom: null };
      await stores().putBmUnits([...dated, always], STATED);
      expect(await stores().bmUnits()).toEqual([always, dated[1], dated[0]]);
    });

    it("loses nothing by an empty register", async () => {
      const units = sample(bmUnits, 1);
      await stores().putBmUnits(units, STATED);
      expect(await stores().putBmUnits([], STATED)).toEqual({ changed: false });
      expect(await stores().bmUnits()).toEqual(units);
    });

    it("takes the first of two rows of one unit and date", async () => {
      const unit = at(sample(bmUnits, 1), 0);
      await stores().putBmUnits([unit, { ...unit, name: "Another" }], STATED);
      expect(await stores().bmUnits()).toEqual([unit]);
      await stores().putBmUnits([{ ...unit, name: "Newer" }, unit], STATED);
      expect(await stores().bmUnits()).toEqual([{ ...unit, name: "Newer" }]);
    });
  });
}
