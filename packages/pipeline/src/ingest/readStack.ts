import type { Fetched, SettlementPeriod, Side, StackRow } from "@windhash/core";
import { settlementPeriods, volumesFromStack } from "@windhash/core";
import type { DayQuery, DayReading } from "./reading.ts";
import { countByPeriod, oldestFetch, unmappedOf } from "./reading.ts";
import { PeriodsFailedError, type PeriodFailure } from "./periodsFailed.ts";

/** Requests of one day that are under way at the same time; the client keeps the rate. */
const CONCURRENT_REQUESTS = 8;

/** Failed requests after which the rest of the day is not asked for: the source is down, not one period of it. */
const MAX_FAILURES = 16;

const SIDES: readonly Side[] = ["bid", "offer"];

/**
 * Reads a day from the settlement stack: both sides of every period.
 *
 * A period that fails does not stop the others, so that one run names all that is wrong; too many failures do.
 *
 * @throws {PeriodsFailedError} when any period could not be read
 */
export async function readStack(query: DayQuery): Promise<DayReading> {
  const { settlementDate, source, wind, signal } = query;
  const asked = settlementPeriods(settlementDate).flatMap((settlementPeriod) =>
    SIDES.map((side) => ({ settlementDate, settlementPeriod, side, ...(signal && { signal }) })),
  );
  const bodies = await allOrFailures(asked, (asking) => source.stack(asking));
  const counted = await source.rowCounts({ settlementDate, dataset: "ISPSTACK", ...(signal && { signal }) });
  const rows = bodies.flatMap((body) => body.rows);
  return {
    volumes: volumesFromStack({ rows, isWind: wind.isWind }),
    unmapped: unmappedOf(query, (isWind) => volumesFromStack({ rows, isWind })),
    payloadHashes: bodies.map(({ payloadHash }) => payloadHash),
    fetchedAt: oldestFetch(bodies),
    evidence: countByPeriod(settlementDate, rows).map((period) => ({
      ...period,
      countedRows: counted?.get(period.settlementPeriod) ?? null,
      vouchedOtherwise: false,
      doubts: [],
    })),
  };
}

type PeriodQuery = { readonly settlementPeriod: SettlementPeriod; readonly signal?: AbortSignal };

async function allOrFailures<Query extends PeriodQuery>(
  queries: readonly Query[],
  read: (query: Query) => Promise<Fetched<StackRow>>,
): Promise<readonly Fetched<StackRow>[]> {
  const bodies: Fetched<StackRow>[] = [];
  const failures: PeriodFailure[] = [];
  const waiting = [...queries.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && failures.length < MAX_FAILURES; next = waiting.shift()) {
      const [index, query] = next;
      try {
        bodies[index] = await read(query);
      } catch (error) {
        if (query.signal?.aborted) throw error;
        failures.push({ settlementPeriod: query.settlementPeriod, error });
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_REQUESTS }, work));
  if (failures.length > 0) throw new PeriodsFailedError(failures);
  return bodies;
}
