import {
  type BmUnit,
  type CalculationSettings,
  compareVolumes,
  type CurtailmentDay,
  curtailmentRecords,
  DEFAULT_BASIS,
  type LedgerEntry,
  minerModel,
  parseSettlementDate,
  type PastStores,
  recordTally,
  type Stores,
  type SummaryGrouping,
} from "@windhash/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at } from "../at.ts";
import { bmUnits, calculationsOf, curtailmentDay, MODEL_IDS } from "../fixtures/arbitraries.ts";
import { calculated, MORE_INPUTS } from "../fixtures/calculated.ts";
import { changeBetween } from "../fixtures/changes.ts";
import { CASES_MS, sample, type Subject } from "./plain.ts";

const DATES = ["2022-01-01", "2022-01-02", "2022-03-27"].map(parseSettlementDate);
const [FROM, MIDDLE, TO] = DATES as [(typeof DATES)[0], (typeof DATES)[0], (typeof DATES)[0]];
const GROUPINGS: readonly SummaryGrouping[] = ["day", "period", "unit", "farm", "party"];
const LATER = 4_000_000_000;
/** Every case takes many pictures of everything, so one that fails is told as it is. */
const HISTORIES = { numRuns: 6, endOnFailure: true };

/** Everything that is told of a moment, as text: the same text is the same to the byte. */
async function pictureOf(past: PastStores): Promise<string> {
  const [all, some] = [
    { from: FROM, to: TO },
    { from: FROM, to: MIDDLE },
  ];
  const picture = {
    days: [await past.days(null), await past.days({ from: MIDDLE, to: MIDDLE })],
    tallies: [await past.calculationTallies(null), await past.calculationTallies(some)],
    rows: [] as unknown[],
    totals: [await past.total(all), await past.total({ from: MIDDLE, to: MIDDLE })],
    groups: [await past.groups(some, "party"), await past.groups(some, "day")],
    units: await past.bmUnits(),
    settings: await past.settings(),
  };
  for (const date of DATES)
    picture.rows.push(await past.recordsOfDay(date), await past.volumesOfDay(date), await past.calculationsOfDay(date));
  for (const by of GROUPINGS) picture.groups.push(await past.groups(all, by));
  return JSON.stringify(picture, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}

/** One thing that is done to the stores. */
type Step = { readonly committedAt: number; readonly run: (stores: Stores, committedAt: number) => Promise<unknown> };

/** A day as it is given the first time, and restated: some volumes gone, some at another price, some new. */
const days: fc.Arbitrary<CurtailmentDay> = fc.constantFrom(...DATES).chain((date) =>
  fc.tuple(curtailmentDay(date), fc.constantFrom(2, 3, 5), fc.boolean()).map(([day, part, isWhole]) => {
    const volumes = isWhole ? day.volumes : sharedVolumes(day, part);
    return { ...day, volumes, records: curtailmentRecords(volumes) };
  }),
);

/** Most of the volumes of a day that is always the same, at the prices of another one. */
function sharedVolumes(day: CurtailmentDay, part: number): CurtailmentDay["volumes"] {
  const [base] = fc
    .sample(curtailmentDay(day.settlementDate), { seed: 9, numRuns: 40 })
    .filter(({ volumes }) => volumes.length > 8);
  return (base?.volumes ?? []).flatMap((volume, index) => {
    if (index % part === day.volumes.length % part) return [];
    return [index % part === 1 ? { ...volume, priceGbpPerMwh: day.volumes[0]?.priceGbpPerMwh ?? null } : volume];
  });
}

const restate = days.map((day) => (stores: Stores, committedAt: number) => stores.replaceDay(day, { committedAt }));

/** Calculations of a held day: as its records give them, of some models; made up; of a part of the records; or none. */
const calculate = fc
  .record({
    date: fc.constantFrom(...DATES),
    models: fc.subarray([...MODEL_IDS], { minLength: 1 }),
    kind: fc.constantFrom("true", "true", "true", "part", "made up", "none"),
    first: fc.constantFrom(...MORE_INPUTS),
    second: fc.constantFrom(...MORE_INPUTS),
    changesAt: fc.integer({ min: 1, max: 50 }),
    seed: fc.nat(50),
  })
  .map(({ date, models, kind, first, second, changesAt, seed }) => async (stores: Stores, committedAt: number) => {
    const [held] = await stores.days({ from: date, to: date });
    const records = (await stores.recordsOfDay(date)).filter((_, index) => kind !== "part" || index % 2 === 0);
    const given = calculated(records, models, (period) => (period < changesAt ? first : second));
    const madeUp = sample(calculationsOf(records), seed);
    const after = kind === "none" ? [] : kind === "made up" ? madeUp : given;
    const change = changeBetween({
      settlementDate: date,
      revision: held?.revision ?? 0,
      before: await stores.calculationsOfDay(date),
      after,
      recordsChecksum: recordTally(date, kind === "part" ? await stores.recordsOfDay(date) : records).checksum,
    });
    const isMadeUp = kind === "made up";
    const tallies = change.tallies.map((tally) => (isMadeUp ? { ...tally, recordsChecksum: "0".repeat(64) } : tally));
    await stores.applyChange({ ...change, tallies }, MORE_INPUTS, { committedAt });
  });

const register = bmUnits.map(
  (units: readonly BmUnit[]) => (stores: Stores, committedAt: number) =>
    stores.putBmUnits(units, { source: "test", statedAt: 0, committedAt }),
);

const choose = fc
  .record({ models: fc.subarray(["S9", "M20S", "S19J_PRO"]), poolFee: fc.constantFrom("0", "0.02") })
  .map(({ models, poolFee }): CalculationSettings => {
    return { models: models.map((id) => minerModel(id)), basis: { ...DEFAULT_BASIS, poolFee } };
  })
  .map((settings) => (stores: Stores, committedAt: number) => stores.saveSettings(settings, { committedAt }));

/** Instants that fall now and then, as those of a clock that was set back. */
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    committedAt: fc.integer({ min: 1_700_000_000, max: 1_700_000_009 }),
    run: fc.oneof(
      { weight: 4, arbitrary: restate },
      { weight: 5, arbitrary: calculate },
      { weight: 1, arbitrary: register },
      { weight: 1, arbitrary: choose },
    ),
  }),
  { minLength: 6, maxLength: 14 },
);

/** The contract of `LedgerStore`. */
export function ledgerStoreContract({ stores, clear }: Subject): void {
  const last = () => stores().ledgerEntryAt(LATER);

  describe("LedgerStore", () => {
    it("has no entry at first, and a past without anything", async () => {
      expect(await last()).toBeNull();
      expect(await pictureOf(stores().asOf(0))).toBe(await pictureOf(stores()));
      expect(await pictureOf(stores().asOf(7))).toBe(await pictureOf(stores()));
    });

    it(
      "tells every moment as it was told then, to the byte, whatever was written since",
      async () => {
        await fc.assert(
          fc.asyncProperty(steps, async (given) => {
            await clear();
            const pictures = [await pictureOf(stores())];
            const entries: LedgerEntry[] = [];
            for (const { run, committedAt } of given) {
              await run(stores(), committedAt);
              const entry = await last();
              const picture = await pictureOf(stores());
              // Without an entry the picture stays as it was.
              if (entry !== null && entry.ledgerNo > entries.length) {
                pictures.push(picture);
                entries.push(entry);
              }
              expect(picture).toBe(pictures.at(-1));
            }
            expect(entries.map(({ ledgerNo }) => ledgerNo)).toEqual(entries.map((_, index) => index + 1));
            const instants = entries.map(({ committedAt }) => committedAt);
            expect(instants).toEqual(instants.toSorted((a, b) => a - b));
            for (const [ledgerNo, picture] of pictures.entries())
              expect({ ledgerNo, picture: await pictureOf(stores().asOf(ledgerNo)) }).toEqual({ ledgerNo, picture });
            expect(await pictureOf(stores())).toBe(pictures.at(-1));
          }),
          HISTORIES,
        );
      },
      4 * CASES_MS,
    );

    const [day, restated] = fc
      .sample(curtailmentDay(FROM), { seed: 21, numRuns: 90 })
      .filter(({ records }) => records.length > 3) as [CurtailmentDay, CurtailmentDay];

    it("numbers commits of every kind in one order, and gives the last one up to an instant", async () => {
      const kept = { models: [minerModel("S9")], basis: DEFAULT_BASIS };
      await stores().saveSettings(kept, { committedAt: 100 });
      await stores().putBmUnits(sample(bmUnits, 1), { source: "test", statedAt: 0, committedAt: 110 });
      await stores().replaceDay(day, { committedAt: 105 });
      const rows = calculated(day.records, MODEL_IDS, () => at(MORE_INPUTS, 0));
      const change = changeBetween({ settlementDate: FROM, revision: 1, before: [], after: rows });
      await stores().applyChange(change, MORE_INPUTS, { committedAt: 120 });
      expect(
        await Promise.all([99, 100, 109, 110, 119, 120, LATER].map((instant) => stores().ledgerEntryAt(instant))),
      ).toEqual([
        null,
        { ledgerNo: 1, committedAt: 100, kind: "settings", settlementDate: null },
        { ledgerNo: 1, committedAt: 100, kind: "settings", settlementDate: null },
        // The clock was set back: the day counts as committed when the register was.
        { ledgerNo: 3, committedAt: 110, kind: "day", settlementDate: FROM },
        { ledgerNo: 3, committedAt: 110, kind: "day", settlementDate: FROM },
        { ledgerNo: 4, committedAt: 120, kind: "calculations", settlementDate: FROM },
        { ledgerNo: 4, committedAt: 120, kind: "calculations", settlementDate: FROM },
      ]);
      expect(await stores().days(null)).toMatchObject([{ ledgerNo: 3, committedAt: 110 }]);
    });

    it("has no entry for what changes nothing that is told", async () => {
      const kept = { models: [minerModel("S9")], basis: DEFAULT_BASIS };
      const units = sample(bmUnits, 1);
      const rows = calculated(day.records, MODEL_IDS, () => at(MORE_INPUTS, 0));
      const between = (before: typeof rows) =>
        changeBetween({ settlementDate: FROM, revision: 1, before, after: rows });
      const all = async (before: typeof rows, committedAt: number) => {
        await stores().saveSettings(kept, { committedAt });
        await stores().putBmUnits(units, { source: "test", statedAt: committedAt, committedAt });
        await stores().replaceDay({ ...day, unmapped: [] }, { committedAt });
        await stores().applyChange(between(before), MORE_INPUTS, { committedAt });
      };
      await all([], 100);
      await all(rows, 200);
      await stores().addAttempts([]);
      await stores().putInputs(MORE_INPUTS);
      expect(await last()).toMatchObject({ ledgerNo: 4, committedAt: 100 });
    });

    it("tells a day that was calculated in part, made up, or on two bases at once, once it is calculated anew", async () => {
      // All in one period, so that it has rows of both.
      const volumes = day.volumes
        .map((volume, ordinal) => ({ ...volume, ordinal, settlementPeriod: at(day.volumes, 0).settlementPeriod }))
        .toSorted(compareVolumes);
      const records = curtailmentRecords(volumes);
      await stores().replaceDay({ ...day, volumes, records }, { committedAt: 1 });
      const recordsChecksum = recordTally(FROM, records).checksum;
      const whole = calculated(records, MODEL_IDS, () => at(MORE_INPUTS, 0));
      const other = calculated(records, MODEL_IDS, () => at(MORE_INPUTS, 2));
      const twoBases = whole.map((row, index) => (row.bmUnitId === at(whole, 0).bmUnitId ? at(other, index) : row));
      const sets = [whole.slice(MODEL_IDS.length + 1), whole, twoBases, sample(calculationsOf(records), 3), other];
      let before: typeof whole = [];
      for (const [index, after] of sets.entries()) {
        const checksum = index === 3 ? {} : { recordsChecksum };
        const change = changeBetween({ settlementDate: FROM, revision: 1, before, after, ...checksum });
        await stores().applyChange(change, MORE_INPUTS, { committedAt: index });
        before = after;
      }
      for (const [index, rows] of sets.entries())
        expect(
          await stores()
            .asOf(index + 2)
            .calculationsOfDay(FROM),
        ).toEqual(rows);
    });

    it("tells the register and the settings as they were before they were put right", async () => {
      const unit = { ...at(sample(bmUnits, 1), 0), name: "Old name" };
      const stated = { source: "test", statedAt: 0, committedAt: 1 };
      const kept = { models: [minerModel("S9")], basis: DEFAULT_BASIS };
      await stores().putBmUnits([unit], stated);
      await stores().saveSettings(kept, stated);
      await stores().putBmUnits([{ ...unit, name: "New name", goneSince: TO, countsAsWind: true }], stated);
      await stores().saveSettings({ ...kept, models: [] }, stated);
      const past = (ledgerNo: number) => stores().asOf(ledgerNo);
      expect([await past(1).bmUnits(), await past(1).settings()]).toEqual([[unit], null]);
      expect([await past(2).bmUnits(), await past(2).settings()]).toEqual([[unit], kept]);
      expect(await past(3).bmUnits()).toEqual([{ ...unit, name: "New name", goneSince: TO, countsAsWind: true }]);
      expect([await past(3).settings(), await past(4).settings()]).toEqual([kept, { ...kept, models: [] }]);
    });

    it("tells the bitcoin of a day that was calculated, restated, and calculated anew on another basis", async () => {
      await stores().replaceDay(day, { committedAt: 1 });
      const change = (
        revision: number,
        before: ReturnType<typeof calculated>,
        { records }: CurtailmentDay,
        index: number,
      ) => {
        const after = calculated(records, MODEL_IDS.slice(index), () => at(MORE_INPUTS, index));
        const recordsChecksum = recordTally(FROM, records).checksum;
        return { after, change: changeBetween({ settlementDate: FROM, revision, before, after, recordsChecksum }) };
      };
      const first = change(1, [], day, 0);
      await stores().applyChange(first.change, MORE_INPUTS, { committedAt: 2 });
      const told = await pictureOf(stores());
      await stores().replaceDay(restated, { committedAt: 3 });
      const between = await pictureOf(stores());
      const second = change(2, first.after, restated, 1);
      await stores().applyChange(second.change, MORE_INPUTS, { committedAt: 4 });
      const third = change(2, second.after, restated, 2);
      await stores().applyChange(third.change, MORE_INPUTS, { committedAt: 5 });
      expect(await stores().asOf(2).calculationsOfDay(FROM)).toEqual(first.after);
      expect(await stores().asOf(4).calculationsOfDay(FROM)).toEqual(second.after);
      expect(await stores().asOf(5).calculationsOfDay(FROM)).toEqual(third.after);
      expect(await pictureOf(stores().asOf(2))).toBe(told);
      expect(await pictureOf(stores().asOf(3))).toBe(between);
    });
  });
}
