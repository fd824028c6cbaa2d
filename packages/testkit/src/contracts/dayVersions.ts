import {
  type CurtailmentDay,
  type CurtailmentStore,
  DayMovedError,
  recordTally,
  StoreError,
  type UnmappedBids,
} from "@windhash/core";
import { expect, it } from "vitest";
import { at } from "../at.ts";
import { plain, type Subject } from "./plain.ts";
import { DAY, LATER_DAY, NEXT_DAY, NOON, someDay, withVolumes } from "./someDays.ts";

/** What `CurtailmentStore` keeps of older versions of a day, and what it replaces without one. */
export function dayVersionsContract({ stores }: Subject<CurtailmentStore>): void {
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
}
