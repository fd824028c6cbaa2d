import {
  type CalculationChange,
  type CalculationInputs,
  type CalculationKey,
  DayMovedError,
  StoreError,
} from "@windhash/core";
import type { SqlRow, Transaction } from "../db/database.ts";
import { CALCULATIONS } from "../rows/calculations.ts";
import { onlyRow } from "../rows/common.ts";
import { putInputs } from "./inputs.ts";
import { keepPast, PACKED_TALLIES, type PackedTally, tallyChange, writeTallies } from "./tallies.ts";

/** What PostgreSQL says of a key that is there already. */
const UNIQUE_VIOLATION = "23505";

/** A key that appeared since the change was worked out is a day that has moved. */
export function asDayMoved(change: CalculationChange, error: unknown): unknown {
  const isKeyThere = error instanceof StoreError && error.details["sqlState"] === UNIQUE_VIOLATION;
  return isKeyThere ? dayMoved(change, "without the keys that it adds", "one of them") : error;
}

/**
 * Brings the calculations of a day to what the change says.
 *
 * It does all that the change says or nothing: the day's revision, the keys that it removes, and how many rows there are in
 * the end must be as they were when the change was worked out.
 */
export async function applyChange(
  transaction: Transaction,
  change: CalculationChange,
  inputs: readonly CalculationInputs[],
  committedAt: number,
): Promise<void> {
  checkChange(change);
  const held = await readHeld(transaction, change);
  if (held.revision !== change.revision)
    throw dayMoved(change, `revision ${change.revision}`, `revision ${held.revision}`);
  const added = calculationsAfter(change) - held.calculations + change.removes.length;
  if (added < 0 || added > change.puts.length)
    throw dayMoved(change, `${change.puts.length} keys to write`, `${added}`);
  const tallies = tallyChange(change, held.tallies ?? []);
  const past = await keepPast(transaction, change, tallies.replaced);
  await makeRoom(transaction, change, { held: held.calculations, replaced: change.puts.length - added });
  await transaction.copy(CALCULATIONS, change.puts);
  await putInputs(transaction, inputs);
  await writeTallies(transaction, change, { ...tallies, past, committedAt });
}

function calculationsAfter({ tallies }: CalculationChange): number {
  return tallies.reduce((sum, { calculations }) => sum + calculations, 0);
}

/** Removes what the change removes or replaces. How many that are follows from the counts before and after. */
async function makeRoom(
  transaction: Transaction,
  change: CalculationChange,
  { held, replaced }: { readonly held: number; readonly replaced: number },
): Promise<void> {
  const { removes, puts } = change;
  if (held > 0 && replaced === held && puts.length === held && removes.length === 0)
    return deleteAll(transaction, change);
  if (removes.length > 0) await deleteKeys(transaction, change, { keys: removes, present: removes.length });
  if (replaced > 0) await deleteKeys(transaction, change, { keys: puts, present: replaced });
}

function checkChange({ settlementDate, minerModelIds, puts, removes, tallies }: CalculationChange): void {
  const models = new Set(minerModelIds);
  for (const row of [...puts, ...removes, ...tallies]) {
    if (row.settlementDate !== settlementDate || !models.has(row.minerModelId))
      throw new StoreError(
        `A change of ${settlementDate} must be of that day and of the models that it speaks for, got ${row.settlementDate} ` +
          `and ${row.minerModelId}.`,
        { settlementDate, rowDate: row.settlementDate, minerModelId: row.minerModelId },
      );
  }
}

type Held = SqlRow & {
  readonly revision: number;
  readonly calculations: number;
  readonly tallies: readonly PackedTally[] | null;
};

/** A day that was never committed has revision 0. */
async function readHeld(transaction: Transaction, { settlementDate, minerModelIds }: CalculationChange): Promise<Held> {
  const rows = await transaction.query<Held>(
    `SELECT (SELECT coalesce(max(revision), 0) FROM day_revisions WHERE settlement_date = $1::date) AS revision,
            (SELECT count(*)::integer FROM historical_bitcoin_calculations
             WHERE settlement_date = $1::date AND miner_model_id = ANY ($2::text[])) AS calculations,
            (SELECT ${PACKED_TALLIES} FROM calculation_tallies
             WHERE settlement_date = $1::date AND miner_model_id = ANY ($2::text[])) AS tallies`,
    [settlementDate, [...minerModelIds]],
  );
  return onlyRow(rows);
}

/** Where every row gets another value, as after a new basis: many times faster than by key. */
async function deleteAll(
  transaction: Transaction,
  { settlementDate, minerModelIds }: CalculationChange,
): Promise<void> {
  await transaction.query(
    "DELETE FROM historical_bitcoin_calculations WHERE settlement_date = $1::date AND miner_model_id = ANY ($2::text[])",
    [settlementDate, [...minerModelIds]],
  );
}

/** So many of the keys must be there. */
async function deleteKeys(
  transaction: Transaction,
  change: CalculationChange,
  { keys, present }: { readonly keys: readonly CalculationKey[]; readonly present: number },
): Promise<void> {
  const rows = await transaction.query<{ readonly deleted: number }>(
    `WITH gone AS (
       DELETE FROM historical_bitcoin_calculations
       USING unnest($2::smallint[], $3::text[], $4::text[]) AS key (period, unit, model)
       WHERE settlement_date = $1::date AND settlement_period = key.period AND bm_unit_id = key.unit
         AND miner_model_id = key.model
       RETURNING 1
     )
     SELECT count(*)::integer AS deleted FROM gone`,
    [
      change.settlementDate,
      keys.map(({ settlementPeriod }) => settlementPeriod),
      keys.map(({ bmUnitId }) => bmUnitId),
      keys.map(({ minerModelId }) => minerModelId),
    ],
  );
  const { deleted } = onlyRow(rows);
  if (deleted !== present) throw dayMoved(change, `${present} calculations to replace or remove`, `${deleted}`);
}

function dayMoved({ settlementDate }: CalculationChange, expected: string, got: string): DayMovedError {
  return new DayMovedError(
    `${settlementDate} must be as it was when its change was worked out (${expected}), got ${got}. ` +
      "Another process wrote it meanwhile; read the day again.",
    { settlementDate, expected, got },
  );
}
