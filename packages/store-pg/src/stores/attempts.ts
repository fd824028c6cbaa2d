import type { DayAttempts, FetchAttempt, SettlementDate, SettlementDateRange, SettlementPeriod } from "@windhash/core";
import type { Database, Queryable, SqlRow, Transaction } from "../db/database.ts";
import { dayLock } from "../db/locks.ts";
import { isoDate, unixSeconds } from "../db/packed.ts";
import { numberOrNull } from "../rows/common.ts";

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

type DayAttemptsRow = SqlRow & {
  readonly date: string;
  readonly last_ok_at: bigint | null;
  readonly failures: bigint;
  /** Null where nothing went wrong since. */
  readonly failure: PackedAttempt | null;
};

type PackedAttempt = Omit<FetchAttempt, "settlementDate">;

/** A later number counts as later where the second is the same. */
export async function readDayAttempts(
  queryable: Queryable,
  range: SettlementDateRange | null,
  until?: number,
): Promise<readonly DayAttempts[]> {
  const rows = await queryable.query<DayAttemptsRow>(
    `WITH tries AS MATERIALIZED (
       SELECT * FROM fetch_attempts
       WHERE ($1::date IS NULL OR settlement_date BETWEEN $1::date AND $2::date)
         AND ($3::bigint IS NULL OR attempted_at <= to_timestamp($3::bigint))
     ), last_ok AS (
       SELECT DISTINCT ON (settlement_date) settlement_date, attempted_at, attempt_no FROM tries WHERE outcome = 'ok'
       ORDER BY settlement_date, attempted_at DESC, attempt_no DESC
     ), wrong AS (
       SELECT tries.*, count(*) OVER (PARTITION BY settlement_date) AS failures
       FROM tries LEFT JOIN last_ok AS good USING (settlement_date)
       WHERE outcome <> 'ok'
         AND (good.attempt_no IS NULL OR (tries.attempted_at, tries.attempt_no) > (good.attempted_at, good.attempt_no))
     ), last_wrong AS (
       SELECT DISTINCT ON (settlement_date) * FROM wrong ORDER BY settlement_date, attempted_at DESC, attempt_no DESC
     )
     SELECT ${isoDate("settlement_date")} AS date, ${unixSeconds("last_ok.attempted_at")} AS last_ok_at,
            coalesce(failures, 0) AS failures,
            CASE WHEN failures > 0 THEN json_build_object('settlementPeriod', settlement_period, 'method', method,
              'attemptedAt', ${unixSeconds("last_wrong.attempted_at")}, 'outcome', outcome, 'message', message) END AS failure
     FROM last_ok FULL JOIN last_wrong USING (settlement_date)
     ORDER BY settlement_date`,
    [range?.from ?? null, range?.to ?? null, until ?? null],
  );
  return rows.map(dayAttemptsFromRow);
}

function dayAttemptsFromRow({ date, last_ok_at, failures, failure }: DayAttemptsRow): DayAttempts {
  const settlementDate = date as SettlementDate;
  return {
    settlementDate,
    lastOkAt: numberOrNull(last_ok_at),
    failures: Number(failures),
    lastFailure: failure === null ? null : { settlementDate, ...failure },
  };
}
