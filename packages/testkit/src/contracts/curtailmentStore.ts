import {
  type CurtailmentDay,
  type CurtailmentStore,
  curtailmentRecords,
  DayMovedError,
  type FetchAttempt,
  parseSettlementDate,
  parseSettlementPeriod,
  periodCount,
  recordTally,
  StoreError,
  totalsOf,
  type UnmappedBids,
} from "@windhash/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curtailmentDay } from "../fixtures/arbitraries.ts";
import { at, defined } from "../at.ts";
import { CASES, CASES_MS, collect, plain, type Subject } from "./plain.ts";

const [DAY, NEXT_DAY, LATER_DAY] = ["2022-01-01", "2022-01-02", "2022-02-01"].map(parseSettlementDate) as [
  CurtailmentDay["settlementDate"],
  CurtailmentDay["settlementDate"],
  CurtailmentDay["settlementDate"],
];
const FORWARD = parseSettlementDate("2022-03-27");
const BACK = parseSettlementDate("2022-10-30");
const NOON = { committedAt: 1_700_000_000 };

/** A day with some records, the same on every run. */
function someDay(settlementDate = DAY, seed = 7): CurtailmentDay {
  const days = fc.sample(curtailmentDay(settlementDate), { seed, numRuns: 60 });
  return defined(days.find(({ records, method }) => records.length >= 4 && method === "stack"));
}

/** The same day with other volumes. */
function withVolumes(day: CurtailmentDay, volumes: CurtailmentDay["volumes"]): CurtailmentDay {
  return { ...day, payloadHash: "f".repeat(64), volumes, records: curtailmentRecords(volumes) };
}

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

    it("appends attempts and gives them oldest first, whatever came of them", async () => {
      const attempt = (attemptedAt: number, rest: Partial<FetchAttempt> = {}): FetchAttempt => ({
        settlementDate: DAY,
        settlementPeriod: null,
        method: "stack",
        outcome: "ok",
        message: null,
        attemptedAt,
        ...rest,
      });
      const period = parseSettlementPeriod(3, DAY);
      const failed = attempt(30, { settlementPeriod: period, outcome: "failed", message: "503 — try again" });
      const unpublished = attempt(30, { outcome: "unpublished", message: "not yet" });
      await stores().addAttempts([]);
      await stores().addAttempts([failed, attempt(20, { settlementDate: NEXT_DAY })]);
      await stores().addAttempts([unpublished, attempt(10)]);
      expect(await stores().attempts(DAY)).toEqual([attempt(10), failed, unpublished]);
      expect(await stores().attempts(NEXT_DAY)).toHaveLength(1);
    });

    it("tells what the attempts of days come to, also up to an earlier instant", async () => {
      const attempt = (attemptedAt: number, outcome: FetchAttempt["outcome"], settlementDate = DAY): FetchAttempt => ({
        settlementDate,
        settlementPeriod: null,
        method: "stack",
        outcome,
        message: outcome === "ok" ? null : `${outcome} at ${attemptedAt}`,
        attemptedAt,
      });
      const [early, ok, late, last] = [
        attempt(10, "failed"),
        attempt(20, "ok"),
        attempt(20, "unpublished"),
        attempt(40, "failed"),
      ] as const;
      const never = { ...attempt(5, "failed", NEXT_DAY), settlementPeriod: parseSettlementPeriod(3, NEXT_DAY) };
      const fine = attempt(7, "ok", LATER_DAY);
      await stores().addAttempts([last, early, ok, late, never, fine]);
      const days = await stores().dayAttempts(null);
      expect(days).toEqual([
        { settlementDate: DAY, lastOkAt: 20, failures: 2, lastFailure: last },
        { settlementDate: NEXT_DAY, lastOkAt: null, failures: 1, lastFailure: never },
        { settlementDate: LATER_DAY, lastOkAt: 7, failures: 0, lastFailure: null },
      ]);
      expect(await stores().dayAttempts({ from: NEXT_DAY, to: LATER_DAY })).toEqual(days.slice(1));
      expect(await stores().dayAttempts({ from: DAY, to: DAY }, 39)).toEqual([
        { settlementDate: DAY, lastOkAt: 20, failures: 1, lastFailure: late },
      ]);
      expect(await stores().dayAttempts(null, 19)).toEqual([
        { settlementDate: DAY, lastOkAt: null, failures: 1, lastFailure: early },
        ...days.slice(1),
      ]);
      expect(await stores().dayAttempts(null, 4)).toEqual([]);
    });

    it("keeps every revision of a day and every version of its records", async () => {
      const day = someDay();
      const [first, second] = [at(day.records, 0), at(day.records, 1)];
      const isOf = (record: typeof first) => (volume: CurtailmentDay["volumes"][number]) =>
        volume.bmUnitId === record.bmUnitId && volume.settlementPeriod === record.settlementPeriod;
      const without = withVolumes(
        day,
        day.volumes.filter((volume) => !isOf(first)(volume)),
      );
      const repriced = withVolumes(
        day,
        day.volumes.map((volume) => (isOf(second)(volume) ? { ...volume, priceGbpPerMwh: "-99999.5" } : volume)),
      );
      const given = [day, without, { ...without, registerHash: "b".repeat(64) }, repriced];
      for (const [index, each] of given.entries())
        await stores().replaceDay(each, { committedAt: NOON.committedAt + index });
      await stores().replaceDay(someDay(NEXT_DAY), { committedAt: NOON.committedAt + 9 });
      const revisions = await stores().revisions({ from: DAY, to: DAY });
      expect(revisions).toEqual(
        given.map(({ method, payloadHash, registerHash, records }, index) => ({
          settlementDate: DAY,
          revision: index + 1,
          ledgerNo: index + 1,
          committedAt: NOON.committedAt + index,
          method,
          payloadHash,
          registerHash,
          tally: recordTally(DAY, records),
        })),
      );
      expect((await stores().revisions(null)).length).toBe(5);
      const versions = await stores().recordVersions(DAY);
      const secondOf = ({ records }: CurtailmentDay) =>
        records.find(
          (record) => record.settlementPeriod === second.settlementPeriod && record.bmUnitId === second.bmUnitId,
        );
      expect(plain(versions)).toEqual(
        plain([
          { record: first, revision: 1, replacedIn: 2 },
          { record: first, revision: 4, replacedIn: null },
          { record: second, revision: 1, replacedIn: 4 },
          { record: secondOf(repriced), revision: 4, replacedIn: null },
          ...day.records.slice(2).map((record) => ({ record, revision: 1, replacedIn: null })),
        ]),
      );
      expect(await stores().recordVersions(LATER_DAY)).toEqual([]);
    });

    it("replaces the bids of unmapped units without a revision, and leaves them where none are given", async () => {
      const bids = (bmUnitId: string, grossWh: number, settlementDate = DAY): UnmappedBids => ({
        settlementDate,
        bmUnitId: bmUnitId as UnmappedBids["bmUnitId"],
        grossWh,
        undoWh: 5,
        soGrossWh: null,
        paidGrossWh: grossWh - 1,
        periods: 3,
      });
      const [day, next] = [someDay(), someDay(NEXT_DAY)];
      const first = [bids("E_NEW-1", 900), bids("T_NEW-1", 9_007_199_254_740_991)];
      expect(await stores().replaceDay({ ...day, unmapped: first }, NOON)).toMatchObject({ revision: 1 });
      await stores().replaceDay({ ...next, unmapped: [bids("T_NEW-1", 7, NEXT_DAY)] }, NOON);
      expect(await stores().unmappedBids({ from: DAY, to: DAY })).toEqual(first);
      const later = [{ ...bids("T_NEW-1", 8), soGrossWh: 2, paidGrossWh: null }, bids("_NEW", 1)];
      const unchanged = { changed: false, revision: 1 };
      expect(await stores().replaceDay({ ...day, unmapped: later }, NOON)).toMatchObject(unchanged);
      expect(await stores().replaceDay(day, NOON)).toMatchObject(unchanged);
      expect(await stores().unmappedBids(null)).toEqual([...later, bids("T_NEW-1", 7, NEXT_DAY)]);
      await stores().replaceDay({ ...day, payloadHash: "e".repeat(64), unmapped: [] }, NOON);
      expect(await stores().unmappedBids({ from: DAY, to: DAY })).toEqual([]);
      for (const unmapped of [[bids("T_NEW-1", 1, NEXT_DAY)], [bids("T_NEW-1", 1), bids("T_NEW-1", 2)]])
        await expect(stores().replaceDay({ ...day, unmapped }, NOON)).rejects.toThrow(StoreError);
      await expect(
        stores().replaceDay({ ...day, unmapped: [bids("T_NEW-1", 1)] }, { ...NOON, ifRevision: 9 }),
      ).rejects.toThrow(DayMovedError);
      expect(await stores().unmappedBids({ from: DAY, to: DAY })).toEqual([]);
    });

    it("changes nothing else by an attempt", async () => {
      const day = someDay();
      await stores().replaceDay(day, NOON);
      await stores().addAttempts([
        {
          settlementDate: DAY,
          settlementPeriod: null,
          method: "stack",
          attemptedAt: 5,
          outcome: "failed",
          message: "no",
        },
      ]);
      await expectHeld(stores(), day);
      expect(await stores().days(null)).toMatchObject([{ revision: 1 }]);
    });
  });
}

async function expectHeld(store: CurtailmentStore, day: CurtailmentDay): Promise<void> {
  const { settlementDate, method, payloadHash, registerHash, periods, records, volumes } = day;
  const [held] = await store.days({ from: settlementDate, to: settlementDate });
  expect(plain(held)).toMatchObject(plain({ settlementDate, method, payloadHash, registerHash, periods }) as object);
  expect(held?.periods).toHaveLength(periodCount(settlementDate));
  expect(held?.tally).toEqual(recordTally(settlementDate, records));
  expect(plain(await store.recordsOfDay(settlementDate))).toEqual(plain(records));
  expect(plain(await store.volumesOfDay(settlementDate))).toEqual(plain(volumes));
  expect(plain(await collect(store.records({ from: settlementDate, to: settlementDate })))).toEqual(plain(records));
  expect(plain(await store.storedSummary(settlementDate))).toEqual(plain(totalsOf(records)));
}

function otherState(period: CurtailmentDay["periods"][number]): CurtailmentDay["periods"][number] {
  return period.state === "complete" ? { ...period, state: "empty" } : { ...period, state: "complete", reason: null };
}

function otherRank(volume: CurtailmentDay["volumes"][number]): CurtailmentDay["volumes"][number] {
  return { ...volume, sequenceNumber: (volume.sequenceNumber ?? 0) + 1 };
}
