import {
  canonicalRecord,
  canonicalVolume,
  compareUnitPeriods,
  type CurtailmentDay,
  type CurtailmentRecord,
  type DayChange,
  DayMovedError,
  type HeldDay,
  type HeldPeriod,
  recordTally,
  StoreError,
  totalsOf,
} from "@windhash/core";
import type { Transaction } from "../db/database.ts";
import { lockLedger } from "../db/locks.ts";
import { gbpText } from "../rows/common.ts";
import { periodsTable } from "../rows/days.ts";
import { recordsTable } from "../rows/records.ts";
import { VOLUMES } from "../rows/volumes.ts";
import { readRecordsOfDay, readVolumesOfDay } from "./curtailmentRows.ts";
import { readHeldDay, readStoredPeriods, readStoredSummary } from "./days.ts";
import { movePeriodsToHistory, moveRecordsToHistory } from "./history.ts";

/**
 * Replaces all that is held of a day, under its lock. What is compared is what the tables hold and not only what the revision says of it, so
 * that giving the same day again also repairs rows that were lost or changed by hand.
 */
export async function replaceDay(
  transaction: Transaction,
  day: CurtailmentDay,
  { committedAt, ifRevision }: { readonly committedAt: number; readonly ifRevision?: number },
): Promise<DayChange> {
  const held = await readHeldDay(transaction, day.settlementDate);
  checkRevision(day, held?.revision ?? 0, ifRevision);
  const difference = compareRecords(await readRecordsOfDay(transaction, day.settlementDate), day.records);
  const volumesAreHeld = await sameVolumes(transaction, day);
  const counts = {
    added: difference.added.length,
    updated: difference.updated.length,
    removed: difference.removed.length,
  };
  const rowsAreHeld = volumesAreHeld && counts.added + counts.updated + counts.removed === 0;
  if (held !== null && rowsAreHeld && sameHead(held, day) && (await sameTotals(transaction, held, day)))
    return { changed: false, revision: held.revision, ...counts };
  const stored = await readStoredPeriods(transaction, day.settlementDate);
  const revision = stored.lastRevision + 1;
  await writeRecords(transaction, day, difference, revision);
  if (!volumesAreHeld) await writeVolumes(transaction, day);
  await writePeriods(transaction, day, stored.periods, revision);
  await writeSummary(transaction, day);
  await writeRevision(transaction, day, revision, committedAt);
  return { changed: true, revision, ...counts };
}

function checkRevision({ settlementDate }: CurtailmentDay, held: number, expected = held): void {
  if (held === expected) return;
  throw new DayMovedError(
    `${settlementDate} must be held in revision ${expected} (0: not at all), got revision ${held}. ` +
      "Another process wrote it meanwhile; read the day again.",
    { settlementDate, expected, held },
  );
}

/** Refuses rows of another day and records out of key order. @throws {StoreError} */
export function checkDay({ settlementDate, records, volumes }: CurtailmentDay): void {
  const stray = [...records, ...volumes].find((row) => row.settlementDate !== settlementDate);
  if (stray !== undefined)
    throw new StoreError(`Every row of ${settlementDate} must be of that day, got one of ${stray.settlementDate}.`);
  records.forEach((record, index) => {
    const previous = records[index - 1];
    if (previous === undefined || compareUnitPeriods(previous, record) < 0) return;
    const { settlementPeriod, bmUnitId } = record;
    throw new StoreError(
      `Records of ${settlementDate} must be in key order and each key there once, got ${bmUnitId} of period ` +
        `${settlementPeriod} out of place.`,
      { settlementDate, settlementPeriod, bmUnitId },
    );
  });
}

/** Where a method, a source and a register give the same again, only the time of fetching differs, which is no change. */
function sameHead(held: HeldDay, day: CurtailmentDay): boolean {
  return (
    held.method === day.method &&
    held.payloadHash === day.payloadHash &&
    held.registerHash === day.registerHash &&
    statesText(held.periods) === statesText(day.periods)
  );
}

/** What was written beside the rows still agrees with them. */
async function sameTotals(transaction: Transaction, held: HeldDay, { settlementDate, records }: CurtailmentDay) {
  const tally = recordTally(settlementDate, records);
  const summary = await readStoredSummary(transaction, settlementDate);
  return (
    JSON.stringify(held.tally) === JSON.stringify(tally) &&
    JSON.stringify(summary) === JSON.stringify(totalsOf(records))
  );
}

function statesText(periods: readonly HeldPeriod[]): string {
  return JSON.stringify(periods.map(({ settlementPeriod, state, reason }) => [settlementPeriod, state, reason]));
}

type RecordDifference = {
  readonly added: readonly CurtailmentRecord[];
  readonly updated: readonly CurtailmentRecord[];
  readonly removed: readonly CurtailmentRecord[];
};

function compareRecords(held: readonly CurtailmentRecord[], given: readonly CurtailmentRecord[]): RecordDifference {
  const heldByKey = new Map(held.map((record) => [keyText(record), record]));
  const givenKeys = new Set(given.map(keyText));
  const added = given.filter((record) => !heldByKey.has(keyText(record)));
  const updated = given.filter((record) => {
    const before = heldByKey.get(keyText(record));
    return before !== undefined && canonicalRecord(before) !== canonicalRecord(record);
  });
  return { added, updated, removed: held.filter((record) => !givenKeys.has(keyText(record))) };
}

function keyText({ settlementPeriod, bmUnitId }: CurtailmentRecord): string {
  return `${settlementPeriod} ${bmUnitId}`;
}

async function sameVolumes(transaction: Transaction, day: CurtailmentDay): Promise<boolean> {
  const held = await readVolumesOfDay(transaction, day.settlementDate);
  return sortedText(held.map(canonicalVolume)) === sortedText(day.volumes.map(canonicalVolume));
}

function sortedText(lines: readonly string[]): string {
  return lines.toSorted().join("\n");
}

async function writeRecords(
  transaction: Transaction,
  { settlementDate }: CurtailmentDay,
  { added, updated, removed }: RecordDifference,
  revision: number,
): Promise<void> {
  await moveRecordsToHistory(transaction, settlementDate, [...updated, ...removed], revision);
  await transaction.copy(recordsTable(revision), [...added, ...updated]);
}

async function writeVolumes(transaction: Transaction, { settlementDate, volumes }: CurtailmentDay): Promise<void> {
  await transaction.query("DELETE FROM accepted_volumes WHERE settlement_date = $1::date", [settlementDate]);
  await transaction.copy(VOLUMES, volumes);
}

async function writePeriods(
  transaction: Transaction,
  { settlementDate, periods }: CurtailmentDay,
  held: readonly HeldPeriod[],
  revision: number,
): Promise<void> {
  const unchanged = new Set(held.map((period) => JSON.stringify(canonicalPeriod(period))));
  const changed = periods.filter((period) => !unchanged.has(JSON.stringify(canonicalPeriod(period))));
  const kept = new Set(periods.filter((period) => !changed.includes(period)).map((period) => period.settlementPeriod));
  const gone = held.map((period) => period.settlementPeriod).filter((period) => !kept.has(period));
  await movePeriodsToHistory(transaction, settlementDate, gone, revision);
  await transaction.copy(periodsTable(settlementDate, revision), changed);
}

function canonicalPeriod({ settlementPeriod, state, reason, fetchedAt, sourceRows }: HeldPeriod): readonly unknown[] {
  return [settlementPeriod, state, reason, fetchedAt, sourceRows];
}

async function writeSummary(transaction: Transaction, { settlementDate, records }: CurtailmentDay): Promise<void> {
  const totals = totalsOf(records);
  await transaction.query(
    `INSERT INTO daily_summaries AS held (settlement_date, records, gross_wh, undo_wh, net_wh, so_gross_wh, so_net_wh,
       bid_payment_gbp, undo_payment_gbp, payment_gbp, unpriced_wh)
     VALUES ($1::date, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (settlement_date) DO UPDATE SET records = excluded.records, gross_wh = excluded.gross_wh,
       undo_wh = excluded.undo_wh, net_wh = excluded.net_wh, so_gross_wh = excluded.so_gross_wh,
       so_net_wh = excluded.so_net_wh, bid_payment_gbp = excluded.bid_payment_gbp,
       undo_payment_gbp = excluded.undo_payment_gbp, payment_gbp = excluded.payment_gbp, unpriced_wh = excluded.unpriced_wh`,
    [
      settlementDate,
      totals.records,
      totals.grossWh,
      totals.undoWh,
      totals.netWh,
      totals.soGrossWh,
      totals.soNetWh,
      gbpText(totals.bidPaymentGbp),
      gbpText(totals.undoPaymentGbp),
      gbpText(totals.paymentGbp),
      totals.unpricedWh,
    ],
  );
}

/** Last of all, as it holds up the commits of other days. */
async function writeRevision(
  transaction: Transaction,
  day: CurtailmentDay,
  revision: number,
  committedAt: number,
): Promise<void> {
  const tally = recordTally(day.settlementDate, day.records);
  const { settlementDate, method, payloadHash, registerHash } = day;
  await lockLedger(transaction);
  await transaction.query(
    `INSERT INTO day_revisions (settlement_date, revision, ledger_no, committed_at, method, payload_hash, register_hash,
       records, gross_wh, undo_wh, records_checksum)
     SELECT $1::date, $2, coalesce(max(ledger_no), 0) + 1, to_timestamp($3::bigint), $4, $5, $6, $7, $8, $9, $10
     FROM day_revisions`,
    [
      settlementDate,
      revision,
      committedAt,
      method,
      payloadHash,
      registerHash,
      tally.records,
      tally.grossWh,
      tally.undoWh,
      tally.checksum,
    ],
  );
}
