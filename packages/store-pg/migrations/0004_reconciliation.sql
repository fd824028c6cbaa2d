-- What reconciliation found and repaired.

CREATE TABLE reconciliation_runs (
  run_no bigint PRIMARY KEY CHECK (run_no >= 1),
  started_at timestamptz NOT NULL,
  ended_at timestamptz NOT NULL CHECK (ended_at >= started_at),
  command text NOT NULL,
  from_date date NOT NULL,
  to_date date NOT NULL CHECK (to_date >= from_date),
  history_digest text COLLATE "C" NOT NULL
);
COMMENT ON TABLE reconciliation_runs IS 'Recorded reconciliations.';
COMMENT ON COLUMN reconciliation_runs.history_digest IS 'network_history.digest that the run worked with.';

CREATE TABLE reconciliation_findings (
  run_no bigint NOT NULL REFERENCES reconciliation_runs,
  finding_no integer NOT NULL CHECK (finding_no >= 1),
  settlement_date date NOT NULL,
  miner_model_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('missing', 'orphan', 'stale', 'wrong', 'tally')),
  keys integer NOT NULL CHECK (keys >= 0),
  effect_msat bigint NOT NULL,
  is_repaired boolean NOT NULL,
  PRIMARY KEY (run_no, finding_no)
);
COMMENT ON TABLE reconciliation_findings IS 'How many calculations of a day and model a run found different; tally: their stored sum was.';
COMMENT ON COLUMN reconciliation_findings.effect_msat IS 'Millisatoshis: sum of expected less stored.';
