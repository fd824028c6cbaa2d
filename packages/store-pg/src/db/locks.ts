import type { SettlementDate } from "@windhash/core";
import type { Durability, Transaction } from "./database.ts";

/**
 * First key of every advisory lock of ours ("wind" in ASCII), so that other programs on the database are not in the way.
 * Locks are held to the end of the transaction, never of the session: they cannot be left behind.
 */
const WINDHASH = 0x77_69_6e_64;

/** One process at a time changes tables. */
export const MIGRATIONS_LOCK = 1;
/** One change of the register, the network's history or the settings at a time. */
export const REFERENCE_LOCK = 2;
/** One numbering of a reconciliation run at a time. */
export const RUNS_LOCK = 3;

/** Above all others, as it is taken last: no date is later than 2099-12-31. */
const LEDGER_LOCK = 1_000_000_000;

/** One writer of a day at a time. What is read under it is what the last writer committed. */
export function dayLock(settlementDate: SettlementDate): number {
  return Number(settlementDate.replaceAll("-", ""));
}

/** SQL that a transaction begins with; the locks are taken one after the other. */
export function openingSql(locks: readonly number[], durability: Durability = "now"): string {
  const settings = durability === "soon" ? ["SET LOCAL synchronous_commit TO off;"] : [];
  return [...settings, ...locks.map(lockingSql)].join("\n");
}

function lockingSql(lock: number): string {
  return `SELECT pg_advisory_xact_lock(${WINDHASH}, ${lock});`;
}

/**
 * One commit of the ledger at a time. The lock is let go of only after the commit can be seen by others, so whoever gets it next
 * sees all earlier numbers: they are in the order of the commits, without a gap.
 */
export function lockLedger(transaction: Transaction): Promise<void> {
  return transaction.script(lockingSql(LEDGER_LOCK));
}
