import type { LedgerEntry, LedgerStore, SettlementDate } from "@windhash/core";
import type { Database, Queryable, SqlRow } from "../db/database.ts";
import { isoDate, unixSeconds } from "../db/packed.ts";
import { pastStores } from "./past.ts";

/** The order of all commits in PostgreSQL or PGlite. */
export function pgLedgerStore(database: Database): LedgerStore {
  return {
    ledgerEntryAt: (instant) => readEntryAt(database, instant),
    asOf: (ledgerNo) => pastStores(database, ledgerNo),
  };
}

type EntryRow = SqlRow & {
  readonly ledger_no: bigint;
  readonly committed: bigint;
  readonly kind: LedgerEntry["kind"];
  readonly date: string | null;
};

/** Instants never fall along the ledger, so the last entry by number is the last by time. */
async function readEntryAt(queryable: Queryable, instant: number): Promise<LedgerEntry | null> {
  const [row] = await queryable.query<EntryRow>(
    `SELECT ledger_no, ${unixSeconds("committed_at")} AS committed, kind, ${isoDate("settlement_date")} AS date
     FROM ledger WHERE committed_at <= to_timestamp($1::bigint) ORDER BY ledger_no DESC LIMIT 1`,
    [instant],
  );
  if (row === undefined) return null;
  return {
    ledgerNo: Number(row.ledger_no),
    committedAt: Number(row.committed),
    kind: row.kind,
    settlementDate: row.date as SettlementDate | null,
  };
}
