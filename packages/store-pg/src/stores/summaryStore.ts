import {
  type BitcoinTotal,
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

const ENERGY_SUMS =
  "sum(gross_wh)::bigint AS gross_wh, sum(undo_wh)::bigint AS undo_wh, sum(net_wh)::bigint AS net_wh, " +
  "CASE WHEN bool_and(so_gross_wh IS NOT NULL) THEN sum(so_gross_wh)::bigint END AS so_gross_wh, " +
  "CASE WHEN bool_and(so_net_wh IS NOT NULL) THEN sum(so_net_wh)::bigint END AS so_net_wh, " +
  "sum(unpriced_wh)::bigint AS unpriced_wh";

const PAYMENTS = ["bid_payment_gbp", "undo_payment_gbp", "payment_gbp"];

/** Sums of records with the rules of `addTotals`: an unknown SO part makes the sum unknown, an unknown payment is left out. */
const SUMS = [
  ENERGY_SUMS,
  ...PAYMENTS.map((payment) => `sum(${payment}) FILTER (WHERE payment_gbp IS NOT NULL) AS ${payment}`),
].join(", ");

/** The same of sums that may be of no records: those cost nothing, and do not make an unknown payment known. */
const SUMS_OF_SUMS = [
  ENERGY_SUMS,
  ...PAYMENTS.map(
    (payment) =>
      `CASE WHEN sum(records) = 0 THEN 0 ELSE sum(${payment}) FILTER (WHERE records > 0 AND payment_gbp IS NOT NULL) END AS ${payment}`,
  ),
].join(", ");

/** The bitcoin of a group in one JSON value, in order of model. */
const PACKED_BITCOIN =
  "json_agg(json_build_array(miner_model_id, calculations, bitcoin_msat::text) ORDER BY miner_model_id)";

/** From the summaries and tallies of days, which are written with the rows and verified against them. */
async function readTotal(queryable: Queryable, { from, to }: SettlementDateRange): Promise<SummaryGroup> {
  const rows = await queryable.query<GroupRow>(
    `SELECT '' AS group, NULL AS name, records, gross_wh, undo_wh, net_wh, so_gross_wh, so_net_wh, bid_payment_gbp,
            undo_payment_gbp, payment_gbp, unpriced_wh,
            (SELECT ${PACKED_BITCOIN}
             FROM (SELECT miner_model_id, sum(calculations) AS calculations, sum(bitcoin_msat) AS bitcoin_msat
                   FROM calculation_tallies
                   WHERE settlement_date BETWEEN $1::date AND $2::date GROUP BY miner_model_id) AS models) AS bitcoin
     FROM (SELECT coalesce(sum(records), 0) AS records, ${SUMS_OF_SUMS}
           FROM (SELECT 0 AS records, 0 AS gross_wh, 0 AS undo_wh, 0 AS net_wh, 0 AS so_gross_wh, 0 AS so_net_wh,
                        NULL::numeric AS bid_payment_gbp, NULL::numeric AS undo_payment_gbp,
                        NULL::numeric AS payment_gbp, 0 AS unpriced_wh
                 UNION ALL
                 SELECT records, gross_wh, undo_wh, net_wh, so_gross_wh, so_net_wh, bid_payment_gbp, undo_payment_gbp,
                        payment_gbp, unpriced_wh
                 FROM daily_summaries WHERE settlement_date BETWEEN $1::date AND $2::date) AS days) AS sums`,
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

const BY_DAY = `
  SELECT ${isoDate("settlement_date")} AS group, NULL AS name, summary.*,
         (SELECT ${PACKED_BITCOIN} FROM calculation_tallies AS tally
          WHERE tally.settlement_date = summary.settlement_date) AS bitcoin
  FROM daily_summaries AS summary
  WHERE settlement_date BETWEEN $1::date AND $2::date AND records > 0
  ORDER BY settlement_date`;

/** What a row of curtailment is grouped by, what the group is called, and in which order groups come. */
const LABELS: Readonly<
  Record<Exclude<SummaryGrouping, "day">, { key: string; label: string; name: string; order: string }>
> = {
  period: { key: "settlement_period", label: "key::text", name: "NULL", order: "min(key)" },
  unit: { key: "bm_unit_id", label: "key", name: "min(unit.name)", order: "sum(net_wh) DESC, label" },
  farm: {
    key: "bm_unit_id",
    label: `coalesce(unit.farm_id, '${UNREGISTERED}')`,
    name: "NULL",
    order: "sum(net_wh) DESC, label",
  },
  party: {
    key: "bm_unit_id",
    label: `coalesce(unit.lead_party_id, '${UNREGISTERED}')`,
    name: "min(unit.lead_party_name)",
    order: "sum(net_wh) DESC, label",
  },
};

/** Rows are summed by unit (or period) first and joined with the register after, as there are few units and many rows. */
function byRows(by: Exclude<SummaryGrouping, "day">): string {
  const { key, label, name, order } = LABELS[by];
  return `
  WITH unit AS MATERIALIZED (
    SELECT DISTINCT ON (bm_unit_id) bm_unit_id, name, farm_id, lead_party_id, lead_party_name
    FROM bm_units ORDER BY bm_unit_id, national_grid_id DESC, valid_from DESC
  ), curtailed AS MATERIALIZED (
    SELECT ${key} AS key, count(*) AS records, ${SUMS}
    FROM curtailment_records WHERE settlement_date BETWEEN $1::date AND $2::date GROUP BY 1
  ), mined AS MATERIALIZED (
    SELECT ${key} AS key, miner_model_id, count(*) AS calculations, sum(bitcoin_msat) AS bitcoin_msat
    FROM historical_bitcoin_calculations WHERE settlement_date BETWEEN $1::date AND $2::date GROUP BY 1, 2
  ), mined_by_label AS MATERIALIZED (
    SELECT (${label}) COLLATE "C" AS label, miner_model_id, sum(calculations) AS calculations,
           sum(bitcoin_msat) AS bitcoin_msat
    FROM mined LEFT JOIN unit ON unit.bm_unit_id = mined.key::text GROUP BY 1, 2
  ), curtailed_by_label AS MATERIALIZED (
    SELECT (${label}) COLLATE "C" AS label, ${name} AS name, row_number() OVER (ORDER BY ${order.replace("label", `(${label}) COLLATE "C"`)}) AS place,
           sum(records) AS records, ${SUMS}
    FROM curtailed LEFT JOIN unit ON unit.bm_unit_id = curtailed.key::text GROUP BY 1
  )
  SELECT label AS group, curtailed_by_label.*,
         (SELECT ${PACKED_BITCOIN} FROM mined_by_label WHERE mined_by_label.label = curtailed_by_label.label) AS bitcoin
  FROM curtailed_by_label ORDER BY place`;
}

function groupFromRow(row: GroupRow): SummaryGroup {
  return {
    group: row.group,
    name: row.name,
    totals: totalsFromRow(row),
    bitcoin: (row.bitcoin ?? []).map(bitcoinTotal),
  };
}

function bitcoinTotal([minerModelId, calculations, bitcoinMsat]: PackedBitcoin): BitcoinTotal {
  return { minerModelId, calculations, bitcoinMsat: BigInt(bitcoinMsat) };
}
