import type {
  BalancingSource,
  BmUnit,
  CurtailmentDay,
  CurtailmentStore,
  CurtailmentTotals,
  DayChange,
  FetchAttempt,
  HeldDay,
  HeldPeriod,
  SettlementDate,
  SourceMethod,
} from "@windhash/core";
import {
  curtailmentRecords,
  heldPeriod,
  isoFromInstant,
  registerHash,
  sha256Hex,
  SourceError,
  totalsOf,
  windUnits,
  WindhashError,
} from "@windhash/core";
import { PeriodsFailedError } from "./periodsFailed.ts";
import { oldestFetchedAt } from "./planIngest.ts";
import { readAcceptanceVolumes } from "./readAcceptanceVolumes.ts";
import type { DayQuery, DayReading, PeriodEvidence } from "./reading.ts";
import { readLevels } from "./readLevels.ts";
import { readStack } from "./readStack.ts";

/** What ingesting takes. The clock gives Unix seconds. */
export type IngestInput = {
  readonly method: SourceMethod;
  readonly source: BalancingSource;
  /** The register: which units are wind. */
  readonly units: readonly BmUnit[];
  readonly store: Pick<CurtailmentStore, "replaceDay" | "addAttempts" | "days" | "dayAttempts">;
  readonly clock: () => number;
  /** Take an answer also where it is older than what is held, or holds fewer rows. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
};

/** What became of one day. */
export type IngestOutcome = {
  readonly settlementDate: SettlementDate;
} & (
  | {
      readonly outcome: "stored" | "unchanged";
      readonly change: DayChange;
      readonly periods: readonly HeldPeriod[];
      readonly totals: CurtailmentTotals;
      /** Records that undo more than was bid in their period: so the source says, and nothing can be mined with them. */
      readonly negativeNets: number;
    }
  | { readonly outcome: "failed" | "unpublished"; readonly error: WindhashError }
);

const READERS: Readonly<Record<SourceMethod, (query: DayQuery) => Promise<DayReading>>> = {
  stack: readStack,
  boav: readAcceptanceVolumes,
  pn: readLevels,
};

/** One day of an ingestion. */
type DayInput = IngestInput & { readonly settlementDate: SettlementDate };

/** A day as read, with the Unix seconds at which its source was asked; null where an extract states no time. */
type ReadDay = { readonly day: CurtailmentDay; readonly fetchedAt: number | null };

/** A day as it was held before its source was asked. */
type HeldBefore = HeldDay | null;

/**
 * Reads a whole settlement day, then stores it whole.
 *
 * A period that cannot be read leaves the stored day as it was and adds to the list of attempts. What the source answered is
 * never changed: a failure is not an empty day. An answer that is held already is written down as an attempt alone, and only where
 * the source was asked later than before: so reading an archive twice writes nothing.
 */
export async function ingestDay(input: DayInput): Promise<IngestOutcome> {
  const { settlementDate, store } = input;
  let read: ReadDay;
  let change: DayChange;
  try {
    const [held = null] = await store.days({ from: settlementDate, to: settlementDate });
    read = await readDay(input, held);
    change = await storeDay(input, held, read);
  } catch (error) {
    if (!(error instanceof WindhashError)) throw error;
    const attempts = failedAttempts(input, error);
    await store.addAttempts(attempts);
    const unpublished = attempts.every(({ outcome }) => outcome === "unpublished");
    return { settlementDate, outcome: unpublished ? "unpublished" : "failed", error };
  }
  const { periods, records } = read.day;
  const negativeNets = records.filter(({ netWh }) => netWh < 0).length;
  const outcome = change.changed ? "stored" : "unchanged";
  return { settlementDate, outcome, change, periods, totals: totalsOf(records), negativeNets };
}

/** Another writer of the day meanwhile makes this a failure: whose answer is the later one is not known. */
async function storeDay(input: DayInput, held: HeldBefore, { day, fetchedAt }: ReadDay): Promise<DayChange> {
  const { store, clock } = input;
  const committedAt = clock();
  const change = await store.replaceDay(day, { committedAt, ifRevision: held?.revision ?? 0 });
  if (change.changed || (await isLaterLook(input, held, fetchedAt)))
    await store.addAttempts([attempt(input, committedAt, { outcome: "ok", settlementPeriod: null, message: null })]);
  return change;
}

/** Whether the source was asked later than for what is held, and later than it was last looked at. */
async function isLaterLook(
  { store, settlementDate }: DayInput,
  held: HeldBefore,
  fetchedAt: number | null,
): Promise<boolean> {
  if (fetchedAt === null) return false;
  const [tries] = await store.dayAttempts({ from: settlementDate, to: settlementDate });
  const heldAt = held === null ? null : oldestFetchedAt(held);
  return fetchedAt > Math.max(heldAt ?? 0, tries?.lastOkAt ?? 0);
}

async function readDay(input: DayInput, held: HeldBefore): Promise<ReadDay> {
  const { settlementDate, method, source, units, signal } = input;
  const reading = await READERS[method]({ settlementDate, source, wind: windUnits(units), ...(signal && { signal }) });
  if (input.force !== true) refuseLoss(held, method, reading);
  const records = curtailmentRecords(reading.volumes);
  const curtailed = new Set(records.map(({ settlementPeriod }) => settlementPeriod));
  const { fetchedAt, volumes, unmapped } = reading;
  const periods = reading.evidence.map((evidence) =>
    heldPeriod({ settlementDate, ...evidence, fetchedAt, curtailed: curtailed.has(evidence.settlementPeriod) }),
  );
  const hashes = { payloadHash: sha256Hex(reading.payloadHashes.join("\n")), registerHash: registerHash(units) };
  const day = { settlementDate, method, ...hashes, periods, volumes, records, ...(unmapped && { unmapped }) };
  if (input.force !== true) refuseOlder(held, day, fetchedAt);
  return { day, fetchedAt };
}

/**
 * An answer with fewer rows than the source itself counts is no reason to forget what is held as complete. Where it counts nothing,
 * nor is one with fewer than are held as complete, or with none where any are held: a source that is being mended says so.
 *
 * @throws {SourceError} that names the periods
 */
function refuseLoss(held: HeldBefore, method: SourceMethod, { evidence }: DayReading): void {
  if (held === null) return;
  const known = new Map(held.periods.map((period) => [period.settlementPeriod, period]));
  const lost = evidence.filter((period) => {
    const before = known.get(period.settlementPeriod);
    return before !== undefined && isLoss(before, period, held.method === method);
  });
  if (lost.length === 0) return;
  throw new SourceError(
    `A period that is held must not be replaced by fewer rows than are held or counted, got fewer for ` +
      `${lost.map(({ settlementPeriod }) => settlementPeriod).join(", ")}. Nothing was changed; ask again later, or take them with --force.`,
    { periods: lost.length },
    { retryable: true },
  );
}

/** @param isAlike whether both were read by one method, so that their rows can be compared */
function isLoss(before: HeldPeriod, { sourceRows, countedRows }: PeriodEvidence, isAlike: boolean): boolean {
  const isSure = before.state === "complete" || before.state === "empty";
  if (countedRows !== null) return isSure && sourceRows < countedRows;
  return isAlike && sourceRows < before.sourceRows && (isSure || sourceRows === 0);
}

/** An archive may hold an older answer than the one that is held. @throws {SourceError} naming both times */
function refuseOlder(held: HeldBefore, day: CurtailmentDay, fetchedAt: number | null): void {
  if (held === null || held.method !== day.method || held.payloadHash === day.payloadHash) return;
  const heldAt = oldestFetchedAt(held);
  if (fetchedAt === null || heldAt === null || fetchedAt >= heldAt) return;
  throw new SourceError(
    `A day must not be replaced by an older answer, got one of ${isoFromInstant(fetchedAt)} where one of ${isoFromInstant(heldAt)} is held. ` +
      "Nothing was changed; take it all the same with --force.",
    { fetchedAt, heldAt },
  );
}

type Attempted = Pick<IngestInput, "method" | "clock"> & { readonly settlementDate: SettlementDate };

function failedAttempts(input: Attempted, error: WindhashError): readonly FetchAttempt[] {
  const attemptedAt = input.clock();
  const failures = error instanceof PeriodsFailedError ? error.failures : [{ settlementPeriod: null, error }];
  return failures.map((failure) =>
    attempt(input, attemptedAt, {
      outcome: outcomeOf(failure.error),
      settlementPeriod: failure.settlementPeriod,
      message: messageOf(failure.error),
    }),
  );
}

function attempt(
  { settlementDate, method }: Attempted,
  attemptedAt: number,
  result: Pick<FetchAttempt, "outcome" | "settlementPeriod" | "message">,
): FetchAttempt {
  return { settlementDate, method, attemptedAt, ...result };
}

function outcomeOf(error: unknown): "failed" | "unpublished" {
  return error instanceof WindhashError && error.code === "unpublished" ? "unpublished" : "failed";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
