import type { BmUnit, SettlementDate } from "@windhash/core";
import type { SqlRow } from "../db/database.ts";
import { isoDate } from "../db/packed.ts";

/** The columns that a unit has by itself, in the order of the table. */
export const UNIT_COLUMNS =
  "national_grid_id, valid_from, elexon_id, name, farm_id, lead_party_id, lead_party_name, fuel_type, generation_capacity_mw, " +
  "gone_since, counts_as_wind";

/** The columns behind `UnitRow`. */
export const UNIT_SELECTED = `${UNIT_COLUMNS}, CASE WHEN valid_from > '-infinity' THEN ${isoDate("valid_from")} END AS begins, ${isoDate("gone_since")} AS gone`;

/** A row of `bm_units`. */
export type UnitRow = SqlRow & {
  readonly national_grid_id: string;
  readonly elexon_id: string | null;
  readonly name: string | null;
  readonly farm_id: string;
  readonly lead_party_id: string | null;
  readonly lead_party_name: string | null;
  readonly fuel_type: string | null;
  readonly generation_capacity_mw: string | null;
  readonly counts_as_wind: boolean | null;
  readonly begins: string | null;
  readonly gone: string | null;
};

/** A unit of the register from its row. */
export function unitFromRow(row: UnitRow): BmUnit {
  return {
    nationalGridId: row.national_grid_id,
    elexonId: row.elexon_id,
    name: row.name,
    farmId: row.farm_id,
    leadPartyId: row.lead_party_id,
    leadPartyName: row.lead_party_name,
    fuelType: row.fuel_type,
    generationCapacityMw: row.generation_capacity_mw,
    validFrom: row.begins as SettlementDate | null,
    goneSince: row.gone as SettlementDate | null,
    countsAsWind: row.counts_as_wind,
  };
}
