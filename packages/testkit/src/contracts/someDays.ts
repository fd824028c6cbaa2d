import {
  type CurtailmentDay,
  curtailmentRecords,
  type CurtailmentStore,
  parseSettlementDate,
  periodCount,
  recordTally,
  totalsOf,
} from "@windhash/core";
import fc from "fast-check";
import { expect } from "vitest";
import { defined } from "../at.ts";
import { curtailmentDay } from "../fixtures/arbitraries.ts";
import { collect, plain } from "./plain.ts";

/** Dates of the contracts; the third lies in another month. */
export const [DAY, NEXT_DAY, LATER_DAY] = ["2022-01-01", "2022-01-02", "2022-02-01"].map(parseSettlementDate) as [
  CurtailmentDay["settlementDate"],
  CurtailmentDay["settlementDate"],
  CurtailmentDay["settlementDate"],
];

/** A commit at some noon. */
export const NOON = { committedAt: 1_700_000_000 };

/** A day with some records, the same on every run. */
export function someDay(settlementDate = DAY, seed = 7): CurtailmentDay {
  const days = fc.sample(curtailmentDay(settlementDate), { seed, numRuns: 60 });
  return defined(days.find(({ records, method }) => records.length >= 4 && method === "stack"));
}

/** The same day with other volumes. */
export function withVolumes(day: CurtailmentDay, volumes: CurtailmentDay["volumes"]): CurtailmentDay {
  return { ...day, payloadHash: "f".repeat(64), volumes, records: curtailmentRecords(volumes) };
}

/** Everything that the store gives of the day is what was given to it. */
export async function expectHeld(store: CurtailmentStore, day: CurtailmentDay): Promise<void> {
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
