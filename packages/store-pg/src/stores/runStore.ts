import type { ReconciliationFinding, ReconciliationRun, RunStore, SettlementDate } from "@windhash/core";
import type { Database, Queryable, SqlRow, Transaction } from "../db/database.ts";
import { RUNS_LOCK } from "../db/locks.ts";
import { isoDate, unixSeconds } from "../db/packed.ts";
import { onlyRow } from "../rows/common.ts";

/** Recorded reconciliations in PostgreSQL or PGlite. */
export function pgRunStore(database: Database): RunStore {
  return {
    addRun: (run) => database.transaction([RUNS_LOCK], (transaction) => addRun(transaction, run)),
    runs: (limit) => readRuns(database, limit),
  };
}

async function addRun(transaction: Transaction, run: ReconciliationRun): Promise<number> {
  const added = await transaction.query<{ readonly run_no: bigint }>(
    `INSERT INTO reconciliation_runs (run_no, started_at, ended_at, command, from_date, to_date, history_digest)
     SELECT coalesce(max(run_no), 0) + 1, to_timestamp($1::bigint), to_timestamp($2::bigint), $3, $4::date, $5::date, $6
     FROM reconciliation_runs
     RETURNING run_no`,
    [run.startedAt, Math.max(run.startedAt, run.endedAt), run.command, run.from, run.to, run.historyDigest],
  );
  const runNo = Number(onlyRow(added).run_no);
  if (run.findings.length > 0) {
    await transaction.query(
      `INSERT INTO reconciliation_findings (run_no, finding_no, settlement_date, miner_model_id, kind, keys, effect_msat,
         is_repaired)
       SELECT $1::bigint, finding.* FROM json_to_recordset($2::json) AS finding (finding_no integer, settlement_date date,
         miner_model_id text, kind text, keys integer, effect_msat bigint, is_repaired boolean)`,
      [runNo, JSON.stringify(run.findings.map(storedFinding))],
    );
  }
  return runNo;
}

type StoredFinding = {
  readonly finding_no: number;
  readonly settlement_date: string;
  readonly miner_model_id: string;
  readonly kind: ReconciliationFinding["kind"];
  readonly keys: number;
  readonly effect_msat: string;
  readonly is_repaired: boolean;
};

function storedFinding(finding: ReconciliationFinding, index: number): StoredFinding {
  return {
    finding_no: index + 1,
    settlement_date: finding.settlementDate,
    miner_model_id: finding.minerModelId,
    kind: finding.kind,
    keys: finding.keys,
    effect_msat: String(finding.effectMsat),
    is_repaired: finding.repaired,
  };
}

function findingFromStored(stored: StoredFinding): ReconciliationFinding {
  return {
    settlementDate: stored.settlement_date as SettlementDate,
    minerModelId: stored.miner_model_id,
    kind: stored.kind,
    keys: stored.keys,
    effectMsat: BigInt(stored.effect_msat),
    repaired: stored.is_repaired,
  };
}

type RunRow = SqlRow & {
  readonly run_no: bigint;
  readonly started_at: bigint;
  readonly ended_at: bigint;
  readonly command: string;
  readonly from_date: string;
  readonly to_date: string;
  readonly history_digest: string;
  readonly findings: readonly StoredFinding[] | null;
};

async function readRuns(queryable: Queryable, limit: number): ReturnType<RunStore["runs"]> {
  const rows = await queryable.query<RunRow>(
    `SELECT run_no, ${unixSeconds("started_at")} AS started_at, ${unixSeconds("ended_at")} AS ended_at, command,
            ${isoDate("from_date")} AS from_date, ${isoDate("to_date")} AS to_date, history_digest,
            (SELECT json_agg(json_build_object('settlement_date', settlement_date, 'miner_model_id', miner_model_id,
               'kind', kind, 'keys', keys, 'effect_msat', effect_msat::text, 'is_repaired', is_repaired)
               ORDER BY finding_no)
             FROM reconciliation_findings AS finding WHERE finding.run_no = run.run_no) AS findings
     FROM reconciliation_runs AS run ORDER BY run_no DESC LIMIT $1::integer`,
    [limit],
  );
  return rows.map((row) => ({
    runNo: Number(row.run_no),
    startedAt: Number(row.started_at),
    endedAt: Number(row.ended_at),
    command: row.command,
    from: row.from_date as SettlementDate,
    to: row.to_date as SettlementDate,
    historyDigest: row.history_digest,
    findings: (row.findings ?? []).map(findingFromStored),
  }));
}
