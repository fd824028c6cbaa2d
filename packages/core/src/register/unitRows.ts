import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { NonEmpty } from "../curtailment/grouped.ts";
import { rationalFromDecimal } from "../quantity/rational.ts";
import type { SettlementDate } from "../settlement/types.ts";
import { RegisterError } from "./registerError.ts";

/** The rows of one unit, oldest first. */
export type UnitRows = NonEmpty<BmUnit>;

/** The row of a unit that holds since the latest date. */
export function latestRow(rows: UnitRows): BmUnit {
  return rows.at(-1) ?? rows[0];
}

/**
 * The rows of a unit once the register states it like this.
 *
 * What changed in the world (another capacity, lead party or Elexon id, or that it is listed again) makes a row of its own from the
 * date on. The rest is put right in all rows, and what was never stated is filled in. A null says nothing: what was stated before
 * it stays. A unit that is listed again by the day it went was not gone.
 *
 * @throws {RegisterError} for a change that would begin before the latest row of the unit does
 */
export function statedRows(rows: UnitRows, stated: BmUnit, from: SettlementDate): UnitRows {
  const { goneSince } = latestRow(rows);
  const [first, ...others] = goneSince !== null && goneSince >= from ? neverGone(rows, goneSince) : rows;
  const corrected: UnitRows = [corrects(first, stated), ...others.map((row) => corrects(row, stated))];
  const latest = latestRow(corrected);
  const now = { ...latest, ...worldOf(latest, stated), validFrom: from, goneSince: null };
  if (sameWorld(latest, now) && latest.goneSince === null) return corrected;
  if (latest.validFrom !== null && latest.validFrom > from) throw tooEarly(latest, from);
  if (latest.validFrom !== from) return [...corrected, now];
  const [oldest, ...newer] = [...corrected.slice(0, -1), now];
  return [oldest ?? now, ...newer];
}

/** An earlier absence, which another row ended, stays. */
function neverGone([first, ...others]: UnitRows, goneSince: SettlementDate): UnitRows {
  const listed = (row: BmUnit): BmUnit => (row.goneSince === goneSince ? { ...row, goneSince: null } : row);
  return [listed(first), ...others.map(listed)];
}

function corrects(row: BmUnit, stated: BmUnit): BmUnit {
  const leadPartyId = row.leadPartyId ?? stated.leadPartyId;
  const isSameParty = leadPartyId === stated.leadPartyId;
  return {
    ...row,
    elexonId: row.elexonId ?? stated.elexonId,
    name: stated.name ?? row.name,
    farmId: stated.farmId,
    leadPartyId,
    leadPartyName: (isSameParty ? stated.leadPartyName : null) ?? row.leadPartyName,
    fuelType: stated.fuelType ?? row.fuelType,
    generationCapacityMw: row.generationCapacityMw ?? stated.generationCapacityMw,
  };
}

type World = Pick<BmUnit, "elexonId" | "leadPartyId" | "leadPartyName" | "generationCapacityMw">;

/** The Elexon id is of the world too: rows of days before carry the older one, which must go on being known. */
function worldOf(latest: BmUnit, stated: BmUnit): World {
  const party = stated.leadPartyId === null ? latest : stated;
  return {
    elexonId: stated.elexonId ?? latest.elexonId,
    leadPartyId: party.leadPartyId,
    leadPartyName: party.leadPartyName ?? latest.leadPartyName,
    generationCapacityMw: stated.generationCapacityMw ?? latest.generationCapacityMw,
  };
}

function sameWorld(a: World, b: World): boolean {
  return a.elexonId === b.elexonId && a.leadPartyId === b.leadPartyId && sameCapacity(a, b);
}

/** Whether two rows state the same capacity, however many zeros it ends in. */
export function sameCapacity(
  { generationCapacityMw: a }: Pick<BmUnit, "generationCapacityMw">,
  { generationCapacityMw: b }: Pick<BmUnit, "generationCapacityMw">,
): boolean {
  if (a === null || b === null) return a === b;
  const [x, y] = [rationalFromDecimal(a), rationalFromDecimal(b)];
  return x.numerator === y.numerator && x.denominator === y.denominator;
}

function tooEarly({ nationalGridId, validFrom }: BmUnit, from: SettlementDate): RegisterError {
  return new RegisterError(
    `A change of a BM unit must take effect no earlier than the one before it, got ${from} for ${nationalGridId}, which changed on ${validFrom}. State a later date.`,
    { nationalGridId, from, validFrom },
  );
}
