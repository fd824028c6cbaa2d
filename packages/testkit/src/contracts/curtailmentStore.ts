import {
  type CurtailmentDay,
  type CurtailmentStore,
  DayMovedError,
  parseSettlementDate,
  recordTally,
  StoreError,
  totalsOf,
} from "@windhash/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at } from "../at.ts";
import { curtailmentDay } from "../fixtures/arbitraries.ts";
import { fetchAttemptsContract } from "./fetchAttempts.ts";
import { dayVersionsContract } from "./dayVersions.ts";
import { CASES, CASES_MS, collect, plain, type Subject } from "./plain.ts";
import { DAY, expectHeld, LATER_DAY, NEXT_DAY, NOON, someDay, withVolumes } from "./someDays.ts";

const FORWARD = parseSettlementDate("2022-03-27");
const BACK = parseSettlementDate("2022-10-30");

/** The contract of `CurtailmentStore`. */
export function curtailmentStoreContract({ stores, clear }: Subject<CurtailmentStore>): void {
  describe("CurtailmentStore", () => {
    it("holds nothing of a day that was never given", async () => {
      expect(await stores().days(null)).toEqual([]);
      expect(await stores().recordsOfDay(DAY)).toEqual([]);
      expect(await stores().volumesOfDay(DAY)).toEqual([]);
      expect(await stores().storedSummary(DAY)).toBeNull();
      expect(await stores().recordSums(null)).toEqual([]);
      expect(await collect(stores().records({ from: DAY, to: LATER_DAY }))).toEqual([]);
    });

    it(
      "gives a day back exactly as it was given, also on the days on which the clock changes",
      async () => {
        const day = fc.constantFrom(DAY, FORWARD, BACK).chain(curtailmentDay);
        await fc.assert(
          fc.asyncProperty(day, async (given) => {
            await clear();
            await stores().replaceDay(given, NOON);
            await expectHeld(stores(), given);
          }),
          CASES,
        );
      },
      CASES_MS,
    );

    it(
      "holds of a day what was given last, whatever it held before",
      async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(curtailmentDay(DAY), { minLength: 2, maxLength: 3 }), async (days) => {
            await clear();
            for (const day of days) await stores().replaceDay(day, NOON);
            await expectHeld(stores(), at(days, -1));
          }),
          CASES,
        );
      },
      CASES_MS,
    );

    it("writes nothing when the same day is given again, fetched later", async () => {
      const day = someDay();
      expect(await stores().replaceDay(day, NOON)).toMatchObject({ changed: true, revision: 1 });
      const later = { ...day, periods: day.periods.map((period) => ({ ...period, fetchedAt: 1_800_000_000 })) };
      const unchanged = { changed: false, revision: 1, added: 0, updated: 0, removed: 0 };
      expect(await stores().replaceDay(later, { committedAt: NOON.committedAt + 60 })).toEqual(unchanged);
      const [held] = await stores().days(null);
      expect(plain(held?.periods)).toEqual(plain(day.periods));
      expect(held).toMatchObject({ revision: 1, ledgerNo: 1, committedAt: NOON.committedAt });
    });

    it.each<[string, (day: CurtailmentDay) => CurtailmentDay]>([
      ["method", (day) => ({ ...day, method: "pn" })],
      ["payload", (day) => ({ ...day, payloadHash: "a".repeat(64) })],
      ["register", (day) => ({ ...day, registerHash: "b".repeat(64) })],
      ["state of a period", (day) => ({ ...day, periods: [otherState(at(day.periods, 0)), ...day.periods.slice(1)] })],
      [
        "volume that no record shows",
        (day) => ({ ...day, volumes: [otherRank(at(day.volumes, 0)), ...day.volumes.slice(1)] }),
      ],
    ])("commits a new revision for another %s, and leaves the records alone", async (_, change) => {
      const day = someDay();
      await stores().replaceDay(day, NOON);
      const changed = change(day);
      const expected = { changed: true, revision: 2, added: 0, updated: 0, removed: 0 };
      expect(await stores().replaceDay(changed, { committedAt: 1_700_000_060 })).toEqual(expected);
      await expectHeld(stores(), changed);
      expect(await stores().days(null)).toMatchObject([{ revision: 2, committedAt: 1_700_000_060 }]);
    });

    it("commits a day that is held as expected, and refuses one that has moved", async () => {
      const [day, restated] = [someDay(), { ...someDay(), payloadHash: "a".repeat(64) }];
      await expect(stores().replaceDay(day, { ...NOON, ifRevision: 1 })).rejects.toThrow(DayMovedError);
      expect(await stores().days(null)).toEqual([]);
      expect(await stores().replaceDay(day, { ...NOON, ifRevision: 0 })).toMatchObject({ revision: 1 });
      for (const ifRevision of [0, 2])
        for (const given of [day, restated])
          await expect(stores().replaceDay(given, { ...NOON, ifRevision })).rejects.toThrow(DayMovedError);
      await expectHeld(stores(), day);
      expect(await stores().replaceDay(restated, { ...NOON, ifRevision: 1 })).toMatchObject({ revision: 2 });
    });

    it("counts records that are new, changed and gone", async () => {
      const day = someDay();
      const [first, second] = [at(day.records, 0), at(day.records, 1)];
      const without = withVolumes(
        day,
        day.volumes.filter(
          (volume) => volume.bmUnitId !== first.bmUnitId || volume.settlementPeriod !== first.settlementPeriod,
        ),
      );
      expect(await stores().replaceDay(without, NOON)).toMatchObject({ added: day.records.length - 1 });
      expect(await stores().replaceDay(day, NOON)).toMatchObject({ revision: 2, added: 1, updated: 0, removed: 0 });
      const repriced = day.volumes.map((volume) =>
        volume.bmUnitId === second.bmUnitId && volume.settlementPeriod === second.settlementPeriod
          ? { ...volume, priceGbpPerMwh: "-99999.5" }
          : volume,
      );
      expect(await stores().replaceDay(withVolumes(day, repriced), NOON)).toMatchObject({
        added: 0,
        updated: 1,
        removed: 0,
      });
      expect(await stores().replaceDay(without, NOON)).toMatchObject({ added: 0, updated: 1, removed: 1 });
    });

    it("keeps a day without curtailment as a held day, which is not a missing one", async () => {
      const periods = someDay().periods.map((period) => ({ ...period, state: "empty" as const, reason: null }));
      const day: CurtailmentDay = { ...someDay(), periods, volumes: [], records: [] };
      await stores().replaceDay(day, NOON);
      await expectHeld(stores(), day);
      expect(await stores().recordSums(null)).toEqual([]);
      expect(plain(await stores().storedSummary(DAY))).toEqual(plain(totalsOf([])));
    });

    it("numbers commits over all days in their order, without a gap", async () => {
      await stores().replaceDay(someDay(NEXT_DAY), NOON);
      await stores().replaceDay(someDay(DAY), NOON);
      await stores().replaceDay(someDay(DAY), NOON);
      await stores().replaceDay({ ...someDay(NEXT_DAY), payloadHash: "c".repeat(64) }, NOON);
      const days = await stores().days(null);
      expect(days.map(({ settlementDate, revision, ledgerNo }) => [settlementDate, revision, ledgerNo])).toEqual([
        [DAY, 1, 2],
        [NEXT_DAY, 2, 3],
      ]);
    });

    it("gives the held days of a range, both ends included", async () => {
      for (const date of [LATER_DAY, DAY, NEXT_DAY]) await stores().replaceDay(someDay(date), NOON);
      const dates = async (from: typeof DAY, to: typeof DAY) =>
        (await stores().days({ from, to })).map(({ settlementDate }) => settlementDate);
      expect(await dates(DAY, NEXT_DAY)).toEqual([DAY, NEXT_DAY]);
      expect(await dates(NEXT_DAY, LATER_DAY)).toEqual([NEXT_DAY, LATER_DAY]);
      expect((await stores().days(null)).length).toBe(3);
    });

    it("streams the records of a range in key order, and can be asked meanwhile", async () => {
      const days = [someDay(LATER_DAY, 3), someDay(DAY, 4), someDay(NEXT_DAY, 5)];
      for (const day of days) await stores().replaceDay(day, NOON);
      const streamed = [];
      for await (const record of stores().records({ from: DAY, to: NEXT_DAY })) {
        streamed.push(record);
        expect(await stores().storedSummary(record.settlementDate)).not.toBeNull();
      }
      expect(plain(streamed)).toEqual(plain([...at(days, 1).records, ...at(days, 2).records]));
    });

    it("adds records up by day from the rows", async () => {
      const days = [someDay(DAY, 4), someDay(NEXT_DAY, 5)];
      for (const day of days) await stores().replaceDay(day, NOON);
      const sums = days.map(({ settlementDate, records }) => {
        const { checksum: _, ...sum } = recordTally(settlementDate, records);
        return sum;
      });
      expect(await stores().recordSums(null)).toEqual(sums);
      expect(await stores().recordSums({ from: NEXT_DAY, to: NEXT_DAY })).toEqual([sums[1]]);
    });

    it.each<[string, (day: CurtailmentDay) => CurtailmentDay]>([
      ["records of another day", (day) => ({ ...day, settlementDate: NEXT_DAY })],
      ["records out of order", (day) => ({ ...day, records: day.records.toReversed() })],
      ["a record twice", (day) => ({ ...day, records: [at(day.records, 0), ...day.records] })],
      ["a volume twice", (day) => ({ ...day, volumes: [at(day.volumes, 0), ...day.volumes] })],
      ["a payload hash that is none", (day) => ({ ...day, payloadHash: "abc" })],
    ])("refuses %s, and then holds what it held before", async (_, spoil) => {
      const day = someDay();
      await stores().replaceDay(day, NOON);
      await expect(stores().replaceDay(spoil({ ...day, registerHash: "d".repeat(64) }), NOON)).rejects.toThrow(
        StoreError,
      );
      await expectHeld(stores(), day);
      expect(await stores().days(null)).toMatchObject([{ revision: 1, ledgerNo: 1 }]);
    });

    dayVersionsContract({ stores, clear });
    fetchAttemptsContract({ stores, clear });
  });
}

function otherState(period: CurtailmentDay["periods"][number]): CurtailmentDay["periods"][number] {
  return period.state === "complete" ? { ...period, state: "empty" } : { ...period, state: "complete", reason: null };
}

function otherRank(volume: CurtailmentDay["volumes"][number]): CurtailmentDay["volumes"][number] {
  return { ...volume, sequenceNumber: (volume.sequenceNumber ?? 0) + 1 };
}
