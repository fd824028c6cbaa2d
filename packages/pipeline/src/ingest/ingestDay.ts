import type {
  BalancingSource,
  BmUnit,
  CurtailmentDay,
  CurtailmentMethod,
  CurtailmentStore,
  CurtailmentTotals,
  DayChange,
  FetchAttempt,
  HeldPeriod,
  SettlementDate,
} from "@windhash/core";
import {
  curtailmentRecords,
  heldPeriod,
  registerHash,
  sha256Hex,
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
  readonly method: CurtailmentMethod;
  readonly source: BalancingSource;
  /** The register: which units are wind. */
  readonly units: readonly BmUnit[];
  readonly store: Pick<CurtailmentStore, "replaceDay" | "addAttempts">;
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
    }
  | { readonly outcome: "failed" | "unpublished"; readonly error: WindhashError }
);

const READERS: Readonly<Record<CurtailmentMethod, (query: DayQuery) => Promise<DayReading>>> = {
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
  const { periods } = day;
  return {
    settlementDate,
    outcome: change.changed ? "stored" : "unchanged",
    change,
    periods,
    totals: totalsOf(day.records),
  };
}

async function readDay(input: IngestInput & { readonly settlementDate: SettlementDate }): Promise<CurtailmentDay> {
  const { settlementDate, method, source, units, signal } = input;
  const reading = await READERS[method]({ settlementDate, source, wind: windUnits(units), ...(signal && { signal }) });
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
