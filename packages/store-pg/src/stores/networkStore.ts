import {
  type Epoch,
  type Halving,
  makeNetworkHistory,
  NetworkError,
  type NetworkFacts,
  type NetworkHistory,
  type NetworkStore,
  StoreError,
} from "@windhash/core";
import type { Database, Queryable, SqlRow, Transaction } from "../db/database.ts";
import { REFERENCE_LOCK } from "../db/locks.ts";
import { unixSeconds } from "../db/packed.ts";

/** The network's history in PostgreSQL or PGlite. */
export function pgNetworkStore(database: Database): NetworkStore {
  return {
    loadHistory: () => loadHistory(database),
    saveHistory: (history, source) =>
      database.transaction([REFERENCE_LOCK], (transaction) => saveHistory(transaction, history, source)),
  };
}

type EndRow = SqlRow & { readonly known_until: bigint; readonly digest: string };
type HalvingRow = SqlRow & { readonly height: number; readonly starts_at: bigint };
type EpochRow = HalvingRow & { readonly bits: bigint };

/** The rows are made into a history anew: one whose digest is not the stored one is refused. */
async function loadHistory(queryable: Queryable): Promise<NetworkHistory | null> {
  const [end] = await queryable.query<EndRow>(
    `SELECT ${unixSeconds("known_until")} AS known_until, digest FROM network_history`,
  );
  if (end === undefined) return null;
  const history = checkedHistory(await readFacts(queryable, Number(end.known_until)));
  if (history.digest === end.digest) return history;
  throw damaged(`its digest is ${history.digest}, stored is ${end.digest}`);
}

async function readFacts(queryable: Queryable, knownUntil: number): Promise<NetworkFacts> {
  const epochs = await queryable.query<EpochRow>(
    `SELECT height, ${unixSeconds("starts_at")} AS starts_at, bits FROM network_epochs ORDER BY height`,
  );
  const halvings = await queryable.query<HalvingRow>(
    `SELECT height, ${unixSeconds("starts_at")} AS starts_at FROM network_halvings ORDER BY height`,
  );
  return {
    epochs: epochs.map(({ height, starts_at, bits }) => ({ height, startsAt: Number(starts_at), bits: Number(bits) })),
    halvings: halvings.map(({ height, starts_at }) => ({ height, startsAt: Number(starts_at) })),
    knownUntil,
  };
}

function checkedHistory(facts: NetworkFacts): NetworkHistory {
  try {
    return makeNetworkHistory(facts);
  } catch (error) {
    throw error instanceof NetworkError ? damaged(error.message, error) : error;
  }
}

function damaged(why: string, cause?: unknown): StoreError {
  return new StoreError(
    `The stored network history must be as it was written, but ${why} ` +
      "Empty network_history, network_epochs and network_halvings and save a history again.",
    {},
    { cause },
  );
}

async function saveHistory(transaction: Transaction, history: NetworkHistory, source: string): Promise<void> {
  const held = await loadHistory(transaction);
  if (held?.digest === history.digest) return;
  if (held !== null) checkBeginning(held, history);
  await transaction.query(
    `INSERT INTO network_epochs (height, starts_at, bits)
     SELECT height, to_timestamp(starts_at), bits
     FROM json_to_recordset($1::json) AS epoch (height integer, starts_at bigint, bits bigint)`,
    [JSON.stringify(history.epochs.slice(held?.epochs.length ?? 0).map(storedEpoch))],
  );
  await transaction.query(
    `INSERT INTO network_halvings (height, starts_at)
     SELECT height, to_timestamp(starts_at) FROM json_to_recordset($1::json) AS halving (height integer, starts_at bigint)`,
    [JSON.stringify(history.halvings.slice(held?.halvings.length ?? 0).map(storedHalving))],
  );
  await transaction.query(
    `INSERT INTO network_history (known_until, digest, source) VALUES (to_timestamp($1::bigint), $2, $3)
     ON CONFLICT (only_row) DO UPDATE
     SET known_until = excluded.known_until, digest = excluded.digest, source = excluded.source`,
    [history.knownUntil, history.digest, source],
  );
}

function storedEpoch({ height, startsAt, bits }: Epoch): object {
  return { height, starts_at: startsAt, bits };
}

function storedHalving({ height, startsAt }: Halving): object {
  return { height, starts_at: startsAt };
}

/** Calculations stand on what is stored, so it may only be added to. */
function checkBeginning(held: NetworkHistory, given: NetworkHistory): void {
  const epoch = held.epochs.find((each, index) => !sameFact(each, given.epochs[index]));
  const halving = held.halvings.find((each, index) => !sameFact(each, given.halvings[index]));
  const where = epoch ?? halving;
  if (where !== undefined) throw notBeginning(`differs at height ${where.height}`, where.height);
  if (given.knownUntil < held.knownUntil) throw notBeginning(`ends earlier, at ${given.knownUntil}`, given.knownUntil);
}

function sameFact(held: Epoch | Halving, given: Epoch | Halving | undefined): boolean {
  return JSON.stringify(held) === JSON.stringify(given);
}

function notBeginning(why: string, got: number): StoreError {
  return new StoreError(
    `A network history must begin with the stored one, the given one ${why}. Calculations stand on the stored history: ` +
      "extend it, and where it is wrong begin a new database.",
    { got },
  );
}
