import {
  type BitcoinCalculation,
  type CalculationInputs,
  type CalculationStore,
  type CurtailmentDay,
  type CurtailmentStore,
  DayMovedError,
  parseSettlementDate,
  StoreError,
} from "@windhash/core";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { calculationsOf, curtailmentDay, MODEL_IDS, SOME_INPUTS } from "../fixtures/arbitraries.ts";
import { changeBetween } from "../fixtures/changes.ts";
import { at } from "../at.ts";
import { CASES, CASES_MS, plain, sample, type Subject } from "./plain.ts";

const DAY = parseSettlementDate("2022-01-01");
const NEXT_DAY = parseSettlementDate("2022-01-02");
const NOON = { committedAt: 1_700_000_000 };
const NOBODY: readonly BitcoinCalculation[] = [];

/** The contract of `CalculationStore`. */
export function calculationStoreContract({ stores, clear }: Subject<CalculationStore & CurtailmentStore>): void {
  describe("CalculationStore", () => {
    const day = fc
      .sample(curtailmentDay(DAY), { seed: 11, numRuns: 60 })
      .find(({ records }) => records.length >= 4) as CurtailmentDay;
    const all = sample(calculationsOf(day.records), 5);
    const change = (before: readonly BitcoinCalculation[], after: readonly BitcoinCalculation[], revision = 1) =>
      changeBetween({ settlementDate: DAY, revision, before, after });
    const write = (before: readonly BitcoinCalculation[], after: readonly BitcoinCalculation[], revision = 1) =>
      stores().applyChange(change(before, after, revision), SOME_INPUTS, NOON);
    const restart = async () => {
      await clear();
      await stores().replaceDay(day, NOON);
    };
    const expectHeld = async (rows: readonly BitcoinCalculation[]) => {
      expect(plain(await stores().calculationsOfDay(DAY))).toEqual(plain(rows));
      const { tallies } = change(NOBODY, rows);
      expect(plain(await stores().calculationTallies(null))).toEqual(plain(tallies));
      const sums = tallies.map(({ settlementDate, minerModelId, calculations, energyWh, bitcoinMsat }) => ({
        settlementDate,
        minerModelId,
        calculations,
        energyWh,
        bitcoinMsat,
      }));
      expect(plain(await stores().calculationSums(null))).toEqual(plain(sums));
    };
    beforeEach(() => stores().replaceDay(day, NOON));

    it("gives inputs back exactly, and says nothing of unknown ones", async () => {
      await stores().putInputs([at(SOME_INPUTS, 0)]);
      await stores().putInputs(SOME_INPUTS);
      const ids = [...SOME_INPUTS.map(({ id }) => id), "0".repeat(64), at(SOME_INPUTS, 0).id];
      const held = await stores().inputs(ids);
      expect([...held.keys()].toSorted()).toEqual(SOME_INPUTS.map(({ id }) => id).toSorted());
      for (const inputs of SOME_INPUTS) expect(held.get(inputs.id)).toEqual(inputs);
      expect(await stores().inputs([])).toEqual(new Map());
    });

    it.each<[string, (inputs: readonly CalculationInputs[]) => Promise<void>]>([
      ["when they are stored again", (inputs) => stores().putInputs(inputs)],
      ["by a change of no rows", (inputs) => stores().applyChange(change(NOBODY, NOBODY), inputs, NOON)],
    ])("puts damaged inputs right %s", async (_, put) => {
      const [first, second] = [at(SOME_INPUTS, 0), at(SOME_INPUTS, 1)];
      const damaged = { ...first, miner: { ...first.miner, hashrateThs: "13.50" }, basis: second.basis };
      await stores().putInputs([damaged, second]);
      await put([first, first, second]);
      expect(await stores().inputs([first.id])).toEqual(new Map([[first.id, first]]));
    });

    it("holds no calculations of a day before they are written", () => expectHeld(NOBODY));

    it(
      "brings a day from any calculations to any others: missing, stale, wrong and orphan keys at once",
      async () => {
        const subset = fc.subarray([...all]);
        await fc.assert(
          fc.asyncProperty(subset, subset, calculationsOf(day.records), async (before, kept, others) => {
            await restart();
            const keys = new Set(kept.map((row) => all.indexOf(row)));
            const after = others
              .filter((_, index) => keys.has(index))
              .map((row, index) => (index % 2 ? row : at(all, others.indexOf(row))));
            await write(NOBODY, before);
            await expectHeld(before);
            await write(before, after);
            await expectHeld(after);
          }),
          CASES,
        );
      },
      CASES_MS,
    );

    it("keeps the inputs that come with a change", async () => {
      await write(NOBODY, all);
      expect([...(await stores().inputs(SOME_INPUTS.map(({ id }) => id))).values()]).toHaveLength(SOME_INPUTS.length);
    });

    it("leaves the models alone that a change does not speak for", async () => {
      await write(NOBODY, all);
      const [model] = MODEL_IDS;
      const own = all.filter(({ minerModelId }) => minerModelId === model);
      await write(own, NOBODY);
      await expectHeld(all.filter(({ minerModelId }) => minerModelId !== model));
    });

    it("gives sums and tallies of a range by day and model", async () => {
      await write(NOBODY, all);
      const next = all.map((row) => ({ ...row, settlementDate: NEXT_DAY }));
      const nextDay = changeBetween({ settlementDate: NEXT_DAY, revision: 0, before: [], after: next });
      await stores().applyChange(nextDay, [], NOON);
      expect(await stores().calculationSums(null)).toHaveLength(2 * MODEL_IDS.length);
      const range = { from: NEXT_DAY, to: NEXT_DAY };
      expect(await stores().calculationSums(range)).toMatchObject(
        MODEL_IDS.map((minerModelId) => ({ settlementDate: NEXT_DAY, minerModelId })),
      );
      expect(await stores().calculationTallies(range)).toMatchObject(
        MODEL_IDS.map((minerModelId) => ({ settlementDate: NEXT_DAY, minerModelId })),
      );
    });

    it("removes calculations of a day that is not held, whose revision counts as 0", async () => {
      const stray = all.map((row) => ({ ...row, settlementDate: NEXT_DAY }));
      const between = (before: readonly BitcoinCalculation[], after: readonly BitcoinCalculation[]) =>
        changeBetween({ settlementDate: NEXT_DAY, revision: 0, before, after });
      await stores().applyChange(between([], stray), [], NOON);
      await stores().applyChange(between(stray, []), [], NOON);
      expect(await stores().calculationsOfDay(NEXT_DAY)).toEqual([]);
      expect(await stores().calculationTallies(null)).toEqual([]);
    });

    it("is not touched by a new revision of the day's curtailment", async () => {
      await write(NOBODY, all);
      await stores().replaceDay({ ...day, records: [], volumes: [], payloadHash: "e".repeat(64) }, NOON);
      await expectHeld(all);
    });

    it("refuses a change that was worked out from another revision, and writes nothing of it", async () => {
      await write(NOBODY, all.slice(2));
      await stores().replaceDay({ ...day, payloadHash: "e".repeat(64) }, NOON);
      await expect(write(all.slice(2), all)).rejects.toThrow(DayMovedError);
      await expect(write(all.slice(2), all, 3)).rejects.toThrow(DayMovedError);
      await expectHeld(all.slice(2));
      await write(all.slice(2), all, 2);
      await expectHeld(all);
    });

    it.each<[string, readonly BitcoinCalculation[], readonly BitcoinCalculation[]]>([
      ["adds keys that another process has added meanwhile", [], all.slice(0, 3)],
      ["removes keys that are gone", [...all], all.slice(5)],
      [
        "adds a key that is there and keeps one that is gone",
        [at(all, 2), at(all, 3), at(all, 4), at(all, 9)],
        [...all.slice(2, 6), at(all, 9)],
      ],
      ["adds some and removes others that are gone", all.slice(0, 8), all.slice(8, 14)],
    ])("refuses a change that %s, and writes nothing of it", async (_, before, after) => {
      await write(NOBODY, all.slice(2, 6));
      await expect(write(before, after)).rejects.toThrow(DayMovedError);
      await expectHeld(all.slice(2, 6));
    });

    it("refuses a change with rows of another day, or of a model that it does not speak for", async () => {
      const right = change(NOBODY, all);
      const stray = { ...right, puts: [{ ...at(all, 0), settlementDate: NEXT_DAY }, ...all.slice(1)] };
      await expect(stores().applyChange(stray, [], NOON)).rejects.toThrow(StoreError);
      await expect(stores().applyChange({ ...right, minerModelIds: [] }, [], NOON)).rejects.toThrow(StoreError);
      await expectHeld(NOBODY);
    });
  });
}
