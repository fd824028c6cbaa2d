import type {
  DayDifference,
  HeldDay,
  MinerModelId,
  PeriodState,
  SettlementDate,
  SettlementDateRange,
} from "@windhash/core";
import { periodCount, settlementDates } from "@windhash/core";
import { eachDay, type JobOptions } from "../progress.ts";
import { examineDay } from "./examineDay.ts";
import { type DayOverview, type Ledger, overviewDays } from "./ledger.ts";
import { recordsAgree } from "./proof.ts";

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

/** A day is as good as its worst period; `unknown` when any of its periods is not held. */
export type DayState = PeriodState | "unknown";

/** The state of a database, or of a range of it. */
export type Status = KeyCounts & {
  readonly models: readonly (KeyCounts & { readonly minerModelId: string })[];
  /** Days by state. Days between the first and the last are unknown when they are not held. */
  readonly days: Readonly<Record<DayState, number>>;
  /** First and last date that it speaks of; null when nothing is held and no range was asked for. */
  readonly range: SettlementDateRange | null;
  /** Days whose records do not add up to what was written: altered from outside. */
  readonly alteredDays: readonly SettlementDate[];
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
  const active = new Set(counts.keys());
  await eachDay(overviews, options, async (day) => {
    const { difference } = await examineDay(ledger, day, { rows: request.rows ?? false });
    const records = day.recordSum?.records ?? 0;
    for (const id of new Set([...active, ...difference.orphan.map(({ minerModelId }) => minerModelId)])) {
      const keys = countKeys(id, difference, active.has(id) ? records : 0);
      counts.set(id, addCounts(counts.get(id) ?? NO_KEYS, keys));
    }
  });
  const range = request.range ?? extent(overviews);
  const models = [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([minerModelId, keys]) => ({ minerModelId, ...keys }));
  return {
    ...models.reduce<KeyCounts>(addCounts, NO_KEYS),
    models,
    days: daysByState(overviews, range),
    range,
    alteredDays: overviews.filter((day) => !recordsAgree(day)).map(({ settlementDate }) => settlementDate),
  };
}

/** The state of a held day: that of its worst period. */
export function dayState({ settlementDate, periods }: Pick<HeldDay, "settlementDate" | "periods">): DayState {
  if (periods.length < periodCount(settlementDate)) return "unknown";
  const states = new Set(periods.map(({ state }) => state));
  if (states.has("unconfirmed")) return "unconfirmed";
  if (states.has("provisional")) return "provisional";
  return states.has("complete") ? "complete" : "empty";
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

function extent(days: readonly DayOverview[]): SettlementDateRange | null {
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? null : { from: first.settlementDate, to: last.settlementDate };
}

function daysByState(days: readonly DayOverview[], range: SettlementDateRange | null): Record<DayState, number> {
  const byState: Record<DayState, number> = { complete: 0, empty: 0, provisional: 0, unconfirmed: 0, unknown: 0 };
  if (range === null) return byState;
  const held = new Map(days.map((day) => [day.settlementDate, day.held]));
  for (const settlementDate of settlementDates(range)) {
    const day = held.get(settlementDate);
    byState[day === undefined || day === null ? "unknown" : dayState(day)] += 1;
  }
  return byState;
}
