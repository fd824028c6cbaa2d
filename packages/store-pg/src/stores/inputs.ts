import type { CalculationInputs } from "@windhash/core";
import type { Queryable } from "../db/database.ts";
import { INPUTS_COLUMNS, inputsFromRow, type InputsRow, storedInputs } from "../rows/inputs.ts";

const INPUTS = INPUTS_COLUMNS.split(", ");

/** As text, so that a number has the digits that it came with. */
function inputsText(table: string): string {
  return INPUTS.map((name) => `${table}.${name}::text`).join(", ");
}

/**
 * What an id stands for never changes, so a row that says something else was damaged. Rows that are as they should be are not
 * touched: writers of different days do not wait for each other.
 */
export async function putInputs(queryable: Queryable, inputs: readonly CalculationInputs[]): Promise<void> {
  if (inputs.length === 0) return;
  const byId = new Map(inputs.map((each) => [each.id, storedInputs(each)]));
  await queryable.query(
    `INSERT INTO calculation_inputs (id, ${INPUTS_COLUMNS})
     SELECT decode(given.id, 'hex'), ${INPUTS.map((name) => `given.${name}`).join(", ")}
     FROM json_to_recordset($1::json) AS given (id text, formula_version smallint, stretches jsonb, hashrate_ths numeric,
       power_w numeric, measure text, flags text, machines text, hashes_per_difficulty text, uptime numeric,
       pool_fee numeric, stale_rate numeric, pue numeric)
     LEFT JOIN calculation_inputs AS held ON held.id = decode(given.id, 'hex')
     WHERE held.id IS NULL OR (${inputsText("given")}) IS DISTINCT FROM (${inputsText("held")})
     ORDER BY given.id
     ON CONFLICT (id) DO UPDATE SET ${INPUTS.map((name) => `${name} = excluded.${name}`).join(", ")}`,
    [JSON.stringify([...byId.values()])],
  );
}

/** The inputs with these ids; an unknown id is absent. */
export async function readInputs(
  queryable: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CalculationInputs>> {
  const rows = await queryable.query<InputsRow>(
    `SELECT encode(id, 'hex') AS id, ${INPUTS_COLUMNS} FROM calculation_inputs
     WHERE id IN (SELECT decode(given, 'hex') FROM unnest($1::text[]) AS given)`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, inputsFromRow(row)]));
}
