-- The bitcoin that curtailed energy could have mined, and everything a figure stands on.

CREATE TABLE calculation_inputs (
  id bytea PRIMARY KEY CHECK (octet_length(id) = 32),
  formula_version smallint NOT NULL CHECK (formula_version = 1),
  stretches jsonb NOT NULL CHECK (jsonb_typeof(stretches) = 'array' AND jsonb_array_length(stretches) > 0),
  hashrate_ths numeric NOT NULL CHECK (hashrate_ths > 0 AND hashrate_ths < 'Infinity'),
  power_w numeric NOT NULL CHECK (power_w > 0 AND power_w < 'Infinity'),
  measure text COLLATE "C" NOT NULL CHECK (measure IN ('net', 'gross')),
  flags text COLLATE "C" NOT NULL CHECK (flags IN ('all', 'so')),
  machines text COLLATE "C" NOT NULL CHECK (machines IN ('continuous', 'whole')),
  hashes_per_difficulty text COLLATE "C" NOT NULL CHECK (hashes_per_difficulty IN ('2^32', '2^48/65535')),
  uptime numeric NOT NULL CHECK (uptime BETWEEN 0 AND 1),
  pool_fee numeric NOT NULL CHECK (pool_fee BETWEEN 0 AND 1),
  stale_rate numeric NOT NULL CHECK (stale_rate BETWEEN 0 AND 1),
  pue numeric NOT NULL CHECK (pue >= 1 AND pue < 'Infinity'),
  CONSTRAINT stretches_have_their_fields CHECK (NOT jsonb_path_exists(stretches, '$[*] ? (!(
    @.bits.type() == "number" && @.durationS.type() == "number" &&
    @.subsidyMsat.type() == "string" && @.subsidyMsat like_regex "^[0-9]+$" &&
    @.feesMsat.type() == "string" && @.feesMsat like_regex "^[0-9]+$"))'))
);
COMMENT ON TABLE calculation_inputs IS 'All that a calculation stands on besides its energy. Content-addressed: only added to, and put right when damaged.';
COMMENT ON COLUMN calculation_inputs.id IS 'sha256 of the canonical JSON of the other columns.';
COMMENT ON COLUMN calculation_inputs.stretches IS 'Parts of the settlement period: bits (compact target), subsidyMsat and feesMsat (msat of a block, as text), durationS (s).';

CREATE TABLE historical_bitcoin_calculations (
  settlement_date date NOT NULL,
  settlement_period smallint NOT NULL CHECK (settlement_period BETWEEN 1 AND 50),
  bm_unit_id text COLLATE "C" NOT NULL CHECK (bm_unit_id <> ''),
  miner_model_id text COLLATE "C" NOT NULL CHECK (miner_model_id <> ''),
  energy_wh bigint NOT NULL CHECK (energy_wh >= 0),
  inputs_id bytea NOT NULL CHECK (octet_length(inputs_id) = 32),
  bitcoin_msat bigint NOT NULL CHECK (bitcoin_msat >= 0),
  PRIMARY KEY (settlement_date, settlement_period, bm_unit_id, miner_model_id)
);
COMMENT ON TABLE historical_bitcoin_calculations IS 'Bitcoin that the curtailed energy of a unit and period could have mined on a model. Any row can be recomputed alone.';
COMMENT ON COLUMN historical_bitcoin_calculations.energy_wh IS 'Wh.';
COMMENT ON COLUMN historical_bitcoin_calculations.inputs_id IS 'calculation_inputs.id; without a foreign key, which would cost more than the row: verification looks instead.';
COMMENT ON COLUMN historical_bitcoin_calculations.bitcoin_msat IS 'Millisatoshis; 1e11 are one bitcoin.';

CREATE TABLE calculation_tallies (
  settlement_date date NOT NULL,
  miner_model_id text COLLATE "C" NOT NULL,
  calculations integer NOT NULL CHECK (calculations >= 0),
  energy_wh bigint NOT NULL CHECK (energy_wh >= 0),
  bitcoin_msat bigint NOT NULL CHECK (bitcoin_msat >= 0),
  checksum text COLLATE "C" NOT NULL CHECK (checksum ~ '^[0-9a-f]{64}$'),
  records_checksum text COLLATE "C" NOT NULL CHECK (records_checksum ~ '^[0-9a-f]{64}$'),
  inputs_checksum text COLLATE "C" NOT NULL CHECK (inputs_checksum ~ '^[0-9a-f]{64}$'),
  ledger_no bigint NOT NULL CHECK (ledger_no >= 1),
  PRIMARY KEY (settlement_date, miner_model_id)
);
COMMENT ON TABLE calculation_tallies IS 'What the calculations of a day and model add up to, written with them.';
COMMENT ON COLUMN calculation_tallies.energy_wh IS 'Wh.';
COMMENT ON COLUMN calculation_tallies.bitcoin_msat IS 'Millisatoshis; 1e11 are one bitcoin.';
COMMENT ON COLUMN calculation_tallies.checksum IS 'sha256 of the canonical lines in key order.';
COMMENT ON COLUMN calculation_tallies.records_checksum IS 'day_revisions.records_checksum of the records that they stand on.';
COMMENT ON COLUMN calculation_tallies.inputs_checksum IS 'sha256 of the inputs ids of the day''s periods.';
COMMENT ON COLUMN calculation_tallies.ledger_no IS 'The entry of the ledger that wrote the row.';

CREATE TABLE calculation_tally_history (
  LIKE calculation_tallies INCLUDING CONSTRAINTS,
  replaced_by bigint NOT NULL,
  inputs json CHECK (json_typeof(inputs) = 'array'),
  PRIMARY KEY (settlement_date, miner_model_id, ledger_no),
  CHECK (replaced_by > ledger_no)
);
COMMENT ON TABLE calculation_tally_history IS 'Rows of calculation_tallies that were replaced or removed: they held from ledger_no up to, not including, replaced_by. Their calculations are worked out again from records and inputs.';
COMMENT ON COLUMN calculation_tally_history.inputs IS 'Pairs of a settlement period and the calculation_inputs.id that its rows had from there on; null: the rows themselves are in calculation_history.';

CREATE TABLE calculation_history (
  LIKE historical_bitcoin_calculations INCLUDING CONSTRAINTS,
  ledger_no bigint NOT NULL CHECK (ledger_no >= 1),
  PRIMARY KEY (settlement_date, settlement_period, bm_unit_id, miner_model_id, ledger_no)
);
COMMENT ON TABLE calculation_history IS 'Calculations behind a replaced tally that records and inputs do not give again, such as those of a day that was calculated in part.';
COMMENT ON COLUMN calculation_history.ledger_no IS 'Of the tally that they added up to.';
