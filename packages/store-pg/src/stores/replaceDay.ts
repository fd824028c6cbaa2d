import {
  canonicalRecord,
  canonicalVolume,
  type CurtailmentDay,
  type DayChange,
  DayMovedError,
  type HeldDay,
  type HeldPeriod,
  recordTally,
  totalsOf,
} from "@windhash/core";
import type { Transaction } from "../db/database.ts";
import { lockLedger } from "../db/locks.ts";
import { gbpText } from "../rows/common.ts";
import { periodsTable } from "../rows/days.ts";
import { recordsTable } from "../rows/records.ts";
import { volumesTable } from "../rows/volumes.ts";
import { recordKey, volumeKey } from "./checkDay.ts";
import { readRecordsOfDay, readVolumesOfDay } from "./curtailmentRows.ts";
import { readHeldDay, readStoredPeriods, readStoredSummary } from "./days.ts";
import { movePeriodsToHistory, moveRecordsToHistory, moveVolumesToHistory } from "./history.ts";
import { entrySql } from "./entry.ts";
import { replaceUnmapped } from "./unmapped.ts";

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
  if (day.unmapped !== undefined) await replaceUnmapped(transaction, day.settlementDate, day.unmapped);
  const records = await recordDifference(transaction, day);
  const volumes = await volumeDifference(transaction, day);
  const counts = { added: records.added.length, updated: records.updated.length, removed: records.removed.length };
  const rowsAreHeld = isNone(records) && isNone(volumes);
  if (held !== null && rowsAreHeld && sameHead(held, day) && (await sameTotals(transaction, held, day)))
    return { changed: false, revision: held.revision, ...counts };
  const stored = await readStoredPeriods(transaction, day.settlementDate);
  const revision = stored.lastRevision + 1;
  await writeRecords(transaction, day, records, revision);
  await writeVolumes(transaction, day, volumes, revision);
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

/** Rows that are new, that have another value now, and that are gone. */
type RowDifference<Row> = {
  readonly added: readonly Row[];
  readonly updated: readonly Row[];
  readonly removed: readonly Row[];
};

function isNone({ added, updated, removed }: RowDifference<unknown>): boolean {
  return added.length + updated.length + removed.length === 0;
}

async function recordDifference(transaction: Transaction, { settlementDate, records }: CurtailmentDay) {
  const held = await readRecordsOfDay(transaction, settlementDate);
  return compareRows({ held, given: records, keyOf: recordKey, textOf: canonicalRecord });
}

async function volumeDifference(transaction: Transaction, { settlementDate, volumes }: CurtailmentDay) {
  const held = await readVolumesOfDay(transaction, settlementDate);
  return compareRows({ held, given: volumes, keyOf: volumeKey, textOf: canonicalVolume });
}

function compareRows<Row>(input: {
  readonly held: readonly Row[];
  readonly given: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly textOf: (row: Row) => string;
}): RowDifference<Row> {
  const { held, given, keyOf, textOf } = input;
  const before = new Map(held.map((row) => [keyOf(row), textOf(row)]));
  const givenKeys = new Set(given.map(keyOf));
  return {
    added: given.filter((row) => !before.has(keyOf(row))),
    updated: given.filter((row) => {
      const text = before.get(keyOf(row));
      return text !== undefined && text !== textOf(row);
    }),
    removed: held.filter((row) => !givenKeys.has(keyOf(row))),
  };
}

async function writeRecords(
  transaction: Transaction,
  { settlementDate }: CurtailmentDay,
  { added, updated, removed }: RowDifference<CurtailmentDay["records"][number]>,
  revision: number,
): Promise<void> {
  await moveRecordsToHistory(transaction, settlementDate, [...updated, ...removed], revision);
  await transaction.copy(recordsTable(revision), [...added, ...updated]);
}

async function writeVolumes(
  transaction: Transaction,
  { settlementDate }: CurtailmentDay,
  { added, updated, removed }: RowDifference<CurtailmentDay["volumes"][number]>,
  revision: number,
): Promise<void> {
  await moveVolumesToHistory(transaction, settlementDate, [...updated, ...removed], revision);
  await transaction.copy(volumesTable(revision), [...added, ...updated]);
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
    `WITH entry AS (${entrySql({ kind: "day", committedAt: "$3", settlementDate: "$1::date" })})
     INSERT INTO day_revisions (settlement_date, revision, ledger_no, committed_at, method, payload_hash, register_hash,
       records, gross_wh, undo_wh, records_checksum)
     SELECT $1::date, $2, ledger_no, committed_at, $4, $5, $6, $7, $8, $9, $10 FROM entry`,
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
