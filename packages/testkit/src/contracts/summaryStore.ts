import {
  addTotals,
  type BitcoinTotal,
  bitcoinTotals,
  type BmUnit,
  compareCalculationKeys,
  curtailmentRecords,
  groupRows,
  NO_RECORDS,
  parseSettlementDate,
  type SummaryGrouping,
  totalsOf,
} from "@windhash/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bmUnits, calculationsOf, curtailmentDay, UNIT_IDS } from "../fixtures/arbitraries.ts";
import { changeBetween } from "../fixtures/changes.ts";
import { at } from "../at.ts";
import { CASES, CASES_MS, plain, sample, type Subject } from "./plain.ts";

const DATES = ["2022-01-01", "2022-01-02", "2022-03-27"].map(parseSettlementDate);
const [FROM, MIDDLE, TO] = DATES as [(typeof DATES)[0], (typeof DATES)[0], (typeof DATES)[0]];
const NOON = { committedAt: 1_700_000_000 };
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
            await stores().putBmUnits(units, { source: "test", statedAt: 0, ...NOON });
            for (const [index, day] of curtailed.entries()) {
              await stores().replaceDay(day, NOON);
              const { settlementDate } = day;
              const change = changeBetween({ settlementDate, revision: 1, before: [], after: at(calculated, index) });
              await stores().applyChange(change, [], NOON);
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

    it("has groups for calculations without records, so that groups add up to the whole", async () => {
      const [unit, other] = [at(UNIT_IDS, 1), at(UNIT_IDS, 3)];
      const day = at(
        fc.sample(curtailmentDay(FROM), { seed: 1, numRuns: 50 }).filter(({ records }) => records.length > 3),
        0,
      );
      const records = day.records.filter(({ bmUnitId }) => bmUnitId !== unit);
      const orphans = [FROM, MIDDLE].flatMap((settlementDate) =>
        [unit, other].map((bmUnitId) => ({ ...at(day.records, 0), settlementDate, bmUnitId })),
      );
      const calculations = sample(calculationsOf(orphans), 2).toSorted(compareCalculationKeys);
      const volumes = day.volumes.filter(({ bmUnitId }) => bmUnitId !== unit);
      await stores().replaceDay({ ...day, volumes, records }, NOON);
      for (const [settlementDate, revision] of [
        [FROM, 1],
        [MIDDLE, 0],
      ] as const) {
        const after = calculations.filter((row) => row.settlementDate === settlementDate);
        await stores().applyChange(changeBetween({ settlementDate, revision, before: [], after }), [], NOON);
      }
      const range = { from: FROM, to: TO };
      for (const by of GROUPINGS) {
        const groups = await stores().groups(range, by);
        expect(plain(groups)).toEqual(plain(groupRows({ records, calculations, units: [], by })));
        expect(plain(groups.map(({ totals }) => totals).reduce(addTotals, NO_RECORDS))).toEqual(
          plain(totalsOf(records)),
        );
        const sum = (bitcoin: readonly BitcoinTotal[]) => bitcoin.reduce((msat, each) => msat + each.bitcoinMsat, 0n);
        expect(groups.reduce((msat, { bitcoin }) => msat + sum(bitcoin), 0n)).toBe(sum(bitcoinTotals(calculations)));
      }
    });

    it("takes the latest row of a unit, of equals the first by National Grid id, by either id; of a party the row of the date", async () => {
      const [first, second] = [at(UNIT_IDS, 1), at(UNIT_IDS, 3)];
      const unit = (nationalGridId: string, validFrom: BmUnit["validFrom"], rest: Partial<BmUnit> = {}): BmUnit => ({
        nationalGridId,
        elexonId: first,
        name: `${nationalGridId} of ${validFrom ?? "ever"}`,
        farmId: "F",
        leadPartyId: "P",
        leadPartyName: `Party of ${nationalGridId}`,
        fuelType: "WIND",
        generationCapacityMw: null,
        validFrom,
        goneSince: null,
        countsAsWind: null,
        ...rest,
      });
      const units = [
        unit("A-1", null),
        unit("C-1", MIDDLE),
        unit("B-1", MIDDLE),
        unit("D-1", FROM, { elexonId: second }),
        unit(second, FROM, { elexonId: null }),
        unit(first, FROM, { elexonId: null }),
      ];
      const day = at(
        fc
          .sample(curtailmentDay(FROM), { seed: 1, numRuns: 90 })
          .filter(({ records }) => [first, second].every((id) => records.some(({ bmUnitId }) => bmUnitId === id))),
        0,
      );
      await stores().putBmUnits(units, { source: "test", statedAt: 0, ...NOON });
      await stores().replaceDay(day, NOON);
      const groups = await stores().groups({ from: FROM, to: FROM }, "unit");
      expect(groups.find(({ group }) => group === first)?.name).toBe(`B-1 of ${MIDDLE}`);
      expect(groups.find(({ group }) => group === second)?.name).toBe(`D-1 of ${FROM}`);
      const parties = await stores().groups({ from: FROM, to: FROM }, "party");
      expect(parties.find(({ group }) => group === "P")?.name).toBe(`Party of ${first}`);
      for (const by of GROUPINGS)
        expect(plain(await stores().groups({ from: FROM, to: FROM }, by))).toEqual(
          plain(groupRows({ records: day.records, calculations: [], units, by })),
        );
    });

    it("counts a unit's energy to the party that it had on the day, and to the one that it has had since", async () => {
      const day = at(
        fc.sample(curtailmentDay(FROM), { seed: 1, numRuns: 90 }).filter(({ records }) => records.length > 3),
        0,
      );
      const { bmUnitId, settlementPeriod, netWh } = at(day.records, 0);
      const row = (validFrom: BmUnit["validFrom"], party: string): BmUnit => ({
        ...at(sample(bmUnits, 1), 0),
        nationalGridId: bmUnitId,
        elexonId: null,
        farmId: "F",
        leadPartyId: party,
        leadPartyName: `${party} Ltd`,
        validFrom,
      });
      const units = [row(null, "SELLER"), row(MIDDLE, "BUYER"), row(TO, "SELLER")];
      units[2] = { ...at(units, 2), leadPartyName: "Seller plc" };
      await stores().putBmUnits(units, { source: "test", statedAt: 0, ...NOON });
      const only = (settlementDate: typeof FROM) => {
        const volumes = day.volumes
          .filter((volume) => volume.bmUnitId === bmUnitId && volume.settlementPeriod === settlementPeriod)
          .map((volume) => ({ ...volume, settlementDate }));
        return { ...day, settlementDate, volumes, records: curtailmentRecords(volumes) };
      };
      for (const date of DATES) await stores().replaceDay(only(date), NOON);
      const parties = async (from: typeof FROM, to: typeof FROM) =>
        (await stores().groups({ from, to }, "party"))
          .map(({ group, name, totals }) => [group, name, totals.netWh] as const)
          .toSorted(([a], [b]) => (a < b ? -1 : 1));
      expect(await parties(FROM, FROM)).toEqual([["SELLER", "SELLER Ltd", netWh]]);
      expect(await parties(FROM, MIDDLE)).toEqual([
        ["BUYER", "BUYER Ltd", netWh],
        ["SELLER", "SELLER Ltd", netWh],
      ]);
      expect(await parties(FROM, TO)).toEqual([
        ["BUYER", "BUYER Ltd", netWh],
        ["SELLER", "Seller plc", 2 * netWh],
      ]);
      expect(await stores().groups({ from: FROM, to: TO }, "farm")).toMatchObject([{ group: "F", name: null }]);
    });
  });
}
