import type { CurtailmentRecord, HeldDay } from "@windhash/core";
import { curtailmentRecords, recordTally, totalsOf, WindhashError } from "@windhash/core";
import type { DayOverview, LedgerStores } from "./ledger.ts";
import { periodsAreWhole, recordsAgree } from "./proof.ts";

/**
 * How the records of a day stand against what was written.
 *
 * - `sound`: as written.
 * - `rebuilt`: they, their tally or their summary were not, and were worked out again from accepted volumes that are.
 * - `damaged`: the facts themselves are lost or altered; only the source can tell. Nothing was written.
 */
export type RecordsCondition = "sound" | "rebuilt" | "damaged";

/** What mending is told; a dry run finds and writes nothing. */
export type MendRequest = { readonly rows: boolean; readonly dryRun: boolean; readonly committedAt: number };

/**
 * Works altered records out again, where the accepted volumes still give what was written.
 *
 * @throws {DayMovedError} when another writer has moved the day meanwhile
 */
export async function mendRecords(
  stores: LedgerStores,
  day: DayOverview,
  request: MendRequest,
): Promise<RecordsCondition> {
  const { held, settlementDate } = day;
  if (held === null) return recordsAgree(day) ? "sound" : "damaged";
  if (!periodsAreWhole(day)) return "damaged";
  if (!request.rows && recordsAgree(day)) return "sound";
  const [stored, volumes, summary] = await Promise.all([
    stores.recordsOfDay(settlementDate),
    stores.volumesOfDay(settlementDate),
    stores.storedSummary(settlementDate),
  ]);
  const workedOut = orNull(() => curtailmentRecords(volumes));
  if (workedOut === null || !areWritten(held, stored, workedOut)) return "damaged";
  const isSound = checksumOf(held, stored) === held.tally.checksum && sameText(summary, totalsOf(stored));
  if (isSound) return "sound";
  if (request.dryRun) return "rebuilt";
  const { method, payloadHash, registerHash, periods, revision } = held;
  const again = { settlementDate, method, payloadHash, registerHash, periods, volumes, records: workedOut };
  await stores.replaceDay(again, { committedAt: request.committedAt, ifRevision: revision });
  return "rebuilt";
}

/**
 * Whether what the volumes give is what was written: by its checksum, or, where that was altered, by the stored records and the
 * other sums of the tally. Two tables that lost the same rows agree with each other and with no sum.
 */
function areWritten(
  held: HeldDay,
  stored: readonly CurtailmentRecord[],
  workedOut: readonly CurtailmentRecord[],
): boolean {
  const { checksum, ...sums } = recordTally(held.settlementDate, workedOut);
  if (checksum === held.tally.checksum) return true;
  const { records, grossWh, undoWh } = held.tally;
  const sameSums = sums.records === records && sums.grossWh === grossWh && sums.undoWh === undoWh;
  return sameSums && checksumOf(held, stored) === checksum;
}

function checksumOf({ settlementDate }: HeldDay, records: readonly CurtailmentRecord[]): string {
  return recordTally(settlementDate, records).checksum;
}

/** Altered volumes may break rules that no source breaks. */
function orNull<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof WindhashError) return null;
    throw error;
  }
}

function sameText(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
