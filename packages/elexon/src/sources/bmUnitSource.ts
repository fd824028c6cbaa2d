import { type BmUnit, type BmUnitSource, farmIdFromNationalGridId, SourceError } from "@windhash/core";
import type { ElexonClient } from "../client/client.ts";
import { type Origin, wrongRow } from "../client/rows.ts";
import type { ElexonBmUnitRow } from "../schemas/bmUnits.ts";
import { idOf } from "./unitId.ts";

/**
 * The register of BM units as Elexon states it today. It knows no dates: `validFrom` is null.
 *
 * The register repeats some units that differ only in what is not kept here (Walney 4, by its EIC): those are given once.
 */
export function elexonBmUnitSource({ client }: { readonly client: ElexonClient }): BmUnitSource {
  return {
    async bmUnits(query) {
      const { rows, bodySha256, fetchedAt, url } = await client.bmUnits(query);
      const origin = { name: "register of BM units", place: url };
      requireWind(rows, origin);
      return {
        rows: withoutRepeats(rows.map((row, index) => bmUnitOf(row, index, origin))),
        payloadHash: bodySha256,
        fetchedAt,
      };
    },
  };
}

/** A register without a wind unit is none: by it nothing would be curtailment. @throws {SourceError} */
function requireWind(rows: readonly ElexonBmUnitRow[], { name, place }: Origin): void {
  if (rows.some(({ fuelType }) => fuelType === "WIND")) return;
  throw new SourceError(
    `The ${name} must state wind units (fuelType "WIND"), got ${rows.length} rows without one (${place}). Ask again later.`,
    { endpoint: name, place, rows: rows.length },
  );
}

/** A unit without a National Grid id goes by its Elexon id. @throws {SourceError} for a row with neither */
function bmUnitOf(row: ElexonBmUnitRow, index: number, origin: Origin): BmUnit {
  const nationalGridId = idOf(row.nationalGridBmUnit) ?? idOf(row.elexonBmUnit);
  if (nationalGridId === null) {
    const rule = "must not be null beside elexonBmUnit";
    throw wrongRow(origin, { row: index, field: "nationalGridBmUnit", rule, value: row.nationalGridBmUnit });
  }
  return {
    nationalGridId,
    elexonId: idOf(row.elexonBmUnit),
    name: row.bmUnitName,
    farmId: farmIdFromNationalGridId(nationalGridId),
    leadPartyId: row.leadPartyId,
    leadPartyName: row.leadPartyName,
    fuelType: row.fuelType,
    generationCapacityMw: row.generationCapacityMw,
    validFrom: null,
    goneSince: null,
    countsAsWind: null,
  };
}

function withoutRepeats(units: readonly BmUnit[]): BmUnit[] {
  return [...new Map(units.map((unit) => [JSON.stringify(unit), unit])).values()];
}
