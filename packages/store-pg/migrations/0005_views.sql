-- Derived, so they cannot disagree with what they are derived from.

CREATE VIEW farms AS
SELECT
  farm_id,
  (array_agg(lead_party_id ORDER BY bm_unit_id))[1] AS lead_party_id,
  (array_agg(lead_party_name ORDER BY bm_unit_id))[1] AS lead_party_name,
  count(*) AS bm_units,
  sum(generation_capacity_mw) AS generation_capacity_mw
FROM (SELECT DISTINCT ON (bm_unit_id) * FROM bm_units ORDER BY bm_unit_id, valid_from DESC, national_grid_id) AS latest
GROUP BY farm_id;
COMMENT ON VIEW farms IS 'Sites: the BM units of the register by farm, each in its latest row; the lead party is that of the first unit.';

CREATE VIEW monthly_summaries AS
SELECT
  to_char(settlement_date, 'YYYY-MM') AS year_month,
  count(*) AS days,
  sum(records)::bigint AS records,
  sum(gross_wh)::bigint AS gross_wh,
  sum(undo_wh)::bigint AS undo_wh,
  sum(net_wh)::bigint AS net_wh,
  CASE WHEN bool_and(so_gross_wh IS NOT NULL) THEN sum(so_gross_wh)::bigint END AS so_gross_wh,
  CASE WHEN bool_and(so_net_wh IS NOT NULL) THEN sum(so_net_wh)::bigint END AS so_net_wh,
  CASE WHEN sum(records) = 0 THEN 0 ELSE sum(bid_payment_gbp) FILTER (WHERE records > 0) END AS bid_payment_gbp,
  CASE WHEN sum(records) = 0 THEN 0 ELSE sum(undo_payment_gbp) FILTER (WHERE records > 0) END AS undo_payment_gbp,
  CASE WHEN sum(records) = 0 THEN 0 ELSE sum(payment_gbp) FILTER (WHERE records > 0) END AS payment_gbp,
  sum(unpriced_wh)::bigint AS unpriced_wh
FROM daily_summaries
WHERE settlement_date IN (SELECT settlement_date FROM day_revisions)
GROUP BY 1;
COMMENT ON VIEW monthly_summaries IS 'Sums of daily_summaries of held days. days: how many of the month are held.';

CREATE VIEW yearly_summaries AS
SELECT
  extract(year FROM settlement_date)::integer AS year,
  count(*) AS days,
  sum(records)::bigint AS records,
  sum(gross_wh)::bigint AS gross_wh,
  sum(undo_wh)::bigint AS undo_wh,
  sum(net_wh)::bigint AS net_wh,
  CASE WHEN bool_and(so_gross_wh IS NOT NULL) THEN sum(so_gross_wh)::bigint END AS so_gross_wh,
  CASE WHEN bool_and(so_net_wh IS NOT NULL) THEN sum(so_net_wh)::bigint END AS so_net_wh,
  CASE WHEN sum(records) = 0 THEN 0 ELSE sum(bid_payment_gbp) FILTER (WHERE records > 0) END AS bid_payment_gbp,
  CASE WHEN sum(records) = 0 THEN 0 ELSE sum(undo_payment_gbp) FILTER (WHERE records > 0) END AS undo_payment_gbp,
  CASE WHEN sum(records) = 0 THEN 0 ELSE sum(payment_gbp) FILTER (WHERE records > 0) END AS payment_gbp,
  sum(unpriced_wh)::bigint AS unpriced_wh
FROM daily_summaries
WHERE settlement_date IN (SELECT settlement_date FROM day_revisions)
GROUP BY 1;
COMMENT ON VIEW yearly_summaries IS 'Sums of daily_summaries of held days. days: how many of the year are held.';

CREATE VIEW explained_bitcoin_calculations AS
SELECT
  calculation.settlement_date,
  calculation.settlement_period,
  calculation.bm_unit_id,
  calculation.miner_model_id,
  model.name AS miner_name,
  calculation.energy_wh / 1e6 AS energy_mwh,
  (calculation.bitcoin_msat / 1e11)::numeric(20, 11) AS bitcoin,
  inputs.hashrate_ths,
  inputs.power_w,
  (SELECT string_agg(round(difficulty_from_bits((stretch ->> 'bits')::bigint), 2)::text, ', ' ORDER BY place)
     FROM jsonb_array_elements(inputs.stretches) WITH ORDINALITY AS each (stretch, place)) AS difficulties,
  (SELECT string_agg(((stretch ->> 'subsidyMsat')::numeric / 1e11)::numeric(20, 8)::text, ', ' ORDER BY place)
     FROM jsonb_array_elements(inputs.stretches) WITH ORDINALITY AS each (stretch, place)) AS subsidies,
  (SELECT string_agg(stretch ->> 'durationS', ', ' ORDER BY place)
     FROM jsonb_array_elements(inputs.stretches) WITH ORDINALITY AS each (stretch, place)) AS durations_s,
  inputs.measure,
  inputs.flags,
  inputs.machines,
  inputs.hashes_per_difficulty,
  inputs.uptime,
  inputs.pool_fee,
  inputs.stale_rate,
  inputs.pue
FROM historical_bitcoin_calculations AS calculation
LEFT JOIN calculation_inputs AS inputs ON inputs.id = calculation.inputs_id
LEFT JOIN miner_models AS model USING (miner_model_id);
COMMENT ON VIEW explained_bitcoin_calculations IS 'Calculations as people read them: MWh, BTC, and what each stands on. Several difficulties or subsidies: the period was split where one changed.';
COMMENT ON COLUMN explained_bitcoin_calculations.energy_mwh IS 'MWh.';
COMMENT ON COLUMN explained_bitcoin_calculations.bitcoin IS 'BTC.';
COMMENT ON COLUMN explained_bitcoin_calculations.subsidies IS 'BTC of new coins of a block.';
COMMENT ON COLUMN explained_bitcoin_calculations.durations_s IS 'Seconds of the settlement period.';
