import { SourceRowError } from "../errors.ts";
import { OTHER_SITES } from "../register/sites.ts";
import type { BmUnit } from "./sourceRows.ts";
import type { BmUnitId } from "./types.ts";

/**
 * Elexon ids have up to 11 characters and National Grid ids up to 9. The registers of 2022 to 2026 also hold small letters
 * (`LionB-1`) and a blank inside (`T_PINFB 1`), so anything that prints is taken.
 */
const BM_UNIT_ID = /^[!-~](?:[ -~]{0,30}[!-~])?$/;

/** Balancing services adjustment actions carry a bare number where a BM unit's row has its id. */
const BARE_NUMBER = /^\d+$/;

/**
 * The identifier of a BM unit.
 *
 * @param text an Elexon id (`T_MOWEO-2`) or a National Grid id (`MOWEO-2`)
 * @throws {SourceRowError} for what cannot be one: nothing, a blank at an end, a bare number
 */
export function parseBmUnitId(text: string): BmUnitId {
  if (typeof text === "string" && BM_UNIT_ID.test(text) && !BARE_NUMBER.test(text)) return text as BmUnitId;
  const found = JSON.stringify(text);
  throw new SourceRowError(
    `A BM unit id must be 1 to 32 printable characters and more than a number, such as T_MOWEO-2, got ${found}.`,
    { field: "bmUnitId", value: found },
  );
}

/** The identifier that records of a unit carry: its Elexon id, or its National Grid id where it has no Elexon id. */
export function bmUnitIdOf({ elexonId, nationalGridId }: Pick<BmUnit, "elexonId" | "nationalGridId">): BmUnitId {
  return parseBmUnitId(elexonId ?? nationalGridId);
}

/**
 * The site of a unit: its National Grid id without the unit number, as far as that does not divide a site, or join two.
 * `MOWEO-2` and `MOWEO-3` are of `MOWEO`; `CLDNW-1` (Clyde North) is of `CLDCW`, as Clyde Central is.
 */
export function farmIdFromNationalGridId(nationalGridId: string): string {
  const stem = nationalGridId.replace(/(?<=.)-\d+$/, "");
  return OTHER_SITES.get(nationalGridId) ?? OTHER_SITES.get(stem) ?? stem;
}
