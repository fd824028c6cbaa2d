import type { FetchAttempt, SettlementDate, SettlementPeriod } from "@windhash/core";
import type { Database, Queryable, SqlRow, Transaction } from "../db/database.ts";
import { dayLock } from "../db/locks.ts";
import { unixSeconds } from "../db/packed.ts";

type AttemptRow = SqlRow & {
  readonly settlement_period: number | null;
  readonly method: FetchAttempt["method"];
  readonly attempted_at: bigint;
  readonly outcome: FetchAttempt["outcome"];
  readonly message: string | null;
};

/** The days' locks keep the numbers of two writers apart. */
export async function addAttempts(database: Database, attempts: readonly FetchAttempt[]): Promise<void> {
  if (attempts.length === 0) return;
  const dates = [...new Set(attempts.map(({ settlementDate }) => settlementDate))].toSorted();
  await database.transaction(dates.map(dayLock), (transaction) => insertAttempts(transaction, attempts));
}

async function insertAttempts(transaction: Transaction, attempts: readonly FetchAttempt[]): Promise<void> {
  await transaction.query(
    `INSERT INTO fetch_attempts (settlement_date, attempt_no, settlement_period, method, attempted_at, outcome, message)
     SELECT settlement_date,
            (SELECT coalesce(max(attempt_no), 0) FROM fetch_attempts WHERE settlement_date = attempt.settlement_date)
              + row_number() OVER (PARTITION BY settlement_date ORDER BY place),
            settlement_period, method, to_timestamp(attempted_at), outcome, message
     FROM json_to_recordset($1::json) AS attempt (place integer, settlement_date date, settlement_period smallint,
       method text, attempted_at bigint, outcome text, message text)`,
    [JSON.stringify(attempts.map(storedAttempt))],
  );
}

function storedAttempt(attempt: FetchAttempt, place: number): object {
  const { settlementDate, settlementPeriod, method, attemptedAt, outcome, message } = attempt;
  const [settlement_date, settlement_period, attempted_at] = [settlementDate, settlementPeriod, attemptedAt];
  return { place, settlement_date, settlement_period, method, attempted_at, outcome, message };
}

/** Oldest first; those of the same second in the order in which they were added. */
export async function readAttempts(
  queryable: Queryable,
  settlementDate: SettlementDate,
): Promise<readonly FetchAttempt[]> {
  const rows = await queryable.query<AttemptRow>(
    `SELECT settlement_period, method, ${unixSeconds("attempted_at")} AS attempted_at, outcome, message
     FROM fetch_attempts WHERE settlement_date = $1::date ORDER BY fetch_attempts.attempted_at, attempt_no`,
    [settlementDate],
  );
  return rows.map((row) => ({
    settlementDate,
    settlementPeriod: row.settlement_period as SettlementPeriod | null,
    method: row.method,
    attemptedAt: Number(row.attempted_at),
    outcome: row.outcome,
    message: row.message,
  }));
}
