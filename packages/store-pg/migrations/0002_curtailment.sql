-- What wind farms were told not to generate. The settlement day is the unit of writing.

CREATE TABLE day_revisions (
  settlement_date date NOT NULL CHECK (settlement_date BETWEEN '2001-01-01' AND '2099-12-31'),
  revision integer NOT NULL CHECK (revision >= 1),
  ledger_no bigint NOT NULL UNIQUE CHECK (ledger_no >= 1),
  committed_at timestamptz NOT NULL,
  method text COLLATE "C" NOT NULL CHECK (method IN ('stack', 'boav', 'pn', 'import')),
  payload_hash text COLLATE "C" NOT NULL CHECK (payload_hash ~ '^[0-9a-f]{64}$'),
  register_hash text COLLATE "C" NOT NULL CHECK (register_hash ~ '^[0-9a-f]{64}$'),
  records integer NOT NULL CHECK (records >= 0),
  gross_wh bigint NOT NULL CHECK (gross_wh >= 0),
  undo_wh bigint NOT NULL CHECK (undo_wh >= 0),
  records_checksum text COLLATE "C" NOT NULL CHECK (records_checksum ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (settlement_date, revision)
);
COMMENT ON TABLE day_revisions IS 'Every commit of a day, append-only; the last revision of a date is what is held.';
COMMENT ON COLUMN day_revisions.ledger_no IS 'Its entry of the ledger.';
COMMENT ON COLUMN day_revisions.committed_at IS 'Of that entry.';
COMMENT ON COLUMN day_revisions.payload_hash IS 'sha256 of the hashes of the raw responses.';
COMMENT ON COLUMN day_revisions.register_hash IS 'sha256 of the identifiers that counted as wind.';
COMMENT ON COLUMN day_revisions.gross_wh IS 'Wh bid down, all records of the revision.';
COMMENT ON COLUMN day_revisions.undo_wh IS 'Wh instructed back up.';
COMMENT ON COLUMN day_revisions.records_checksum IS 'sha256 of the canonical lines of the records in key order.';

CREATE TABLE settlement_periods (
  settlement_date date NOT NULL,
  settlement_period smallint NOT NULL CHECK (settlement_period BETWEEN 1 AND 50),
  state text COLLATE "C" NOT NULL CHECK (state IN ('complete', 'empty', 'provisional', 'unconfirmed')),
  reason text CHECK (reason IS NULL OR state IN ('provisional', 'unconfirmed')),
  fetched_at timestamptz,
  source_rows integer NOT NULL CHECK (source_rows >= 0),
  revision integer NOT NULL CHECK (revision >= 1),
  PRIMARY KEY (settlement_date, settlement_period)
);
COMMENT ON TABLE settlement_periods IS 'What is held of each settlement period; a period without a row is unknown, not empty.';
COMMENT ON COLUMN settlement_periods.fetched_at IS 'Of the oldest response it stands on; null where an extract states none.';
COMMENT ON COLUMN settlement_periods.revision IS 'The revision of the day that wrote the row.';

CREATE TABLE settlement_period_history (
  LIKE settlement_periods INCLUDING CONSTRAINTS,
  replaced_in integer NOT NULL,
  PRIMARY KEY (settlement_date, settlement_period, revision),
  CHECK (replaced_in > revision)
);
COMMENT ON TABLE settlement_period_history IS 'Rows of settlement_periods that a later revision replaced: they held from revision up to, not including, replaced_in.';

CREATE TABLE fetch_attempts (
  settlement_date date NOT NULL,
  attempt_no integer NOT NULL CHECK (attempt_no >= 1),
  settlement_period smallint CHECK (settlement_period BETWEEN 1 AND 50),
  method text COLLATE "C" NOT NULL CHECK (method IN ('stack', 'boav', 'pn', 'import')),
  attempted_at timestamptz NOT NULL,
  outcome text COLLATE "C" NOT NULL CHECK (outcome IN ('ok', 'failed', 'unpublished')),
  message text CHECK (message IS NULL OR outcome <> 'ok'),
  PRIMARY KEY (settlement_date, attempt_no)
);
COMMENT ON TABLE fetch_attempts IS 'Tries to read a day from its source, append-only; a failed one changes nothing else.';
COMMENT ON COLUMN fetch_attempts.settlement_period IS 'Null when the try was of the whole day.';

CREATE TABLE accepted_volumes (
  settlement_date date NOT NULL,
  settlement_period smallint NOT NULL CHECK (settlement_period BETWEEN 1 AND 50),
  bm_unit_id text COLLATE "C" NOT NULL CHECK (bm_unit_id <> ''),
  side text COLLATE "C" NOT NULL CHECK (side IN ('bid', 'offer')),
  acceptance_id bigint NOT NULL,
  bid_offer_pair_id smallint NOT NULL CHECK (bid_offer_pair_id BETWEEN -6 AND -1),
  ordinal integer NOT NULL CHECK (ordinal >= 0),
  sequence_number integer,
  so_flag boolean,
  volume_mwh numeric NOT NULL CHECK (volume_mwh > '-Infinity' AND volume_mwh < 'Infinity'),
  volume_exact text COLLATE "C" CHECK (volume_exact ~ '^-?[1-9][0-9]*/[1-9][0-9]*$'),
  price_gbp_per_mwh numeric CHECK (price_gbp_per_mwh > '-Infinity' AND price_gbp_per_mwh < 'Infinity'),
  revision integer NOT NULL CHECK (revision >= 1),
  PRIMARY KEY (settlement_date, settlement_period, bm_unit_id, side, acceptance_id, bid_offer_pair_id, ordinal),
  CHECK (CASE
    WHEN volume_exact IS NULL THEN (side = 'bid' AND volume_mwh < 0) OR (side = 'offer' AND volume_mwh > 0)
    ELSE (side = 'bid') = (volume_exact LIKE '-%') AND ((side = 'bid' AND volume_mwh <= 0) OR (side = 'offer' AND volume_mwh >= 0))
  END)
);
COMMENT ON TABLE accepted_volumes IS 'Facts behind the records: what one acceptance moved on one pair below the physical notification. Contains BMRS data © Elexon Limited copyright and database right.';
COMMENT ON COLUMN accepted_volumes.sequence_number IS 'Rank in the settlement stack; null where the method has no stack.';
COMMENT ON COLUMN accepted_volumes.so_flag IS 'Possibly taken for a system reason; null where the method has no flag.';
COMMENT ON COLUMN accepted_volumes.volume_mwh IS 'MWh: below 0 on the bid side, above 0 on the offer side.';
COMMENT ON COLUMN accepted_volumes.volume_exact IS 'The exact MWh as numerator/denominator where they have no finite decimal form; volume_mwh is then rounded to 12 decimals.';
COMMENT ON COLUMN accepted_volumes.price_gbp_per_mwh IS 'GBP per MWh before repricing, with the source''s digits; null where the source has none.';
COMMENT ON COLUMN accepted_volumes.acceptance_id IS '0 where a file gives sums without naming what they are of.';
COMMENT ON COLUMN accepted_volumes.revision IS 'The revision of the day that wrote the row.';

CREATE TABLE accepted_volume_history (
  LIKE accepted_volumes INCLUDING CONSTRAINTS,
  replaced_in integer NOT NULL,
  PRIMARY KEY (settlement_date, settlement_period, bm_unit_id, side, acceptance_id, bid_offer_pair_id, ordinal, revision),
  CHECK (replaced_in > revision)
);
COMMENT ON TABLE accepted_volume_history IS 'Rows of accepted_volumes that a later revision replaced or removed: they held from revision up to, not including, replaced_in. Contains BMRS data © Elexon Limited copyright and database right.';

CREATE TABLE curtailment_records (
  settlement_date date NOT NULL,
  settlement_period smallint NOT NULL CHECK (settlement_period BETWEEN 1 AND 50),
  bm_unit_id text COLLATE "C" NOT NULL CHECK (bm_unit_id <> ''),
  gross_wh bigint NOT NULL CHECK (gross_wh >= 0),
  undo_wh bigint NOT NULL CHECK (undo_wh >= 0),
  net_wh bigint NOT NULL,
  so_gross_wh bigint,
  so_net_wh bigint,
  bid_payment_gbp numeric(18, 6),
  undo_payment_gbp numeric(18, 6),
  payment_gbp numeric(18, 6),
  unpriced_wh bigint NOT NULL CHECK (unpriced_wh >= 0),
  acceptances integer CHECK (acceptances >= 1),
  revision integer NOT NULL CHECK (revision >= 1),
  PRIMARY KEY (settlement_date, settlement_period, bm_unit_id),
  CONSTRAINT net_is_gross_less_undo CHECK (net_wh = gross_wh - undo_wh),
  CONSTRAINT so_parts_known_together CHECK ((so_gross_wh IS NULL) = (so_net_wh IS NULL)),
  CONSTRAINT so_part_within_whole CHECK (so_gross_wh BETWEEN 0 AND gross_wh AND abs(so_net_wh) <= abs(net_wh)),
  CONSTRAINT payment_known_with_its_parts
    CHECK ((payment_gbp IS NULL) = (bid_payment_gbp IS NULL OR undo_payment_gbp IS NULL)),
  CONSTRAINT payment_is_bid_and_undo CHECK (payment_gbp = bid_payment_gbp + undo_payment_gbp),
  CONSTRAINT payments_are_numbers CHECK (bid_payment_gbp <> 'NaN' AND undo_payment_gbp <> 'NaN' AND payment_gbp <> 'NaN'),
  CONSTRAINT unpriced_has_no_payment CHECK (unpriced_wh = 0 OR payment_gbp IS NULL)
);
COMMENT ON TABLE curtailment_records IS 'What one BM unit was told not to generate in one settlement period. Contains BMRS data © Elexon Limited copyright and database right.';
COMMENT ON COLUMN curtailment_records.gross_wh IS 'Wh bid down.';
COMMENT ON COLUMN curtailment_records.undo_wh IS 'Wh instructed back up after a bid.';
COMMENT ON COLUMN curtailment_records.net_wh IS 'Wh, gross_wh - undo_wh; a negative one is a finding.';
COMMENT ON COLUMN curtailment_records.so_gross_wh IS 'Wh, the SO-flagged part of gross_wh; null where the method has no flag.';
COMMENT ON COLUMN curtailment_records.so_net_wh IS 'Wh, net_wh x so_gross_wh / gross_wh.';
COMMENT ON COLUMN curtailment_records.bid_payment_gbp IS 'GBP credited to the unit for its bids; negative when it pays; null when a price is unknown.';
COMMENT ON COLUMN curtailment_records.undo_payment_gbp IS 'GBP credited to the unit for its undos; null when a price is unknown.';
COMMENT ON COLUMN curtailment_records.payment_gbp IS 'GBP, bid_payment_gbp + undo_payment_gbp.';
COMMENT ON COLUMN curtailment_records.unpriced_wh IS 'Wh of the rows that have no price.';
COMMENT ON COLUMN curtailment_records.acceptances IS 'Distinct acceptances behind the record; null where its source names none.';
COMMENT ON COLUMN curtailment_records.revision IS 'The revision of the day that wrote the row.';

CREATE TABLE curtailment_record_history (
  LIKE curtailment_records INCLUDING CONSTRAINTS,
  replaced_in integer NOT NULL,
  PRIMARY KEY (settlement_date, settlement_period, bm_unit_id, revision),
  CHECK (replaced_in > revision)
);
COMMENT ON TABLE curtailment_record_history IS 'Rows of curtailment_records that a later revision replaced or removed: they held from revision up to, not including, replaced_in.';

CREATE TABLE unmapped_bids (
  settlement_date date NOT NULL,
  bm_unit_id text COLLATE "C" NOT NULL CHECK (bm_unit_id <> ''),
  gross_wh bigint NOT NULL CHECK (gross_wh >= 0),
  undo_wh bigint NOT NULL CHECK (undo_wh >= 0),
  so_gross_wh bigint CHECK (so_gross_wh BETWEEN 0 AND gross_wh),
  paid_gross_wh bigint CHECK (paid_gross_wh BETWEEN 0 AND gross_wh),
  periods integer NOT NULL CHECK (periods BETWEEN 0 AND 50),
  PRIMARY KEY (settlement_date, bm_unit_id)
);
COMMENT ON TABLE unmapped_bids IS 'What units of unknown fuel were bid down by day: energy in no record, which may be wind. Replaced without a revision. Contains BMRS data © Elexon Limited copyright and database right.';
COMMENT ON COLUMN unmapped_bids.gross_wh IS 'Wh bid down.';
COMMENT ON COLUMN unmapped_bids.undo_wh IS 'Wh instructed back up after a bid.';
COMMENT ON COLUMN unmapped_bids.so_gross_wh IS 'Wh, the SO-flagged part of gross_wh; null where the method has no flag.';
COMMENT ON COLUMN unmapped_bids.paid_gross_wh IS 'Wh, the part of gross_wh bid at less than 0 GBP per MWh; null where no price is known.';
COMMENT ON COLUMN unmapped_bids.periods IS 'Settlement periods with any of it.';

CREATE TABLE daily_summaries (
  settlement_date date PRIMARY KEY,
  records integer NOT NULL CHECK (records >= 0),
  gross_wh bigint NOT NULL CHECK (gross_wh >= 0),
  undo_wh bigint NOT NULL CHECK (undo_wh >= 0),
  net_wh bigint NOT NULL CHECK (net_wh = gross_wh - undo_wh),
  so_gross_wh bigint CHECK (so_gross_wh BETWEEN 0 AND gross_wh),
  so_net_wh bigint,
  bid_payment_gbp numeric(18, 6),
  undo_payment_gbp numeric(18, 6),
  payment_gbp numeric(18, 6),
  unpriced_wh bigint NOT NULL CHECK (unpriced_wh >= 0),
  CHECK ((so_gross_wh IS NULL) = (so_net_wh IS NULL)),
  CHECK (bid_payment_gbp <> 'NaN' AND undo_payment_gbp <> 'NaN' AND payment_gbp <> 'NaN')
);
COMMENT ON TABLE daily_summaries IS 'What the records of a day add up to, written in the day''s own transaction.';
COMMENT ON COLUMN daily_summaries.so_gross_wh IS 'Wh; null when any record does not know its SO-flagged part.';
COMMENT ON COLUMN daily_summaries.payment_gbp IS 'GBP over the records that have one, see unpriced_wh; null when there are records and none has.';
COMMENT ON COLUMN daily_summaries.unpriced_wh IS 'Wh that the payments leave out: gross_wh + undo_wh of the records without payment_gbp.';
