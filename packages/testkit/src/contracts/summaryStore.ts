import {
  bitcoinTotals,
  groupRows,
  NO_RECORDS,
  parseSettlementDate,
  type SummaryGrouping,
  totalsOf,
} from "@windhash/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bmUnits, calculationsOf, curtailmentDay } from "../fixtures/arbitraries.ts";
import { changeBetween } from "../fixtures/changes.ts";
import { at } from "../at.ts";
import { CASES, CASES_MS, plain, type Subject } from "./plain.ts";

const DATES = ["2022-01-01", "2022-01-02", "2022-03-27"].map(parseSettlementDate);
const [FROM, MIDDLE, TO] = DATES as [(typeof DATES)[0], (typeof DATES)[0], (typeof DATES)[0]];
const GROUPINGS: readonly SummaryGrouping[] = ["day", "period", "unit", "farm", "party"];

const days = fc
  .tuple(...DATES.map((date) => curtailmentDay(date)))
  .chain((curtailed) => fc.tuple(fc.constant(curtailed), ...curtailed.map(({ records }) => calculationsOf(records))));

/** The contract of `SummaryStore`. */
export function summaryStoreContract({ stores, clear }: Subject): void {
  describe("SummaryStore", () => {
    it("totals nothing to zero, and to no bitcoin", async () => {
      const total = await stores().total({ from: FROM, to: TO });
      expect(plain(total)).toEqual(plain({ group: `${FROM}/${TO}`, name: null, totals: NO_RECORDS, bitcoin: [] }));
      for (const by of GROUPINGS) expect(await stores().groups({ from: FROM, to: TO }, by)).toEqual([]);
    });

    it(
      "gives what core's own functions give, for every grouping and range",
      async () => {
        await fc.assert(
          fc.asyncProperty(days, bmUnits, async ([curtailed, ...calculated], units) => {
            await clear();
            await stores().replaceBmUnits(units, { source: "test", statedAt: 0 });
            for (const [index, day] of curtailed.entries()) {
              await stores().replaceDay(day, { committedAt: 0 });
              const { settlementDate } = day;
              const change = changeBetween({ settlementDate, revision: 1, before: [], after: at(calculated, index) });
              await stores().applyChange(change, []);
            }
            for (const range of [
              { from: FROM, to: TO },
              { from: MIDDLE, to: MIDDLE },
            ]) {
              const within = (row: { readonly settlementDate: string }) =>
                row.settlementDate >= range.from && row.settlementDate <= range.to;
              const records = curtailed.flatMap((day) => day.records).filter(within);
              const calculations = calculated.flat().filter(within);
              const total = await stores().total(range);
              expect(plain(total)).toMatchObject({
                group: range.from === range.to ? range.from : `${range.from}/${range.to}`,
                totals: plain(totalsOf(records)),
                bitcoin: plain(bitcoinTotals(calculations)),
              });
              for (const by of GROUPINGS)
                expect(plain(await stores().groups(range, by))).toEqual(
                  plain(groupRows({ records, calculations, units, by })),
                );
            }
          }),
          CASES,
        );
      },
      CASES_MS,
    );
  });
}
