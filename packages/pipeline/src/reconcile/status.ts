import type { DayDifference, MinerModelId, SettlementDate, SettlementDateRange } from "@windhash/core";
import { eachDay, type JobOptions } from "../progress.ts";
import { type DayState, daysByState } from "./dayState.ts";
import { examineDay, isBeyondHistory } from "./examineDay.ts";
import { type DayOverview, type Ledger, overviewDays } from "./ledger.ts";
import { periodsAreWhole, recordsAgree } from "./proof.ts";

/** How stored calculations stand against the expected keys. `matching + missing + stale + wrong = expected`. */
export type KeyCounts = {
  readonly expected: number;
  /** Expected keys that are stored, whatever their value. */
  readonly present: number;
  readonly matching: number;
  readonly missing: number;
  readonly stale: number;
  readonly wrong: number;
  /** Stored keys that are not expected. */
  readonly orphan: number;
};

/** The state of a database, or of a range of it. */
export type Status = KeyCounts & {
  readonly models: readonly (KeyCounts & { readonly minerModelId: string })[];
  /** Days by state. Days between the first and the last are unknown when they are not held. */
  readonly days: Readonly<Record<DayState, number>>;
  /** First and last date that it speaks of; null when nothing is held and no range was asked for. */
  readonly range: SettlementDateRange | null;
  /** Days whose records are not what was written: altered from outside. By their sums, with `rows` by their checksum. */
  readonly alteredDays: readonly SettlementDate[];
  /** Held days of which settlement periods are absent: they have to be ingested again. */
  readonly damagedDays: readonly SettlementDate[];
  /** Days that the network history does not reach over: their calculations are missing until it does. */
  readonly beyondHistoryDays: readonly SettlementDate[];
};

/**
 * Expected against present, by key. Days that their tallies prove are not read; the others are compared row by row.
 *
 * @param request.range null: everything that is stored
 */
export async function statusOf(
  ledger: Ledger,
  request: { readonly range: SettlementDateRange | null; readonly rows?: boolean },
  options: JobOptions = {},
): Promise<Status> {
  const overviews = await overviewDays(ledger.stores, request.range);
  const counts = new Map<MinerModelId, KeyCounts>(ledger.models.map(({ id }) => [id, NO_KEYS]));
  const active = ledger.models.map(({ id }) => id);
  const count = (id: MinerModelId, keys: KeyCounts) => counts.set(id, addCounts(counts.get(id) ?? NO_KEYS, keys));
  const alteredDays = new Set(datesOf(overviews.filter((day) => !recordsAgree(day))));
  await eachDay(overviews, options, async (day) => {
    if (isBeyondHistory(ledger, day)) {
      const records = day.recordSum?.records ?? 0;
      for (const id of active) count(id, { ...NO_KEYS, expected: records, missing: records });
      for (const { minerModelId, calculations } of day.sums) count(minerModelId, { ...NO_KEYS, orphan: calculations });
      return;
    }
    const { difference, records, recordsChecksum } = await examineDay(ledger, day, { rows: request.rows ?? false });
    for (const id of new Set([...active, ...difference.orphan.map(({ minerModelId }) => minerModelId)]))
      count(id, countKeys(id, difference, active.includes(id) ? records : 0));
    if (recordsChecksum !== null && day.held !== null && recordsChecksum !== day.held.tally.checksum)
      alteredDays.add(day.settlementDate);
  });
  const range = request.range ?? extent(overviews);
  const models = [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([minerModelId, keys]) => ({ minerModelId, ...keys }));
  return {
    ...models.reduce<KeyCounts>(addCounts, NO_KEYS),
    models,
    days: daysByState(
      overviews.flatMap(({ held }) => held ?? []),
      range,
    ),
    range,
    alteredDays: [...alteredDays].toSorted(),
    damagedDays: datesOf(overviews.filter((day) => !periodsAreWhole(day))),
    beyondHistoryDays: datesOf(overviews.filter((day) => isBeyondHistory(ledger, day))),
  };
}

const NO_KEYS: KeyCounts = { expected: 0, present: 0, matching: 0, missing: 0, stale: 0, wrong: 0, orphan: 0 };

/** The counts of one model on one day: of an active model every record is expected, of any other none. */
function countKeys(id: MinerModelId, { missing, stale, wrong, orphan }: DayDifference, expected: number): KeyCounts {
  const missed = missing.filter(({ minerModelId }) => minerModelId === id).length;
  const staled = stale.filter((key) => key.expected.minerModelId === id).length;
  const wronged = wrong.filter((key) => key.expected.minerModelId === id).length;
  const orphaned = orphan.filter(({ minerModelId }) => minerModelId === id).length;
  const present = expected - missed;
  return {
    expected,
    present,
    matching: present - staled - wronged,
    missing: missed,
    stale: staled,
    wrong: wronged,
    orphan: orphaned,
  };
}

function addCounts(a: KeyCounts, b: KeyCounts): KeyCounts {
  return {
    expected: a.expected + b.expected,
    present: a.present + b.present,
    matching: a.matching + b.matching,
    missing: a.missing + b.missing,
    stale: a.stale + b.stale,
    wrong: a.wrong + b.wrong,
    orphan: a.orphan + b.orphan,
  };
}

function datesOf(days: readonly DayOverview[]): readonly SettlementDate[] {
  return days.map(({ settlementDate }) => settlementDate);
}

function extent(days: readonly DayOverview[]): SettlementDateRange | null {
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? null : { from: first.settlementDate, to: last.settlementDate };
}
