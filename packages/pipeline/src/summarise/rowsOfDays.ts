import {
  type AcceptedVolume,
  type BitcoinCalculation,
  type CurtailmentRecord,
  DayMovedError,
  type HeldDay,
  type PastStores,
  type SettlementDate,
  settlementDates,
  type SettlementDateRange,
  type SummaryGroup,
} from "@windhash/core";
import { eachDay, type JobOptions } from "../progress.ts";
import { outdatedDays } from "./summariseRange.ts";

/** How often a day is read again when another writer has moved it meanwhile. */
const DAY_TRIES = 5;

/** What rows can be of. `days`: one row for every day. */
export type RowKind = "records" | "volumes" | "calculations" | "days";

/** Rows of one kind, in key order. */
type KindRows =
  | { readonly kind: "records"; readonly rows: readonly CurtailmentRecord[] }
  | { readonly kind: "volumes"; readonly rows: readonly AcceptedVolume[] }
  | { readonly kind: "calculations"; readonly rows: readonly BitcoinCalculation[] }
  | { readonly kind: "days"; readonly rows: readonly SummaryGroup[] };

/** The rows of one settlement day, with what has to be known to read them. */
export type DayRows = KindRows & {
  readonly settlementDate: SettlementDate;
  /** Null when nothing of the day is held: there are no rows then. */
  readonly held: HeldDay | null;
  /** Whether its bitcoin was worked out from other records than those held; told with `calculations` and `days` alone. */
  readonly isOutdated: boolean;
};

/**
 * Gives the rows of a range a settlement day at a time, in order, also of days that are not held. Reads, never writes; each day is
 * of one revision.
 *
 * @param give gets each day; the next is read once it is done
 * @throws {DayMovedError} when a day is committed faster than it can be read
 */
export async function rowsOfDays(
  stores: PastStores,
  request: { readonly range: SettlementDateRange; readonly kind: RowKind },
  give: (day: DayRows) => Promise<void> | void,
  options: JobOptions = {},
): Promise<{ readonly interrupted: boolean }> {
  const { range, kind } = request;
  const held = new Map((await stores.days(range)).map((day) => [day.settlementDate, day]));
  const days = settlementDates(range).map((settlementDate) => ({ settlementDate }));
  return eachDay(days, options, async ({ settlementDate }) => {
    const day = held.get(settlementDate) ?? null;
    await give(day === null ? noRows(settlementDate, kind) : await rowsOfDay(stores, day, kind));
  });
}

function noRows(settlementDate: SettlementDate, kind: RowKind): DayRows {
  return { settlementDate, held: null, kind, rows: [], isOutdated: false };
}

/** @param first the day as it was held when the export began */
async function rowsOfDay(stores: PastStores, first: HeldDay, kind: RowKind): Promise<DayRows> {
  const { settlementDate } = first;
  let held = first;
  for (let tries = 0; tries < DAY_TRIES; tries += 1) {
    const rows = await readRows(stores, held, kind);
    const [now] = await stores.days({ from: settlementDate, to: settlementDate });
    if (now === undefined || now.revision === held.revision) return { settlementDate, held, ...rows };
    held = now;
  }
  throw new DayMovedError(
    `${settlementDate} must stay as it is while it is read, but was committed again ${DAY_TRIES} times. Wait for the other writer to end, then try again.`,
    { settlementDate },
  );
}

type ReadRows = KindRows & Pick<DayRows, "isOutdated">;

async function readRows(stores: PastStores, held: HeldDay, kind: RowKind): Promise<ReadRows> {
  const { settlementDate } = held;
  if (kind === "records") return { kind, rows: await stores.recordsOfDay(settlementDate), isOutdated: false };
  if (kind === "volumes") return { kind, rows: await stores.volumesOfDay(settlementDate), isOutdated: false };
  const isOutdated = await standsOnOthers(stores, held);
  if (kind === "calculations") return { kind, rows: await stores.calculationsOfDay(settlementDate), isOutdated };
  return { kind, rows: [await stores.total({ from: settlementDate, to: settlementDate })], isOutdated };
}

/** Asked before the rows are read: bitcoin that is calculated anew meanwhile may then be called outdated, never the other way. */
async function standsOnOthers(stores: PastStores, held: HeldDay): Promise<boolean> {
  const { settlementDate } = held;
  const tallies = await stores.calculationTallies({ from: settlementDate, to: settlementDate });
  return outdatedDays([held], tallies).length > 0;
}
