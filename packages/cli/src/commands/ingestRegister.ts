import {
  type BmUnit,
  type RegisterDifference,
  type RegisterStore,
  registerUpdate,
  settlementPeriodAt,
  SourceError,
} from "@windhash/core";
import type { DaySource } from "../compose.ts";
import type { CommandContext } from "../context.ts";
import { InterruptedError } from "../interruptedError.ts";
import { countText, plural } from "../render/numbers.ts";

/** Of new wind units; a new database knows none of a source's own. */
const IDS_SHOWN = 6;

/** A register with the time at which it was stated, Unix seconds. */
type StatedRegister = { readonly units: readonly BmUnit[]; readonly statedAt: number };

/**
 * The register that the source states. Without it, the one of the database says which units are wind; Elexon's of now is not
 * done without, as it is the first thing that is asked for: nothing else would be answered either.
 */
export async function statedRegister(
  { note, clock }: Pick<CommandContext, "note" | "clock">,
  { register, name }: DaySource,
  { isLive, signal }: { readonly isLive: boolean; readonly signal: AbortSignal },
): Promise<StatedRegister | null> {
  if (register === null) return null;
  try {
    const { rows, fetchedAt } = await register.bmUnits({ signal });
    return { units: rows, statedAt: fetchedAt ?? clock() };
  } catch (error) {
    if (signal.aborted) throw new InterruptedError("anything was read");
    if (isLive || !isNotRecorded(error)) throw error;
    note(`windhash: ${name} holds no register of BM units, so the one of the database says which are wind`);
    return null;
  }
}

/** A damaged register is not an absent one: only what the archive never recorded is done without. */
function isNotRecorded(error: unknown): boolean {
  return error instanceof SourceError && error.details["isInArchive"] === false;
}

/**
 * The register of the database once the source has stated its own. A unit that is no longer stated keeps its rows, since stored days
 * stand on them; that it is gone is for `update-units` to say. What an archive states may be older than what is held, so of that
 * only units that are not held are added.
 */
export async function registerOf(
  { clock, note }: Pick<CommandContext, "clock" | "note">,
  stores: RegisterStore,
  given: { readonly stated: StatedRegister | null; readonly source: string; readonly isLive: boolean },
): Promise<readonly BmUnit[]> {
  const { stated, source, isLive } = given;
  const held = await stores.bmUnits();
  if (stated === null) return held;
  const ids = new Set(held.map(({ nationalGridId }) => nationalGridId));
  const { difference, rows } = registerUpdate({
    held,
    stated: isLive ? stated.units : stated.units.filter(({ nationalGridId }) => !ids.has(nationalGridId)),
    from: settlementPeriodAt(clock()).settlementDate,
    loss: "ignore",
  });
  if (rows.length === 0) return held;
  await stores.putBmUnits(rows, { source, statedAt: stated.statedAt, committedAt: clock() });
  for (const line of differenceNotes(difference, source)) note(`windhash: ${line}`);
  return stores.bmUnits();
}

/** What changes which rows are curtailment, or may do so. */
function differenceNotes({ changes, windBegins, windCeases }: RegisterDifference, source: string): readonly string[] {
  const added = changes.filter(({ kind }) => kind === "new").length;
  const facts = [
    ...(added === 0 ? [] : [`${plural(added, "unit")} new`]),
    ...(windBegins.length === 0 ? [] : [`now wind: ${idsShown(windBegins)}`]),
    ...(windCeases.length === 0 ? [] : [`no longer wind: ${idsShown(windCeases)}`]),
  ];
  return facts.length === 0 ? [] : [`the register of ${source}: ${facts.join("; ")}. windhash update-units shows it`];
}

function idsShown(ids: readonly string[]): string {
  const others = ids.length - IDS_SHOWN;
  return others > 0 ? `${ids.slice(0, IDS_SHOWN).join(", ")} and ${countText(others)} more` : ids.join(", ");
}
