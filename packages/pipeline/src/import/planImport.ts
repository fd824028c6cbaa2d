import {
  canonicalRecord,
  type CurtailmentRecord,
  type CurtailmentStore,
  type DayChange,
  type HeldDay,
  type SettlementDate,
} from "@windhash/core";
import { type FileDay, fileDays, type FileDaysInput } from "./fileDays.ts";
import { type ImportedUnits, importedUnits } from "./importedUnits.ts";
import type { VolumeFile } from "./volumeFile.ts";

/** A day of a file beside what is held of it. */
export type ImportDay = FileDay & {
  /** Null: nothing. */
  readonly held: HeldDay | null;
  /** Whether exactly this is held already, from the same rows; storing it again would say nothing new. */
  readonly isHeld: boolean;
  /** Records that storing it adds, gives another value, and takes away. */
  readonly difference: RecordCounts;
};

/** Records by what becomes of them. */
export type RecordCounts = Pick<DayChange, "added" | "updated" | "removed">;

/** What an import would do, before anything is written. */
export type ImportPlan = {
  readonly file: VolumeFile;
  /** In order of date; one or more unless all rows are refused. */
  readonly days: readonly ImportDay[];
  readonly units: ImportedUnits;
};

/** What of a plan that cannot be carried out whole is wanted all the same. */
export type ImportChoice = {
  /** Leaves out refused rows, and the days that are held from elsewhere. Without it such a plan stores nothing. */
  readonly acceptRest: boolean;
  /** Replaces days that are held from elsewhere. */
  readonly replace: boolean;
};

/** Sets the days of a file beside what is held. Reads only. */
export async function planImport(
  input: FileDaysInput & { readonly store: Pick<CurtailmentStore, "days" | "recordsOfDay"> },
): Promise<ImportPlan> {
  const { file, units, store } = input;
  const made = fileDays(input);
  const held = new Map<SettlementDate, HeldDay>();
  const [first, last] = [made[0]?.day.settlementDate, made.at(-1)?.day.settlementDate];
  if (first !== undefined && last !== undefined)
    for (const day of await store.days({ from: first, to: last })) held.set(day.settlementDate, day);
  const days: ImportDay[] = [];
  for (const fileDay of made) {
    const heldDay = held.get(fileDay.day.settlementDate) ?? null;
    const records = heldDay === null ? [] : await store.recordsOfDay(fileDay.day.settlementDate);
    const difference = differenceOf(records, fileDay.day.records);
    days.push({ ...fileDay, held: heldDay, isHeld: isHeldAlready(fileDay, heldDay, difference), difference });
  }
  return { file, days, units: importedUnits(file, units) };
}

/** The days that the plan stores, given the choice: none of them where something stands against it that was not chosen. */
export function daysToStore(plan: ImportPlan, choice: ImportChoice): readonly ImportDay[] {
  if (!choice.acceptRest && (plan.file.refused.length > 0 || heldElsewhere(plan, choice).length > 0)) return [];
  return plan.days.filter((day) => !day.isHeld && (day.held === null || choice.replace));
}

/** The days that are held from a source or from other rows, and are not to be replaced; all of them where `replace` is false. */
export function heldElsewhere({ days }: ImportPlan, { replace }: Pick<ImportChoice, "replace">): readonly ImportDay[] {
  return replace ? [] : days.filter(({ held, isHeld }) => held !== null && !isHeld);
}

/** By rows and records: a file that was renamed, or a register in which other units changed, says nothing new. */
function isHeldAlready({ day }: FileDay, held: HeldDay | null, { added, updated, removed }: RecordCounts): boolean {
  return held?.method === "import" && held.payloadHash === day.payloadHash && added + updated + removed === 0;
}

function differenceOf(held: readonly CurtailmentRecord[], given: readonly CurtailmentRecord[]): RecordCounts {
  const keyOf = ({ settlementPeriod, bmUnitId }: CurtailmentRecord): string => `${settlementPeriod} ${bmUnitId}`;
  const before = new Map(held.map((record) => [keyOf(record), canonicalRecord(record)]));
  const common = given.filter((record) => before.has(keyOf(record)));
  return {
    added: given.length - common.length,
    updated: common.filter((record) => before.get(keyOf(record)) !== canonicalRecord(record)).length,
    removed: held.length - common.length,
  };
}
