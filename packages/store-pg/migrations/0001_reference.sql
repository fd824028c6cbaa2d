-- What figures are worked out from besides curtailment: the register, the network's history, the machines, the basis.
-- A numeric may be infinite or NaN, and NaN is above all others: every one is held below infinity.

CREATE TABLE ledger (
  ledger_no bigint PRIMARY KEY CHECK (ledger_no >= 1),
  committed_at timestamptz NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('day', 'calculations', 'register', 'settings')),
  settlement_date date,
  CHECK ((settlement_date IS NULL) = (kind IN ('register', 'settings')))
);
COMMENT ON TABLE ledger IS 'Every commit that reports can show, append-only. The past is told as of one of its entries.';
COMMENT ON COLUMN ledger.ledger_no IS '1, 2, ... in the order of the commits, without gaps.';
COMMENT ON COLUMN ledger.committed_at IS 'Never earlier than that of the entry before, also when the clock was set back.';
COMMENT ON COLUMN ledger.settlement_date IS 'The day that was committed or calculated; null for the register and the settings.';

CREATE TABLE bm_units (
  national_grid_id text COLLATE "C" NOT NULL,
  valid_from date NOT NULL DEFAULT '-infinity',
  elexon_id text COLLATE "C",
  bm_unit_id text COLLATE "C" GENERATED ALWAYS AS (coalesce(elexon_id, national_grid_id)) STORED,
  name text,
  farm_id text COLLATE "C" NOT NULL,
  lead_party_id text COLLATE "C",
  lead_party_name text,
  fuel_type text COLLATE "C",
  generation_capacity_mw numeric CHECK (generation_capacity_mw > '-Infinity' AND generation_capacity_mw < 'Infinity'),
  gone_since date,
  counts_as_wind boolean,
  source text NOT NULL,
  stated_at timestamptz NOT NULL,
  ledger_no bigint NOT NULL CHECK (ledger_no >= 1),
  PRIMARY KEY (national_grid_id, valid_from)
);
COMMENT ON TABLE bm_units IS 'Register of BM units. Contains BMRS data © Elexon Limited copyright and database right.';
COMMENT ON COLUMN bm_units.valid_from IS 'First settlement date for which the row holds; -infinity: always, as far as is known.';
COMMENT ON COLUMN bm_units.bm_unit_id IS 'As curtailment names the unit: its Elexon id, or its National Grid id where it has none.';
COMMENT ON COLUMN bm_units.farm_id IS 'Groups the units of one site.';
COMMENT ON COLUMN bm_units.generation_capacity_mw IS 'MW, declared by the lead party; not the nameplate.';
COMMENT ON COLUMN bm_units.gone_since IS 'First settlement date on which the source no longer listed the unit; null: it does.';
COMMENT ON COLUMN bm_units.counts_as_wind IS 'Decided by whoever keeps the register where fuel_type is null; null: nobody has.';
COMMENT ON COLUMN bm_units.source IS 'Where the row came from when it was written.';
COMMENT ON COLUMN bm_units.stated_at IS 'When the source stated it.';
COMMENT ON COLUMN bm_units.ledger_no IS 'The entry of the ledger that wrote the row.';

CREATE TABLE bm_unit_history (
  LIKE bm_units INCLUDING CONSTRAINTS INCLUDING GENERATED,
  replaced_by bigint NOT NULL,
  PRIMARY KEY (national_grid_id, valid_from, ledger_no),
  CHECK (replaced_by > ledger_no)
);
COMMENT ON TABLE bm_unit_history IS 'Rows of bm_units that were put right later: they held from ledger_no up to, not including, replaced_by. Contains BMRS data © Elexon Limited copyright and database right.';

CREATE TABLE network_history (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  known_until timestamptz NOT NULL,
  digest text COLLATE "C" NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  source text NOT NULL
);
COMMENT ON TABLE network_history IS 'What the epochs and halvings stand for as a whole.';
COMMENT ON COLUMN network_history.known_until IS 'First instant that nothing is known of.';
COMMENT ON COLUMN network_history.digest IS 'sha256 of the canonical text of epochs, halvings and end; runs record it.';

CREATE TABLE network_epochs (
  height integer PRIMARY KEY CHECK (height >= 0 AND height % 2016 = 0),
  starts_at timestamptz NOT NULL UNIQUE,
  bits bigint NOT NULL CHECK (bits BETWEEN 1 AND 4294967295)
);
COMMENT ON TABLE network_epochs IS '2016 blocks of one difficulty each.';
COMMENT ON COLUMN network_epochs.starts_at IS 'Header time of the first block.';
COMMENT ON COLUMN network_epochs.bits IS 'Compact target of the headers: the exact form of the difficulty.';

CREATE TABLE network_halvings (
  height integer PRIMARY KEY CHECK (height > 0 AND height % 210000 = 0),
  starts_at timestamptz NOT NULL UNIQUE
);
COMMENT ON TABLE network_halvings IS 'First block of each new subsidy.';

-- 0xFFFF x 2^208 / target; the target is the low 23 bits x 256^(high byte - 3).
CREATE FUNCTION difficulty_from_bits(bits bigint) RETURNS numeric
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN 65535 * power(256::numeric, 29 - (bits >> 24)) / (bits & 8388607);
COMMENT ON FUNCTION difficulty_from_bits IS 'Difficulty of a compact target, for people; calculations use the exact fraction.';

CREATE TABLE miner_models (
  miner_model_id text COLLATE "C" PRIMARY KEY CHECK (miner_model_id <> ''),
  name text NOT NULL,
  hashrate_ths numeric NOT NULL CHECK (hashrate_ths > 0 AND hashrate_ths < 'Infinity'),
  power_w numeric NOT NULL CHECK (power_w > 0 AND power_w < 'Infinity'),
  release_month text COLLATE "C" CHECK (release_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  source text NOT NULL,
  is_active boolean NOT NULL
);
COMMENT ON TABLE miner_models IS 'Machines that bitcoin is, or was, calculated for.';
COMMENT ON COLUMN miner_models.hashrate_ths IS 'TH/s.';
COMMENT ON COLUMN miner_models.power_w IS 'W at the wall.';
COMMENT ON COLUMN miner_models.is_active IS 'Calculations are expected for active models only.';

CREATE TABLE calculation_basis (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  measure text COLLATE "C" NOT NULL CHECK (measure IN ('net', 'gross')),
  flags text COLLATE "C" NOT NULL CHECK (flags IN ('all', 'so')),
  machines text COLLATE "C" NOT NULL CHECK (machines IN ('continuous', 'whole')),
  hashes_per_difficulty text COLLATE "C" NOT NULL CHECK (hashes_per_difficulty IN ('2^32', '2^48/65535')),
  uptime numeric NOT NULL CHECK (uptime BETWEEN 0 AND 1),
  pool_fee numeric NOT NULL CHECK (pool_fee BETWEEN 0 AND 1),
  stale_rate numeric NOT NULL CHECK (stale_rate BETWEEN 0 AND 1),
  pue numeric NOT NULL CHECK (pue >= 1 AND pue < 'Infinity')
);
COMMENT ON TABLE calculation_basis IS 'The choices behind every stored calculation: one basis per database.';

CREATE TABLE settings_history (
  ledger_no bigint PRIMARY KEY CHECK (ledger_no >= 1),
  settings json NOT NULL
);
COMMENT ON TABLE settings_history IS 'Active models and basis as they were chosen, append-only; the last row is what miner_models and calculation_basis hold.';
COMMENT ON COLUMN settings_history.ledger_no IS 'The entry of the ledger from which on they held.';
