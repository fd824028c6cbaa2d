import {
  type BalancingSource,
  type BmUnit,
  type CurtailmentMethod,
  type CurtailmentStore,
  type DayChange,
  type HeldDay,
  type SettlementDate,
  SourceError,
  WindhashError,
} from "@windhash/core";
import { ingestDay, type IngestInput } from "../ingest/ingestDay.ts";
import { eachDay, type JobOptions } from "../progress.ts";
import type { ConcernedDay } from "./concernedDays.ts";

/** What deriving days again takes. The clock gives Unix seconds. */
export type RederiveInput = {
  readonly days: readonly ConcernedDay[];
  /** Where the bodies are kept from which the days were stored; null: there are none. */
  readonly archive: BalancingSource | null;
  /** The whole register. */
  readonly units: readonly BmUnit[];
  readonly store: IngestInput["store"];
  readonly clock: () => number;
};

/** What became of one day. */
export type RederivedDay = {
  readonly settlementDate: SettlementDate;
  readonly method: CurtailmentMethod;
} & (
  | { readonly outcome: "stored"; readonly change: DayChange }
  /** It stays as it was, and has to be ingested again: `reason` says why, for people. */
  | { readonly outcome: "left"; readonly reason: string }
);

const NOT_ARCHIVED = "what it was read from is not in the archive";

/**
 * Stores days again from the bodies that they were stored from, by the same method, with another register: a new revision of
 * each, without asking the source.
 *
 * A day whose bodies are not to be had, or are others by now, is left as it was. Nothing is added to the list of attempts, as
 * nothing was fetched.
 */
export async function rederiveDays(
  input: RederiveInput,
  options: JobOptions = {},
): Promise<{ readonly days: readonly RederivedDay[]; readonly interrupted: boolean }> {
  const outcomes: RederivedDay[] = [];
  const days = input.days.map(({ day }) => day);
  const { interrupted } = await eachDay(days, options, async (day) => {
    outcomes.push(await rederiveDay(input, day));
  });
  return { days: outcomes, interrupted };
}

async function rederiveDay({ archive, units, store, clock }: RederiveInput, day: HeldDay): Promise<RederivedDay> {
  const { settlementDate, method } = day;
  const left = (reason: string): RederivedDay => ({ settlementDate, method, outcome: "left", reason });
  if (method === "import") return left("it was imported from a file");
  if (archive === null) return left(NOT_ARCHIVED);
  try {
    const again = { settlementDate, method, source: archive, units, store: onlyOver(day, store), clock };
    const outcome = await ingestDay(again);
    if ("error" in outcome) return left(reasonOf(outcome.error));
    return { settlementDate, method, outcome: "stored", change: outcome.change };
  } catch (error) {
    if (error instanceof WindhashError) return left(reasonOf(error));
    throw error;
  }
}

/** A store that takes the day only from the same bodies, in place of the same revision, and keeps no attempts. */
function onlyOver(held: HeldDay, store: IngestInput["store"]): IngestInput["store"] {
  const replaceDay: CurtailmentStore["replaceDay"] = (day, commit) => {
    if (day.payloadHash !== held.payloadHash) throw otherBodies(held);
    return store.replaceDay(day, { ...commit, ifRevision: held.revision });
  };
  return {
    days: (range) => store.days(range),
    dayAttempts: (range, until) => store.dayAttempts(range, until),
    addAttempts: () => Promise.resolve(),
    replaceDay,
  };
}

function otherBodies({ settlementDate }: HeldDay): SourceError {
  return new SourceError(
    `The archive must hold what ${settlementDate} was stored from, got other answers. Ingest it again.`,
    { settlementDate },
  );
}

/** What an archive lacks it tells of every period, with an address. */
function reasonOf(error: WindhashError): string {
  const isAbsent = [error, error.cause].some(
    (each) => each instanceof WindhashError && each.details["isInArchive"] === false,
  );
  return isAbsent ? NOT_ARCHIVED : error.message;
}
