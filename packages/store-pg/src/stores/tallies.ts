import type {
  CalculationChange,
  CalculationTally,
  MinerModelId,
  SettlementDate,
  SettlementDateRange,
} from "@windhash/core";
import type { Queryable, SqlRow, Transaction } from "../db/database.ts";
import { lockLedger } from "../db/locks.ts";
import { TALLY_COLUMNS, TALLY_SELECTED, tallyFromRow, type TallyRow } from "../rows/tallies.ts";
import { ALREADY_TOLD } from "./history.ts";
import { entrySql } from "./entry.ts";

/** Tallies by date and model. */
export async function readTallies(
  queryable: Queryable,
  range: SettlementDateRange | null,
): Promise<readonly CalculationTally[]> {
  const rows = await queryable.query<TallyRow>(
    `SELECT ${TALLY_SELECTED} FROM calculation_tallies
     WHERE $1::date IS NULL OR settlement_date BETWEEN $1::date AND $2::date
     ORDER BY settlement_date, miner_model_id`,
    [range?.from ?? null, range?.to ?? null],
  );
  return rows.map(tallyFromRow);
}

/** SQL that packs tallies of one day into one JSON value, each a `PackedTally`. */
export const PACKED_TALLIES =
  "json_agg(json_build_array(miner_model_id, calculations, energy_wh::text, bitcoin_msat::text, checksum, records_checksum, inputs_checksum))";

/** What `PACKED_TALLIES` gives: the fields of a tally, energy and bitcoin as text. */
export type PackedTally = readonly [MinerModelId, number, string, string, string, string, string];

function packed(tally: CalculationTally): PackedTally {
  const { minerModelId, calculations, energyWh, bitcoinMsat, checksum, recordsChecksum, inputsChecksum } = tally;
  const sums = [String(energyWh), String(bitcoinMsat)] as const;
  return [minerModelId, calculations, ...sums, checksum, recordsChecksum, inputsChecksum];
}

/** What of the stored tallies a change changes. */
export type TallyChange = {
  /** Tallies that are new or other than the stored ones. */
  readonly written: readonly CalculationTally[];
  /** Models whose stored tally is replaced or removed. */
  readonly replaced: readonly MinerModelId[];
  /** Models that have no tally any more: those that the change speaks for and that have no rows in the end. */
  readonly removed: readonly MinerModelId[];
};

/** @param stored tallies of the models that the change speaks for */
export function tallyChange({ tallies }: CalculationChange, stored: readonly PackedTally[]): TallyChange {
  const before = new Map(stored.map((tally) => [tally[0], JSON.stringify(tally)]));
  const written = tallies.filter((tally) => before.get(tally.minerModelId) !== JSON.stringify(packed(tally)));
  const tallied = new Set(tallies.map(({ minerModelId }) => minerModelId));
  const removed = [...before.keys()].filter((model) => !tallied.has(model));
  const changed = written.map(({ minerModelId }) => minerModelId).filter((model) => before.has(model));
  return { written, removed, replaced: [...changed, ...removed] };
}

/**
 * What the calculations behind a replaced tally are worked out again from: settlement periods with the inputs id that holds from
 * there on. Null: from nothing, the rows themselves are kept.
 */
export type PastInputs = readonly (readonly [settlementPeriod: number, inputsId: string])[] | null;

type PastRow = SqlRow & {
  readonly model: MinerModelId;
  readonly ids: readonly (readonly [number, string])[] | null;
  readonly is_whole: boolean;
};

/**
 * Takes from the rows that are about to be replaced what is needed to tell them later. Of a tally over all records of a revision, each
 * period with one inputs, that is the inputs ids; of any other, such as of a day that was calculated in part, it is the rows.
 */
export async function keepPast(
  transaction: Transaction,
  { settlementDate }: CalculationChange,
  models: readonly MinerModelId[],
): Promise<ReadonlyMap<MinerModelId, PastInputs>> {
  if (models.length === 0) return new Map();
  const rows = await transaction.query<PastRow>(
    `SELECT tally.miner_model_id AS model, used.ids,
            EXISTS (SELECT 1 FROM day_revisions AS day WHERE day.settlement_date = $1::date
                    AND day.records_checksum = tally.records_checksum AND day.records = tally.calculations) AS is_whole
     FROM calculation_tallies AS tally
     LEFT JOIN (
       SELECT miner_model_id, json_agg(json_build_array(period, encode(inputs_id, 'hex')) ORDER BY period) AS ids
       FROM (SELECT DISTINCT miner_model_id, settlement_period AS period, inputs_id FROM historical_bitcoin_calculations
             WHERE settlement_date = $1::date AND miner_model_id = ANY ($2::text[])) AS pairs
       GROUP BY miner_model_id) AS used USING (miner_model_id)
     WHERE tally.settlement_date = $1::date AND tally.miner_model_id = ANY ($2::text[])`,
    [settlementDate, [...models]],
  );
  const past = new Map(rows.map(({ model, ids, is_whole }) => [model, is_whole ? inputsFromPairs(ids ?? []) : null]));
  const kept = [...past].filter(([, inputs]) => inputs === null).map(([model]) => model);
  if (kept.length > 0) await keepRows(transaction, settlementDate, kept);
  return past;
}

/** Null where a period has more than one inputs. @param pairs in order of period */
function inputsFromPairs(pairs: readonly (readonly [number, string])[]): PastInputs {
  if (new Set(pairs.map(([period]) => period)).size < pairs.length) return null;
  return pairs.filter(([, id], index) => pairs[index - 1]?.[1] !== id);
}

async function keepRows(
  transaction: Transaction,
  settlementDate: SettlementDate,
  models: readonly MinerModelId[],
): Promise<void> {
  await transaction.query(
    `INSERT INTO calculation_history (settlement_date, settlement_period, bm_unit_id, miner_model_id, energy_wh, inputs_id,
       bitcoin_msat, ledger_no)
     SELECT settlement_date, settlement_period, bm_unit_id, miner_model_id, row.energy_wh, inputs_id, row.bitcoin_msat, ledger_no
     FROM historical_bitcoin_calculations AS row JOIN calculation_tallies USING (settlement_date, miner_model_id)
     WHERE settlement_date = $1::date AND miner_model_id = ANY ($2::text[])
     ${ALREADY_TOLD}`,
    [settlementDate, [...models]],
  );
}

/**
 * Writes tallies as an entry of the ledger, and the replaced ones to history. Last of all, as it holds up the commits of other days;
 * where nothing is other than before, nothing is written.
 */
export async function writeTallies(
  transaction: Transaction,
  { settlementDate }: CalculationChange,
  change: TallyChange & { readonly past: ReadonlyMap<MinerModelId, PastInputs>; readonly committedAt: number },
): Promise<void> {
  const { written, removed, past, committedAt } = change;
  if (written.length + removed.length === 0) return;
  await lockLedger(transaction);
  await transaction.query(
    `WITH entry AS (${entrySql({ kind: "calculations", committedAt: "$2", settlementDate: "$1::date" })}
     ), told AS (
       INSERT INTO calculation_tally_history (${TALLY_COLUMNS}, ledger_no, replaced_by, inputs)
       SELECT ${TALLY_COLUMNS}, tally.ledger_no, entry.ledger_no, past.inputs
       FROM entry, calculation_tallies AS tally
       JOIN json_to_recordset($3::json) AS past (miner_model_id text, inputs json) USING (miner_model_id)
       WHERE settlement_date = $1::date
       ${ALREADY_TOLD}
     ), gone AS (
       DELETE FROM calculation_tallies WHERE settlement_date = $1::date AND miner_model_id = ANY ($4::text[])
     )
     INSERT INTO calculation_tallies (${TALLY_COLUMNS}, ledger_no)
     SELECT $1::date, miner_model_id, calculations, energy_wh, bitcoin_msat, checksum, records_checksum, inputs_checksum, ledger_no
     FROM entry, json_to_recordset($5::json) AS tally (miner_model_id text, calculations integer, energy_wh bigint,
       bitcoin_msat bigint, checksum text, records_checksum text, inputs_checksum text)
     ON CONFLICT (settlement_date, miner_model_id) DO UPDATE SET calculations = excluded.calculations,
       energy_wh = excluded.energy_wh, bitcoin_msat = excluded.bitcoin_msat, checksum = excluded.checksum,
       records_checksum = excluded.records_checksum, inputs_checksum = excluded.inputs_checksum, ledger_no = excluded.ledger_no`,
    [
      settlementDate,
      committedAt,
      JSON.stringify([...past].map(([miner_model_id, inputs]) => ({ miner_model_id, inputs }))),
      [...removed],
      JSON.stringify(written.map(storedTally)),
    ],
  );
}

function storedTally(tally: CalculationTally): object {
  return {
    miner_model_id: tally.minerModelId,
    calculations: tally.calculations,
    energy_wh: tally.energyWh,
    bitcoin_msat: String(tally.bitcoinMsat),
    checksum: tally.checksum,
    records_checksum: tally.recordsChecksum,
    inputs_checksum: tally.inputsChecksum,
  };
}
