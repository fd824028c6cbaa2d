import type { BmUnit, RegisterStore } from "@windhash/core";
import type { Database, Queryable, Transaction } from "../db/database.ts";
import { lockLedger, REFERENCE_LOCK } from "../db/locks.ts";
import { numberOrNull, onlyRow } from "../rows/common.ts";
import { unitFromRow, UNIT_COLUMNS, UNIT_SELECTED, type UnitRow } from "../rows/units.ts";
import { ALREADY_TOLD } from "./history.ts";
import { entrySql } from "./entry.ts";

/** The register of BM units in PostgreSQL or PGlite. */
export function pgRegisterStore(database: Database): RegisterStore {
  return {
    bmUnits: () => readBmUnits(database),
    statedAt: () => readStatedAt(database),
    putBmUnits: (units, stated) =>
      database.transaction([REFERENCE_LOCK], (transaction) => putBmUnits(transaction, units, stated)),
  };
}

/** How the database writes "always, as far as is known". */
const ALWAYS = "-infinity";

async function readBmUnits(queryable: Queryable): Promise<readonly BmUnit[]> {
  const rows = await queryable.query<UnitRow>(
    `SELECT ${UNIT_SELECTED} FROM bm_units ORDER BY national_grid_id, valid_from`,
  );
  return rows.map(unitFromRow);
}

async function readStatedAt(queryable: Queryable): Promise<number | null> {
  const rows = await queryable.query<{ readonly stated: bigint | null }>(
    "SELECT extract(epoch FROM max(stated_at))::bigint AS stated FROM bm_units",
  );
  return numberOrNull(onlyRow(rows).stated);
}

/** Given rows as they are compared and written: a numeric with the digits that it came with. */
const GIVEN = `SELECT * FROM json_to_recordset($1::json) AS unit (national_grid_id text, valid_from date, elexon_id text, name text,
  farm_id text, lead_party_id text, lead_party_name text, fuel_type text, generation_capacity_mw numeric, gone_since date,
  counts_as_wind boolean)`;

const FIELDS = UNIT_COLUMNS.split(", ").filter((name) => name !== "national_grid_id" && name !== "valid_from");

/** SQL of all that a row says besides its key. */
function statement(table: string): string {
  return `(${FIELDS.map((name) => `${table}.${name}${name === "generation_capacity_mw" ? "::text" : ""}`).join(", ")})`;
}

/** Rows that say the same are left alone, so that `source` and `stated_at` tell where each came from first. */
async function putBmUnits(
  transaction: Transaction,
  units: readonly BmUnit[],
  { source, statedAt, committedAt }: Parameters<RegisterStore["putBmUnits"]>[1],
): Promise<{ readonly changed: boolean }> {
  const given = JSON.stringify(firstOfEach(units).map(storedUnit));
  const { changed } = onlyRow(
    await transaction.query<{ readonly changed: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM (${GIVEN}) AS given LEFT JOIN bm_units AS held USING (national_grid_id, valid_from)
         WHERE held.ledger_no IS NULL OR ${statement("held")} IS DISTINCT FROM ${statement("given")}) AS changed`,
      [given],
    ),
  );
  if (!changed) return { changed };
  await lockLedger(transaction);
  await transaction.query(
    `WITH given AS MATERIALIZED (${GIVEN}), entry AS (${entrySql({ kind: "register", committedAt: "$4" })}
     ), told AS (
       INSERT INTO bm_unit_history (${UNIT_COLUMNS}, source, stated_at, ledger_no, replaced_by)
       SELECT ${UNIT_COLUMNS.split(", ")
         .map((name) => `held.${name}`)
         .join(", ")}, held.source, held.stated_at, held.ledger_no, entry.ledger_no
       FROM entry, bm_units AS held JOIN given USING (national_grid_id, valid_from)
       WHERE ${statement("held")} IS DISTINCT FROM ${statement("given")}
       ${ALREADY_TOLD}
     )
     INSERT INTO bm_units AS held (${UNIT_COLUMNS}, source, stated_at, ledger_no)
     SELECT given.*, $2, to_timestamp($3::bigint), entry.ledger_no FROM entry, given
     ON CONFLICT (national_grid_id, valid_from) DO UPDATE
       SET ${[...FIELDS, "source", "stated_at", "ledger_no"].map((name) => `${name} = excluded.${name}`).join(", ")}
     WHERE ${statement("held")} IS DISTINCT FROM ${statement("excluded")}`,
    [given, source, statedAt, committedAt],
  );
  return { changed };
}

/** A register may list a unit twice with different fields; a row is written once. */
function firstOfEach(units: readonly BmUnit[]): readonly BmUnit[] {
  const key = ({ nationalGridId, validFrom }: BmUnit) => `${nationalGridId}\0${validFrom ?? ALWAYS}`;
  return [...new Map(units.toReversed().map((unit) => [key(unit), unit])).values()];
}

function storedUnit(unit: BmUnit): object {
  return {
    national_grid_id: unit.nationalGridId,
    valid_from: unit.validFrom ?? ALWAYS,
    elexon_id: unit.elexonId,
    name: unit.name,
    farm_id: unit.farmId,
    lead_party_id: unit.leadPartyId,
    lead_party_name: unit.leadPartyName,
    fuel_type: unit.fuelType,
    generation_capacity_mw: unit.generationCapacityMw,
    gone_since: unit.goneSince,
    counts_as_wind: unit.countsAsWind,
  };
}
