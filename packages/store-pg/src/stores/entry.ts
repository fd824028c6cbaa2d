import type { LedgerEntry } from "@windhash/core";

/**
 * SQL that appends an entry and gives its number and instant; for a `WITH`. Only under the ledger's lock, see `lockLedger`.
 *
 * @param entry.committedAt SQL of the Unix seconds
 * @param entry.settlementDate SQL of the date where the kind has one
 */
export function entrySql(entry: {
  readonly kind: LedgerEntry["kind"];
  readonly committedAt: string;
  readonly settlementDate?: string;
}): string {
  const { kind, committedAt, settlementDate = "NULL::date" } = entry;
  return `INSERT INTO ledger (ledger_no, committed_at, kind, settlement_date)
    SELECT coalesce(max(ledger_no), 0) + 1, greatest(max(committed_at), to_timestamp(${committedAt}::bigint)), '${kind}', ${settlementDate}
    FROM (SELECT ledger_no, committed_at FROM ledger ORDER BY ledger_no DESC LIMIT 1) AS last
    RETURNING ledger_no, committed_at`;
}
