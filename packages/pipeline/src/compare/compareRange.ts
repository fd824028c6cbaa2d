import {
  type BalancingSource,
  type BmUnit,
  comparePeriods,
  type CurtailmentMethod,
  type CurtailmentStore,
  type PeriodDifference,
  type SettlementDate,
  type WindUnits,
  windUnits,
  WindhashError,
} from "@windhash/core";
import { PeriodsFailedError } from "../ingest/periodsFailed.ts";
import { allOrError } from "../ingest/reading.ts";
import { eachDay, type JobOptions } from "../progress.ts";
import { type ComparedName, type MethodDay, readMethod } from "./readMethod.ts";

/** What comparing takes. */
export type CompareInput = {
  readonly settlementDates: readonly SettlementDate[];
  /** Two different ones; a difference is the first less the second. */
  readonly methods: readonly [ComparedName, ComparedName];
  readonly source: BalancingSource;
  /** The register: which units are wind, and under which ids. */
  readonly units: readonly BmUnit[];
  /** Needed for `stored`; null where no method is that. */
  readonly store: Pick<CurtailmentStore, "days" | "volumesOfDay"> | null;
};

/** What became of one day. */
export type ComparedDay = { readonly settlementDate: SettlementDate } & (
  | {
      readonly outcome: "compared";
      readonly periods: readonly PeriodDifference[];
      /** Periods of each method that are neither complete nor empty. */
      readonly unsurePeriods: readonly [number, number];
      /** What `stored` was read by: the same method again is no second opinion. Null where neither method is that. */
      readonly storedMethod: CurtailmentMethod | null;
    }
  | { readonly outcome: "failed" | "unpublished"; readonly error: WindhashError }
  /** The database does not hold it. */
  | { readonly outcome: "not-held" }
);

/** Reads every day by both methods and compares them. Nothing is stored. A day that cannot be read does not stop the others. */
export async function compareRange(
  input: CompareInput,
  options: JobOptions = {},
): Promise<{ readonly days: readonly ComparedDay[]; readonly interrupted: boolean }> {
  const wind = windUnits(input.units);
  const days: ComparedDay[] = [];
  const asked = input.settlementDates.map((settlementDate) => ({ settlementDate }));
  const { interrupted } = await eachDay(asked, options, async ({ settlementDate }) => {
    days.push(await compareDay(settlementDate, input, wind));
  });
  return { days, interrupted };
}

async function compareDay(settlementDate: SettlementDate, input: CompareInput, wind: WindUnits): Promise<ComparedDay> {
  const { methods, source, store } = input;
  const query = { settlementDate, source, wind, store };
  try {
    const [first, second] = await allOrError([readMethod(methods[0], query), readMethod(methods[1], query)]);
    if (first === null || second === null) return { settlementDate, outcome: "not-held" };
    const periods = comparePeriods(first.compared, second.compared);
    const storedMethod = first.storedMethod ?? second.storedMethod;
    return {
      settlementDate,
      outcome: "compared",
      periods,
      unsurePeriods: [unsure(first), unsure(second)],
      storedMethod,
    };
  } catch (error) {
    if (!(error instanceof WindhashError)) throw error;
    return { settlementDate, outcome: isUnpublished(error) ? "unpublished" : "failed", error };
  }
}

function isUnpublished(error: WindhashError): boolean {
  const reasons = error instanceof PeriodsFailedError ? error.failures.map((failure) => failure.error) : [error];
  return reasons.every((reason) => reason instanceof WindhashError && reason.code === "unpublished");
}

function unsure({ periods }: MethodDay): number {
  return periods.filter(({ state }) => state !== "complete" && state !== "empty").length;
}
