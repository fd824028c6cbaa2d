import { grouped } from "../curtailment/grouped.ts";
import { compareText } from "../curtailment/order.ts";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { SettlementDate } from "../settlement/types.ts";
import { decidedRows } from "./decisions.ts";
import { registerDifference } from "./registerDifference.ts";
import { RegisterError } from "./registerError.ts";
import type { RegisterDifference, WindDecision } from "./types.ts";
import { latestRow, statedRows, type UnitRows } from "./unitRows.ts";

/** What is said about the register, and about which. */
export type RegisterStatement = {
  /** Every row that is held. */
  readonly held: readonly BmUnit[];
  /** The units as listed today, without dates; of two rows of one National Grid id the first counts. Null: none were asked for. */
  readonly stated: readonly BmUnit[] | null;
  /** First settlement date for which a change of capacity or lead party holds, and on which a unit is no longer listed. */
  readonly from: SettlementDate;
  readonly decisions?: readonly WindDecision[];
  /**
   * What a unit that is held and not listed means. `refuse` (the default): it is gone, but a list that lacks more than a tenth of
   * the listed units was cut off. `accept`: it is gone, however many are. `ignore`: nothing.
   */
  readonly loss?: "refuse" | "accept" | "ignore";
};

/** What a statement makes of a register. */
export type RegisterUpdate = {
  readonly difference: RegisterDifference;
  /** Rows that are new or otherwise than held: what has to be written. */
  readonly rows: readonly BmUnit[];
  /** The whole register as it is then, by National Grid id and date. */
  readonly units: readonly BmUnit[];
};

/** Between November 2025 and the middle of 2026, 59 of 2,732 units left the register: one in 46. */
const MOST_GONE_PER_LISTED = 0.1;

/**
 * The register once it is stated anew. Nothing is lost: a unit that is no longer listed keeps its rows, one that is listed
 * again gets another, and a change of capacity or lead party leaves the older row. Stating the same twice changes nothing.
 *
 * @throws {RegisterError} for a list that seems cut off, a change that would begin before an earlier one, and a decision
 * against a fuel type that is stated
 */
export function registerUpdate(statement: RegisterStatement): RegisterUpdate {
  const { held, stated, from, decisions = [], loss = "refuse" } = statement;
  const before = rowsByUnit(held);
  const listed = stated === null ? null : grouped(stated, idOf);
  if (listed !== null && loss === "refuse") refuseCutOff(before, listed);
  const ids = new Set([...before.keys(), ...(listed?.keys() ?? [])]);
  const after = new Map<string, UnitRows>();
  for (const id of [...ids].toSorted(compareText)) {
    const rows = rowsAfter(before.get(id), listed === null ? "unasked" : listed.get(id)?.[0], { from, loss });
    if (rows !== null) after.set(id, rows);
  }
  const decided = decidedRows(after, decisions, from);
  const units = [...decided.values()].flat();
  const known = new Set(held.map((row) => JSON.stringify(inFieldOrder(row))));
  return {
    difference: registerDifference(before, decided),
    rows: units.filter((row) => !known.has(JSON.stringify(inFieldOrder(row)))),
    units,
  };
}

function rowsAfter(
  held: UnitRows | undefined,
  stated: BmUnit | "unasked" | undefined,
  { from, loss }: { readonly from: SettlementDate; readonly loss: RegisterStatement["loss"] },
): UnitRows | null {
  if (stated === "unasked") return held ?? null;
  if (stated !== undefined) {
    return held === undefined
      ? [{ ...stated, validFrom: null, goneSince: null, countsAsWind: null }]
      : statedRows(held, stated, from);
  }
  if (held === undefined || loss === "ignore") return held ?? null;
  const [first, ...others] = held;
  return [goneRow(first, from), ...others.map((row) => goneRow(row, from))];
}

function goneRow(row: BmUnit, from: SettlementDate): BmUnit {
  return { ...row, goneSince: row.goneSince ?? from };
}

/** @throws {RegisterError} */
function refuseCutOff(before: ReadonlyMap<string, UnitRows>, listed: ReadonlyMap<string, unknown>): void {
  const ids = [...before].filter(([, rows]) => latestRow(rows).goneSince === null).map(([id]) => id);
  const absent = ids.filter((id) => !listed.has(id)).length;
  if (absent <= ids.length * MOST_GONE_PER_LISTED) return;
  throw new RegisterError(
    `A register of BM units must list at least nine in ten of the units that are listed so far, got one without ${absent} of ${ids.length}. ` +
      "It was probably cut off; ask again later.",
    { absent, listed: ids.length },
  );
}

function rowsByUnit(units: readonly BmUnit[]): ReadonlyMap<string, UnitRows> {
  const ordered = units.toSorted((a, b) => compareText(a.validFrom ?? "", b.validFrom ?? ""));
  return grouped(ordered, idOf);
}

function idOf({ nationalGridId }: BmUnit): string {
  return nationalGridId;
}

/** Two rows that say the same may have been made with their fields in another order. */
function inFieldOrder(row: BmUnit): readonly unknown[] {
  return Object.entries(row).toSorted(([a], [b]) => compareText(a, b));
}
