import {
  isoFromInstant,
  type CalculationSettings,
  type LedgerEntry,
  type LedgerStore,
  type PastStores,
  type Stores,
} from "@windhash/core";
import { typedPastInstant } from "./arguments/instant.ts";
import type { CommandContext } from "./context.ts";
import { utcShown } from "./render/time.ts";
import { UsageError } from "./usageError.ts";

/** A moment with what was held then. */
export type Moment = {
  readonly stores: PastStores & Pick<Stores, "dayAttempts">;
  readonly settings: CalculationSettings;
  /** Unix seconds: the moment itself, or now. */
  readonly instant: number;
  /** The same where it is an earlier moment; null: now. */
  readonly until: number | null;
};

/** What is typed to look back, with what it says of itself. */
export const AS_OF = ["--as-of <time>", "as it was then: a time with its offset, or a date (its end)"] as const;

/**
 * The database as it was at the moment that was typed, or as it is. A report made from it has the bytes of the report of that
 * moment, so what is to be said of the moment goes beside it.
 *
 * @throws {UsageError} when it is no moment, still to come, or the record begins later
 */
export async function openMoment(context: CommandContext, asOf: string | undefined): Promise<Moment> {
  const now = context.clock();
  const instant = asOf === undefined ? now : typedPastInstant(asOf, { name: "--as-of", now });
  const { stores, settings } = await context.compose.openDatabase({ mayCreate: false });
  if (asOf === undefined) return { stores, settings, instant, until: null };
  const entry = await stores.ledgerEntryAt(instant);
  if (entry === null) throw await beforeTheRecord(stores, instant);
  context.note(`windhash: as of ${utcShown(instant, "seconds")} UTC, after ${entryShown(entry)}`);
  const past = stores.asOf(entry.ledgerNo);
  const dayAttempts: Stores["dayAttempts"] = (...asked) => stores.dayAttempts(...asked);
  return { stores: { ...past, dayAttempts }, settings: await settingsOf(past, entry), instant, until: instant };
}

/** `entry 7 of the ledger: 2022-01-01, committed 2022-01-03 10:15:02 UTC`. */
function entryShown({ ledgerNo, committedAt, kind, settlementDate }: LedgerEntry): string {
  const what = {
    day: `${settlementDate}`,
    calculations: `calculations of ${settlementDate}`,
    register: "the register",
    settings: "models and basis",
  }[kind];
  return `entry ${ledgerNo} of the ledger: ${what}, committed ${utcShown(committedAt, "seconds")} UTC`;
}

async function settingsOf(past: PastStores, { ledgerNo }: LedgerEntry): Promise<CalculationSettings> {
  const settings = await past.settings();
  if (settings !== null) return settings;
  throw new UsageError(
    `Models and basis must have been chosen before a report is made, got none at entry ${ledgerNo} of the ledger. Choose a later time.`,
    { ledgerNo },
  );
}

async function beforeTheRecord(stores: LedgerStore, instant: number): Promise<UsageError> {
  const first = await firstEntryAt(stores, instant);
  const [asOf, recordBegins] = [isoFromInstant(instant), first === null ? null : isoFromInstant(first)];
  const begins = recordBegins === null ? "nothing is recorded yet" : `the record begins at ${recordBegins}`;
  return new UsageError(`A moment to look back to must lie within the record, got ${asOf}: ${begins}.`, {
    asOf,
    recordBegins,
  });
}

/** The last second of year 9999. */
const END_OF_TIME = 253_402_300_799;

/** When the first entry was committed, found by halving the time after an instant that lies before it; null: there is none. */
async function firstEntryAt(stores: LedgerStore, before: number): Promise<number | null> {
  let earliest = (await stores.ledgerEntryAt(END_OF_TIME))?.committedAt ?? null;
  let without = before;
  while (earliest !== null && earliest - without > 1) {
    const middle = Math.floor((without + earliest) / 2);
    const entry = await stores.ledgerEntryAt(middle);
    if (entry === null) without = middle;
    else earliest = entry.committedAt;
  }
  return earliest;
}
