import type { BmUnit, RegisterStore, SettlementDate } from "@windhash/core";
import type { Database, Queryable, SqlRow, Transaction } from "../db/database.ts";
import { REFERENCE_LOCK } from "../db/locks.ts";
import { isoDate } from "../db/packed.ts";

/** The register of BM units in PostgreSQL or PGlite. */
export function pgRegisterStore(database: Database): RegisterStore {
  return {
    bmUnits: () => readBmUnits(database),
    putBmUnits: (units, stated) =>
      database.transaction([REFERENCE_LOCK], (transaction) => putBmUnits(transaction, units, stated)),
  };
}

type BmUnitRow = SqlRow & {
  readonly national_grid_id: string;
  readonly elexon_id: string | null;
  readonly name: string | null;
  readonly farm_id: string;
  readonly lead_party_id: string | null;
  readonly lead_party_name: string | null;
  readonly fuel_type: string | null;
  readonly generation_capacity_mw: string | null;
  readonly begins: string | null;
};

/** How the database writes "always, as far as is known". */
const ALWAYS = "-infinity";

async function readBmUnits(queryable: Queryable): Promise<readonly BmUnit[]> {
  const rows =
    await queryable.query<BmUnitRow>(`SELECT bm_units.*, CASE WHEN valid_from > '-infinity' THEN ${isoDate("valid_from")} END AS begins
     FROM bm_units ORDER BY national_grid_id, valid_from`);
  return rows.map((row) => ({
    nationalGridId: row.national_grid_id,
    elexonId: row.elexon_id,
    name: row.name,
    farmId: row.farm_id,
    leadPartyId: row.lead_party_id,
    leadPartyName: row.lead_party_name,
    fuelType: row.fuel_type,
    generationCapacityMw: row.generation_capacity_mw,
    validFrom: row.begins as SettlementDate | null,
  }));
}

/** Rows that say the same are left alone, so that `source` and `stated_at` tell where each came from first. */
async function putBmUnits(
  transaction: Transaction,
  units: readonly BmUnit[],
  { source, statedAt }: { readonly source: string; readonly statedAt: number },
): Promise<{ readonly changed: boolean }> {
  const [counts] = await transaction.query<{ readonly changed: number }>(
    `WITH given AS MATERIALIZED (
       SELECT * FROM json_to_recordset($1::json) AS unit (national_grid_id text, valid_from date, elexon_id text, name text,
         farm_id text, lead_party_id text, lead_party_name text, fuel_type text, generation_capacity_mw numeric)
     ), written AS (
       INSERT INTO bm_units AS held (national_grid_id, valid_from, elexon_id, name, farm_id, lead_party_id, lead_party_name,
         fuel_type, generation_capacity_mw, source, stated_at)
       SELECT given.*, $2, to_timestamp($3::bigint) FROM given
       ON CONFLICT (national_grid_id, valid_from) DO UPDATE SET elexon_id = excluded.elexon_id, name = excluded.name,
         farm_id = excluded.farm_id, lead_party_id = excluded.lead_party_id, lead_party_name = excluded.lead_party_name,
         fuel_type = excluded.fuel_type, generation_capacity_mw = excluded.generation_capacity_mw,
         source = excluded.source, stated_at = excluded.stated_at
       WHERE (held.elexon_id, held.name, held.farm_id, held.lead_party_id, held.lead_party_name, held.fuel_type,
              held.generation_capacity_mw::text)
         IS DISTINCT FROM (excluded.elexon_id, excluded.name, excluded.farm_id, excluded.lead_party_id,
              excluded.lead_party_name, excluded.fuel_type, excluded.generation_capacity_mw::text)
       RETURNING 1
     )
     SELECT count(*)::integer AS changed FROM written`,
    [JSON.stringify(firstOfEach(units).map(storedUnit)), source, statedAt],
  );
  return { changed: counts !== undefined && counts.changed > 0 };
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
  };
}
