import { parseSettlementDate, type RegisterStore } from "@windhash/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bmUnits } from "../fixtures/arbitraries.ts";
import { at } from "../at.ts";
import { CASES, CASES_MS, sample, type Subject } from "./plain.ts";

const STATED = { source: "a register", statedAt: 1_700_000_000 };

/** The contract of `RegisterStore`. */
export function registerStoreContract({ stores, clear }: Subject<RegisterStore>): void {
  describe("RegisterStore", () => {
    it("holds no units at first", async () => {
      expect(await stores().bmUnits()).toEqual([]);
    });

    it(
      "holds the register that was given last, and says whether that changed anything",
      async () => {
        await fc.assert(
          fc.asyncProperty(bmUnits, bmUnits, async (before, after) => {
            await clear();
            expect(await stores().replaceBmUnits(before, STATED)).toEqual({ changed: true });
            expect(await stores().bmUnits()).toEqual(before);
            expect(await stores().replaceBmUnits(before.toReversed(), { ...STATED, statedAt: 0 })).toEqual({
              changed: false,
            });
            const changed = JSON.stringify(before) !== JSON.stringify(after);
            expect(await stores().replaceBmUnits(after, STATED)).toEqual({ changed });
            expect(await stores().bmUnits()).toEqual(after);
          }),
          CASES,
        );
      },
      CASES_MS,
    );

    it("keeps several rows of one unit, the one that has always held first", async () => {
      const unit = at(sample(bmUnits, 1), 0);
      const dated = ["2021-05-01", "2019-05-01"].map((date) => ({ ...unit, validFrom: parseSettlementDate(date) }));
      const always = { ...unit, validFrom: null };
      await stores().replaceBmUnits([...dated, always], STATED);
      expect(await stores().bmUnits()).toEqual([always, dated[1], dated[0]]);
    });

    it("takes an empty register", async () => {
      await stores().replaceBmUnits(sample(bmUnits, 1), STATED);
      expect(await stores().replaceBmUnits([], STATED)).toEqual({ changed: true });
      expect(await stores().bmUnits()).toEqual([]);
    });
  });
}
