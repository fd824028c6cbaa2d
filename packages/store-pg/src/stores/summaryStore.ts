import {
  type BitcoinTotal,
  NO_RECORDS,
  type SettlementDateRange,
  type SummaryGroup,
  type SummaryGrouping,
  type SummaryStore,
  UNREGISTERED,
} from "@windhash/core";
import type { Database, Queryable } from "../db/database.ts";
import { isoDate } from "../db/packed.ts";
import { onlyRow } from "../rows/common.ts";
import { type TotalsRow, totalsFromRow } from "../rows/days.ts";

/** Summaries, summed by the database from what it holds. */
export function pgSummaryStore(database: Database): SummaryStore {
  return {
    total: (range) => readTotal(database, range),
    groups: (range, by) => readGroups(database, range, by),
  };
}

type PackedBitcoin = readonly [minerModelId: string, calculations: number, bitcoinMsat: string];
type GroupRow = TotalsRow & {
  readonly group: string;
  readonly name: string | null;
  readonly bitcoin: readonly PackedBitcoin[] | null;
};

const PAYMENTS = ["bid_payment_gbp", "undo_payment_gbp", "payment_gbp"];

/** With the rules of `addTotals`: an unknown SO part makes the sum unknown. */
const ENERGY_SUMS =
  "sum(gross_wh)::bigint AS gross_wh, sum(undo_wh)::bigint AS undo_wh, sum(net_wh)::bigint AS net_wh, " +
  "CASE WHEN bool_and(so_gross_wh IS NOT NULL) THEN sum(so_gross_wh)::bigint END AS so_gross_wh, " +
  "CASE WHEN bool_and(so_net_wh IS NOT NULL) THEN sum(so_net_wh)::bigint END AS so_net_wh";

/** Sums of records: an unknown payment is left out, and the energy of its record is what the payments leave out. */
const RECORD_SUMS = [
  "count(*) AS records",
  ENERGY_SUMS,
  ...PAYMENTS.map((payment) => `sum(${payment}) FILTER (WHERE payment_gbp IS NOT NULL) AS ${payment}`),
  "coalesce(sum(gross_wh + undo_wh) FILTER (WHERE payment_gbp IS NULL), 0)::bigint AS unpriced_wh",
].join(", ");

/** The same of sums that may be of no records: their payment of 0 does not make an unknown one known. Nothing at all sums to NULL. */
const SUMS_OF_SUMS = [
  "sum(records) AS records",
  ENERGY_SUMS,
  ...PAYMENTS.map((payment) => `sum(${payment}) FILTER (WHERE records > 0 AND payment_gbp IS NOT NULL) AS ${payment}`),
  "sum(unpriced_wh)::bigint AS unpriced_wh",
].join(", ");

/** The bitcoin of a group in one JSON value, in order of model. */
const PACKED_BITCOIN =
  "json_agg(json_build_array(miner_model_id, calculations, bitcoin_msat::text) ORDER BY miner_model_id)";

/** Summaries of days that are held: one that was left behind without a revision is a finding and no curtailment. */
const HELD_SUMMARIES = `
  SELECT * FROM daily_summaries
  WHERE settlement_date BETWEEN $1::date AND $2::date
    AND settlement_date IN (SELECT settlement_date FROM day_revisions)`;

/** From the summaries and tallies of days, which are written with the rows and verified against them. */
async function readTotal(queryable: Queryable, { from, to }: SettlementDateRange): Promise<SummaryGroup> {
  const rows = await queryable.query<GroupRow>(
    `SELECT '' AS group, NULL AS name, sums.*,
            (SELECT ${PACKED_BITCOIN}
             FROM (SELECT miner_model_id, sum(calculations) AS calculations, sum(bitcoin_msat) AS bitcoin_msat
                   FROM calculation_tallies
                   WHERE settlement_date BETWEEN $1::date AND $2::date GROUP BY miner_model_id) AS models) AS bitcoin
     FROM (SELECT ${SUMS_OF_SUMS} FROM (${HELD_SUMMARIES}) AS days) AS sums`,
    [from, to],
  );
  return { ...groupFromRow(onlyRow(rows)), group: from === to ? from : `${from}/${to}` };
}

function readGroups(
  queryable: Queryable,
  { from, to }: SettlementDateRange,
  by: SummaryGrouping,
): Promise<readonly SummaryGroup[]> {
  const sql = by === "day" ? BY_DAY : byRows(by);
  return queryable.query<GroupRow>(sql, [from, to]).then((rows) => rows.map(groupFromRow));
}

/** A day may have calculations and no records, and the other way round. */
const BY_DAY = `
  SELECT ${isoDate("settlement_date")} AS group, NULL AS name, records, gross_wh, undo_wh, net_wh, so_gross_wh, so_net_wh,
         bid_payment_gbp, undo_payment_gbp, payment_gbp, unpriced_wh, bitcoin
  FROM (SELECT * FROM (${HELD_SUMMARIES}) AS held WHERE records > 0) AS summary
  FULL JOIN (SELECT settlement_date, ${PACKED_BITCOIN} AS bitcoin FROM calculation_tallies
             WHERE settlement_date BETWEEN $1::date AND $2::date GROUP BY settlement_date) AS tallied
    USING (settlement_date)
  ORDER BY settlement_date`;

const MOST_FIRST = "coalesce(net_wh, 0) DESC, label";

/** What a row of curtailment is grouped by, what the group is called, and in which order groups come. */
type Labels = {
  readonly key: string;
  readonly label: string;
  readonly name: string;
  readonly order: string;
  /** True: the label may change in the range. */
  readonly isDated?: boolean;
};

const LABELS: Readonly<Record<Exclude<SummaryGrouping, "day">, Labels>> = {
  period: { key: "settlement_period", label: "key::text", name: "NULL::text", order: "label::integer" },
  unit: { key: "bm_unit_id", label: "key", name: "unit.name", order: MOST_FIRST },
  farm: {
    key: "bm_unit_id",
    label: `coalesce(unit.farm_id, '${UNREGISTERED}')`,
    name: "NULL::text",
    order: MOST_FIRST,
  },
  party: {
    key: "bm_unit_id",
    label: `coalesce(unit.lead_party_id, '${UNREGISTERED}')`,
    name: "unit.lead_party_name",
    order: MOST_FIRST,
    isDated: true,
  },
};

/** The register's rows by the ids that curtailment may name them by: Elexon id and National Grid id. */
const NAMED = `
  SELECT elexon_id AS bm_unit_id, national_grid_id, valid_from, name, farm_id, lead_party_id, lead_party_name
  FROM bm_units WHERE elexon_id IS NOT NULL
  UNION ALL
  SELECT national_grid_id, national_grid_id, valid_from, name, farm_id, lead_party_id, lead_party_name
  FROM bm_units`;

/** The register's row of an id as `windUnits` has it: the latest, of equals the first by National Grid id. */
const LATEST = `
  SELECT keys.key, unit.*
  FROM keys LEFT JOIN (SELECT DISTINCT ON (bm_unit_id) * FROM (${NAMED}) AS named
    ORDER BY bm_unit_id, valid_from DESC, national_grid_id) AS unit ON unit.bm_unit_id = key::text`;

/**
 * Dates in the range on which another row of a unit begins to hold; NULL where there is none, which is nearly always. Between two of
 * them no label changes, so rows are summed by unit and span.
 */
const CHANGES = `
  SELECT array_agg(DISTINCT valid_from ORDER BY valid_from) AS dates
  FROM (SELECT valid_from, count(*) OVER (PARTITION BY bm_unit_id) AS rows FROM (${NAMED}) AS named) AS each
  WHERE rows > 1 AND valid_from > $1::date AND valid_from <= $2::date`;

const SPAN = `CASE WHEN (SELECT dates FROM changes) IS NULL THEN 0
      ELSE width_bucket(settlement_date, (SELECT dates FROM changes)) END`;

/** The same of a date: the row that held when the span began, else the earliest, of equals the last by National Grid id. */
const HELD_THEN = `
  SELECT DISTINCT ON (key, span) key, span, unit.*
  FROM (SELECT key, span, CASE WHEN span = 0 THEN $1::date ELSE (SELECT dates[span] FROM changes) END AS day FROM keys) AS keys
  LEFT JOIN (${NAMED}) AS unit ON unit.bm_unit_id = key
  ORDER BY key, span, valid_from <= day DESC,
    CASE WHEN valid_from <= day THEN valid_from END DESC, CASE WHEN valid_from > day THEN valid_from END,
    CASE WHEN valid_from <= day THEN national_grid_id END, CASE WHEN valid_from > day THEN national_grid_id END DESC`;

/**
 * Rows are summed by unit (or period) first and joined with the register after, as there are few units and many rows. A group has
 * the name of its first unit by id, in its last span; it may have calculations and no records, and the other way round.
 */
function byRows(by: Exclude<SummaryGrouping, "day">): string {
  const { key, label, name, order, isDated = false } = LABELS[by];
  const [keys, grouped] = isDated ? ["key, span", `${key} AS key, ${SPAN} AS span`] : ["key", `${key} AS key`];
  return `
  WITH changes AS MATERIALIZED (${CHANGES}
  ), curtailed AS MATERIALIZED (
    SELECT ${grouped}, ${RECORD_SUMS}
    FROM curtailment_records WHERE settlement_date BETWEEN $1::date AND $2::date GROUP BY ${keys}
  ), mined AS MATERIALIZED (
    SELECT ${grouped}, miner_model_id, count(*) AS calculations, sum(bitcoin_msat) AS bitcoin_msat
    FROM historical_bitcoin_calculations WHERE settlement_date BETWEEN $1::date AND $2::date GROUP BY ${keys}, miner_model_id
  ), keys AS (
    SELECT ${keys} FROM curtailed UNION SELECT ${keys} FROM mined
  ), labelled AS MATERIALIZED (
    SELECT ${keys}, (${label}) COLLATE "C" AS label, ${name} AS name FROM (${isDated ? HELD_THEN : LATEST}) AS unit
  ), groups AS (
    SELECT label, (array_agg(name ORDER BY key${isDated ? ", span DESC" : ""}))[1] AS name FROM labelled GROUP BY 1
  ), totals AS (
    SELECT label, ${SUMS_OF_SUMS} FROM labelled JOIN curtailed USING (${keys}) GROUP BY 1
  ), packed AS (
    SELECT label, ${PACKED_BITCOIN} AS bitcoin
    FROM (SELECT label, miner_model_id, sum(calculations) AS calculations, sum(bitcoin_msat) AS bitcoin_msat
          FROM labelled JOIN mined USING (${keys}) GROUP BY 1, 2) AS models
    GROUP BY 1
  )
  SELECT label AS group, * FROM groups LEFT JOIN totals USING (label) LEFT JOIN packed USING (label) ORDER BY ${order}`;
}

function groupFromRow(row: GroupRow): SummaryGroup {
  return {
    group: row.group,
    name: row.name,
    totals: Number(row.records) === 0 ? NO_RECORDS : totalsFromRow(row),
    bitcoin: (row.bitcoin ?? []).map(bitcoinTotal),
  };
}

function bitcoinTotal([minerModelId, calculations, bitcoinMsat]: PackedBitcoin): BitcoinTotal {
  return { minerModelId, calculations, bitcoinMsat: BigInt(bitcoinMsat) };
}
