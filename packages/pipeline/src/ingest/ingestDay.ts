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
  readonly store: Pick<CurtailmentStore, "replaceDay" | "addAttempts" | "days">;
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

/**
 * Reads a whole settlement day, then stores it whole.
 *
 * A period that cannot be read leaves the stored day as it was and adds to the list of attempts. What the source answered is
 * never changed: a failure is not an empty day.
 */
export async function ingestDay(
  input: IngestInput & { readonly settlementDate: SettlementDate },
): Promise<IngestOutcome> {
  const { settlementDate, store, clock } = input;
  let day: CurtailmentDay;
  try {
    day = await readDay(input);
  } catch (error) {
    if (!(error instanceof WindhashError)) throw error;
    const attempts = failedAttempts(input, error);
    await store.addAttempts(attempts);
    const unpublished = attempts.every(({ outcome }) => outcome === "unpublished");
    return { settlementDate, outcome: unpublished ? "unpublished" : "failed", error };
  }
  const change = await store.replaceDay(day, { committedAt: clock() });
  if (change.changed) await store.addAttempts([attempt(input, "ok", null, null)]);
  const { periods, records } = day;
  const negativeNets = records.filter(({ netWh }) => netWh < 0).length;
  const outcome = change.changed ? "stored" : "unchanged";
  return { settlementDate, outcome, change, periods, totals: totalsOf(records), negativeNets };
}

async function readDay(input: IngestInput & { readonly settlementDate: SettlementDate }): Promise<CurtailmentDay> {
  const { settlementDate, method, source, units, signal } = input;
  const reading = await READERS[method]({ settlementDate, source, wind: windUnits(units), ...(signal && { signal }) });
  await refuseLoss(input, reading);
  const records = curtailmentRecords(reading.volumes);
  const curtailed = new Set(records.map(({ settlementPeriod }) => settlementPeriod));
  return {
    settlementDate,
    method,
    payloadHash: sha256Hex(reading.payloadHashes.join("\n")),
    registerHash: registerHash(units),
    periods: reading.evidence.map((evidence) =>
      heldPeriod({
        settlementDate,
        ...evidence,
        fetchedAt: reading.fetchedAt,
        curtailed: curtailed.has(evidence.settlementPeriod),
      }),
    ),
    volumes: reading.volumes,
    records,
  };
}

/**
 * An answer with fewer rows than the source itself counts is no reason to forget what is held as complete.
 *
 * @throws {SourceError} that names the periods
 */
async function refuseLoss(
  { store, settlementDate }: Pick<IngestInput, "store"> & { readonly settlementDate: SettlementDate },
  { evidence }: DayReading,
): Promise<void> {
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
  const failures = error instanceof PeriodsFailedError ? error.failures : [{ settlementPeriod: null, error }];
  return failures.map((failure) =>
    attempt(input, outcomeOf(failure.error), failure.settlementPeriod, messageOf(failure.error)),
  );
}

function attempt(
  { settlementDate, method, clock }: Attempted,
  outcome: FetchAttempt["outcome"],
  settlementPeriod: FetchAttempt["settlementPeriod"],
  message: string | null,
): FetchAttempt {
  return { settlementDate, settlementPeriod, method, attemptedAt: clock(), outcome, message };
}

function outcomeOf(error: unknown): "failed" | "unpublished" {
  return error instanceof WindhashError && error.code === "unpublished" ? "unpublished" : "failed";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
