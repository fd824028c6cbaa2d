import type {
  BalancingSource,
  BmUnit,
  CurtailmentDay,
  CurtailmentStore,
  CurtailmentTotals,
  DayChange,
  FetchAttempt,
  HeldPeriod,
  SettlementDate,
  SourceMethod,
} from "@windhash/core";
import {
  curtailmentRecords,
  heldPeriod,
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
import type { DayQuery, DayReading } from "./reading.ts";
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
  try {
    read = await readDay(input);
  } catch (error) {
    if (!(error instanceof WindhashError)) throw error;
    const attempts = failedAttempts(input, error);
    await store.addAttempts(attempts);
    const unpublished = attempts.every(({ outcome }) => outcome === "unpublished");
    return { settlementDate, outcome: unpublished ? "unpublished" : "failed", error };
  }
  const change = await storeDay(input, read);
  const { periods, records } = read.day;
  const negativeNets = records.filter(({ netWh }) => netWh < 0).length;
  const outcome = change.changed ? "stored" : "unchanged";
  return { settlementDate, outcome, change, periods, totals: totalsOf(records), negativeNets };
}

async function storeDay(input: DayInput, { day, fetchedAt }: ReadDay): Promise<DayChange> {
  const { store, clock } = input;
  const committedAt = clock();
  const change = await store.replaceDay(day, { committedAt });
  if (change.changed || (await isLaterLook(input, fetchedAt)))
    await store.addAttempts([attempt(input, committedAt, { outcome: "ok", settlementPeriod: null, message: null })]);
  return change;
}

/** Whether the source was asked later than for what is held, and later than it was last looked at. */
async function isLaterLook({ store, settlementDate }: DayInput, fetchedAt: number | null): Promise<boolean> {
  if (fetchedAt === null) return false;
  const range = { from: settlementDate, to: settlementDate };
  const [[held], [tries]] = await Promise.all([store.days(range), store.dayAttempts(range)]);
  const heldAt = held === undefined ? null : oldestFetchedAt(held);
  return fetchedAt > Math.max(heldAt ?? 0, tries?.lastOkAt ?? 0);
}

async function readDay(input: DayInput): Promise<ReadDay> {
  const { settlementDate, method, source, units, signal } = input;
  const reading = await READERS[method]({ settlementDate, source, wind: windUnits(units), ...(signal && { signal }) });
  await refuseLoss(input, reading);
  const records = curtailmentRecords(reading.volumes);
  const curtailed = new Set(records.map(({ settlementPeriod }) => settlementPeriod));
  const { fetchedAt, volumes, unmapped } = reading;
  const periods = reading.evidence.map((evidence) =>
    heldPeriod({ settlementDate, ...evidence, fetchedAt, curtailed: curtailed.has(evidence.settlementPeriod) }),
  );
  const hashes = { payloadHash: sha256Hex(reading.payloadHashes.join("\n")), registerHash: registerHash(units) };
  const day = { settlementDate, method, ...hashes, periods, volumes, records, ...(unmapped && { unmapped }) };
  return { day, fetchedAt };
}

/**
 * An answer with fewer rows than the source itself counts is no reason to forget what is held as complete.
 *
 * @throws {SourceError} that names the periods
 */
async function refuseLoss({ store, settlementDate }: DayInput, { evidence }: DayReading): Promise<void> {
  const short = evidence.filter(({ countedRows, sourceRows }) => countedRows !== null && sourceRows < countedRows);
  if (short.length === 0) return;
  const [held] = await store.days({ from: settlementDate, to: settlementDate });
  const sure = held?.periods.filter(({ state }) => state === "complete" || state === "empty") ?? [];
  const known = new Set(sure.map(({ settlementPeriod }) => settlementPeriod));
  const lost = short.map(({ settlementPeriod }) => settlementPeriod).filter((period) => known.has(period));
  if (lost.length === 0) return;
  throw new SourceError(
    `A period that is held as complete must not be replaced by fewer rows than the source counts, got fewer for ${lost.join(", ")}. ` +
      "Nothing was changed; ask again later.",
    { periods: lost.length },
    { retryable: true },
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
