import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenedDatabase, openTestPostgres } from "./openStores.ts";

const HASH = `'${"a".repeat(64)}'`;

/** A sound row of each table, as SQL values by column. */
const ROWS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  curtailment_records: {
    settlement_date: "'2022-01-01'",
    settlement_period: "1",
    bm_unit_id: "'T_A-1'",
    gross_wh: "10",
    undo_wh: "4",
    net_wh: "6",
    so_gross_wh: "5",
    so_net_wh: "3",
    bid_payment_gbp: "-1.5",
    undo_payment_gbp: "0.5",
    payment_gbp: "-1.0",
    unpriced_wh: "0",
    acceptances: "1",
    revision: "1",
  },
  accepted_volumes: {
    settlement_date: "'2022-01-01'",
    settlement_period: "50",
    bm_unit_id: "'T_A-1'",
    side: "'bid'",
    acceptance_id: "1",
    bid_offer_pair_id: "-1",
    ordinal: "0",
    volume_mwh: "-1.5",
    volume_exact: "NULL",
    revision: "1",
  },
  settlement_periods: {
    settlement_date: "'2022-01-01'",
    settlement_period: "1",
    state: "'provisional'",
    reason: "'early'",
    source_rows: "0",
    revision: "1",
  },
  day_revisions: {
    settlement_date: "'2022-01-01'",
    revision: "1",
    ledger_no: "1",
    committed_at: "now()",
    method: "'pn'",
    payload_hash: HASH,
    register_hash: HASH,
    records: "0",
    gross_wh: "0",
    undo_wh: "0",
    records_checksum: HASH,
  },
  ledger: { ledger_no: "1", committed_at: "now()", kind: "'day'", settlement_date: "'2022-01-01'" },
  unmapped_bids: {
    settlement_date: "'2022-01-01'",
    bm_unit_id: "'T_NEW-1'",
    gross_wh: "10",
    undo_wh: "0",
    so_gross_wh: "NULL",
    paid_gross_wh: "4",
    periods: "2",
  },
  fetch_attempts: {
    settlement_date: "'2022-01-01'",
    attempt_no: "1",
    method: "'stack'",
    attempted_at: "now()",
    outcome: "'ok'",
    message: "NULL",
  },
  historical_bitcoin_calculations: {
    settlement_date: "'2022-01-01'",
    settlement_period: "1",
    bm_unit_id: "'T_A-1'",
    miner_model_id: "'S9'",
    energy_wh: "0",
    inputs_id: "sha256('x')",
    bitcoin_msat: "0",
  },
  calculation_inputs: {
    id: "sha256('x')",
    formula_version: "1",
    stretches: `'[{"bits": 1, "durationS": 1800, "subsidyMsat": "5", "feesMsat": "0"}]'`,
    hashrate_ths: "13.5",
    power_w: "1323",
    measure: "'net'",
    flags: "'all'",
    machines: "'whole'",
    hashes_per_difficulty: "'2^32'",
    uptime: "1",
    pool_fee: "0",
    stale_rate: "0",
    pue: "1",
  },
  network_epochs: { height: "2016", starts_at: "now()", bits: "486604799" },
  network_halvings: { height: "210000", starts_at: "now()" },
  miner_models: {
    miner_model_id: "'S9'",
    name: "'S9'",
    hashrate_ths: "13.5",
    power_w: "1323",
    release_month: "'2017-09'",
    source: "'x'",
    is_active: "true",
  },
  calculation_basis: {
    measure: "'net'",
    flags: "'all'",
    machines: "'whole'",
    hashes_per_difficulty: "'2^32'",
    uptime: "1",
    pool_fee: "0",
    stale_rate: "0",
    pue: "1",
  },
};

describe("rules that a row can break alone", () => {
  let opened: OpenedDatabase;
  beforeAll(async () => {
    opened = await openTestPostgres();
  }, 120_000);
  afterAll(() => opened.close());

  const insert = (table: string, change: Readonly<Record<string, string>> = {}) => {
    const row = { ...ROWS[table], ...change };
    return opened.database.query(
      `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${Object.values(row).join(", ")})`,
    );
  };

  it.each(Object.keys(ROWS))("let a sound row into %s, once", async (table) => {
    await opened.clear();
    await insert(table);
    await expect(insert(table)).rejects.toThrow(/duplicate key/);
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ["a period 0", "curtailment_records", { settlement_period: "0" }],
    ["a period 51", "accepted_volumes", { settlement_period: "51" }],
    ["a volume that is no number", "accepted_volumes", { side: "'offer'", volume_mwh: "'NaN'" }],
    ["a volume without end", "accepted_volumes", { volume_mwh: "'-Infinity'" }],
    ["a price that is no number", "accepted_volumes", { price_gbp_per_mwh: "'NaN'" }],
    [
      "a payment that is no number",
      "curtailment_records",
      { bid_payment_gbp: "'NaN'", undo_payment_gbp: "1", payment_gbp: "'NaN'" },
    ],
    ["a machine of infinite speed", "miner_models", { hashrate_ths: "'NaN'" }],
    ["a site without efficiency", "calculation_basis", { pue: "'NaN'" }],
    ["a stretch that is none", "calculation_inputs", { stretches: "'[5]'" }],
    [
      "a stretch without a subsidy",
      "calculation_inputs",
      { stretches: `'[{"bits": 1, "durationS": 1, "feesMsat": "0"}]'` },
    ],
    [
      "a subsidy that is no numeral",
      "calculation_inputs",
      { stretches: `'[{"bits": 1, "durationS": 1, "feesMsat": "0", "subsidyMsat": "x"}]'` },
    ],
    ["a unit without a name", "curtailment_records", { bm_unit_id: "''" }],
    ["net energy that is not gross less undo", "curtailment_records", { net_wh: "7" }],
    ["negative gross energy", "curtailment_records", { gross_wh: "-1", net_wh: "-5" }],
    ["an SO part above the whole", "curtailment_records", { so_gross_wh: "11" }],
    ["an SO part known by half", "curtailment_records", { so_net_wh: "NULL" }],
    ["a payment whose part is unknown", "curtailment_records", { bid_payment_gbp: "NULL" }],
    ["parts without a payment", "curtailment_records", { payment_gbp: "NULL" }],
    ["a payment that is not the sum of its parts", "curtailment_records", { payment_gbp: "1.0" }],
    ["a payment of what has no price", "curtailment_records", { unpriced_wh: "1" }],
    ["a record without an acceptance", "curtailment_records", { acceptances: "0" }],
    ["a register's entry of a day", "ledger", { kind: "'register'" }],
    ["a day's entry without a day", "ledger", { settlement_date: "NULL" }],
    ["an entry of another kind", "ledger", { kind: "'guess'" }],
    ["more paid than was bid", "unmapped_bids", { paid_gross_wh: "11" }],
    ["a volume of no revision", "accepted_volumes", { revision: "0" }],
    ["a bid upwards", "accepted_volumes", { volume_mwh: "1.5" }],
    ["a bid of nothing", "accepted_volumes", { volume_mwh: "0" }],
    ["an undo downwards", "accepted_volumes", { side: "'offer'" }],
    ["an exact volume of the other sign", "accepted_volumes", { volume_exact: "'3/7'" }],
    ["an exact volume that is no fraction", "accepted_volumes", { volume_exact: "'-0.5'" }],
    ["a pair above the notification", "accepted_volumes", { bid_offer_pair_id: "1" }],
    ["a pair that does not exist", "accepted_volumes", { bid_offer_pair_id: "-7" }],
    ["a state of another name", "settlement_periods", { state: "'final'" }],
    ["a reason for a complete period", "settlement_periods", { state: "'complete'" }],
    ["a method of another name", "day_revisions", { method: "'guess'" }],
    ["a hash that is none", "day_revisions", { payload_hash: "'abc'" }],
    ["a message of an attempt that went well", "fetch_attempts", { message: "'odd'" }],
    ["negative bitcoin", "historical_bitcoin_calculations", { bitcoin_msat: "-1" }],
    ["bitcoin from negative energy", "historical_bitcoin_calculations", { energy_wh: "-1" }],
    ["an inputs id that is no sha256", "historical_bitcoin_calculations", { inputs_id: "decode('00', 'hex')" }],
    ["an epoch that begins between retargets", "network_epochs", { height: "2017" }],
    ["a halving between halvings", "network_halvings", { height: "2016" }],
    ["a miner without power", "miner_models", { power_w: "0" }],
    ["a thirteenth month", "miner_models", { release_month: "'2017-13'" }],
    ["machines that run more than always", "calculation_basis", { uptime: "1.01" }],
    ["a site that uses less than its machines", "calculation_basis", { pue: "0.99" }],
  ])("keep %s out", async (_, table, change) => {
    await opened.clear();
    await expect(insert(table, change)).rejects.toThrow(/refused rows that break a rule/);
  });

  it("let a tiny exact volume in whose rounded one is 0", async () => {
    await opened.clear();
    await insert("accepted_volumes", { volume_mwh: "0.000000000000", volume_exact: "'-1/3000000000000000'" });
    expect(await opened.database.query("SELECT volume_mwh FROM accepted_volumes")).toEqual([
      { volume_mwh: "0.000000000000" },
    ]);
  });

  it("let a second basis or history in never", async () => {
    await opened.clear();
    await insert("calculation_basis");
    await expect(insert("calculation_basis", { only_row: "false" })).rejects.toThrow(/refused/);
  });
});
