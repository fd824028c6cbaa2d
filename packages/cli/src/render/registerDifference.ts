import {
  type BmUnit,
  likelyWindUnits,
  type RegisterUpdate,
  type SettlementDate,
  type UnitChange,
  windUnits,
} from "@windhash/core";
import type { ConcernedDay, RederivedDay } from "@windhash/pipeline";
import type { Json } from "../result.ts";
import { type Look, styled } from "./look.ts";
import { countText, plural, UNKNOWN, withoutZeros } from "./numbers.ts";
import { ATTRIBUTION } from "./summary.ts";
import { table } from "./table.ts";
import { shortened } from "./units.ts";

/** What became of the register, and of the days that stand on it. */
export type UpdatedRegister = {
  /** For people; null where none was asked for. */
  readonly source: string | null;
  readonly effective: SettlementDate;
  readonly held: readonly BmUnit[];
  readonly update: RegisterUpdate;
  readonly concerned: readonly ConcernedDay[];
  /** Those of them that were derived again, or could not be. */
  readonly rederived: readonly RederivedDay[];
  readonly isInterrupted: boolean;
  readonly isDryRun: boolean;
  /** Whether changes of units that are not wind are listed too. */
  readonly isAll: boolean;
  readonly databaseFlags: readonly string[];
};

const KINDS: Readonly<Record<UnitChange["kind"], string>> = {
  new: "new",
  gone: "no longer listed",
  back: "listed again",
  name: "another name",
  elexonId: "another Elexon id",
  farm: "another farm",
  fuelType: "another fuel type",
  capacity: "another capacity, MW",
  leadParty: "another lead party",
  leadPartyName: "lead party renamed",
  decided: "decided",
};

/** So few are listed whether they are of wind or not. */
const FEW_CHANGES = 20;
const NAME_WIDTH = 24;

/** The change of the register for people. */
export function registerDifferenceText(look: Look, updated: UpdatedRegister): string[] {
  const { update, isDryRun, isInterrupted } = updated;
  return [
    styled(look, "bold", headline(updated)),
    ...changesText(look, updated),
    ...idsText(look, "Now wind", update.difference.windBegins),
    ...idsText(look, "No longer wind", update.difference.windCeases),
    ...daysText(look, updated),
    ...candidatesText(look, updated),
    ...(isInterrupted
      ? ["", styled(look, "yellow", "Interrupted. Run the same command again to go on with the other days.")]
      : []),
    "",
    ...(isDryRun ? ["Dry run: nothing was written."] : []),
    ATTRIBUTION,
  ];
}

/** The change of the register as JSON. */
export function registerDifferenceDocument(updated: UpdatedRegister): { readonly [key: string]: Json } {
  const { source, effective, update, isDryRun, isInterrupted } = updated;
  const { changes, windBegins, windCeases } = update.difference;
  const { isWind } = windUnits(update.units);
  return {
    source,
    effective,
    dryRun: isDryRun,
    units: unitCount(update.units),
    rowsWritten: isDryRun ? 0 : update.rows.length,
    changes: changes.map(({ kind, unit, before, after }) => ({
      kind,
      ...namesOf(unit),
      isWind: isWind(unit.nationalGridId),
      before,
      after,
    })),
    windBegins,
    windCeases,
    candidates: candidatesOf(update).map(({ unit, signs }) => ({
      ...namesOf(unit),
      generationCapacityMw: unit.generationCapacityMw,
      signs,
    })),
    days: updated.concerned.map((concerned) => dayDocument(updated, concerned)),
    interrupted: isInterrupted,
    attribution: ATTRIBUTION,
  };
}

function headline({ source, effective, update, held }: UpdatedRegister): string {
  const of = source === null ? "The register as decided" : `The register of ${source}`;
  const units = plural(unitCount(update.units), "unit");
  if (update.rows.length === 0) return `${of}: as held, ${units}`;
  return `${of}, from ${effective} on: ${units}, ${countText(unitCount(held))} so far`;
}

function unitCount(units: readonly BmUnit[]): number {
  return new Set(units.map(({ nationalGridId }) => nationalGridId)).size;
}

function namesOf({
  nationalGridId,
  elexonId,
  name,
}: BmUnit): Record<"nationalGridId" | "elexonId" | "name", string | null> {
  return { nationalGridId, elexonId, name };
}

function changesText(look: Look, { update, isAll }: UpdatedRegister): readonly string[] {
  const { changes } = update.difference;
  if (changes.length === 0) return [];
  const { isWind } = windUnits(update.units);
  const ofWind = changes.filter(({ unit }) => isWind(unit.nationalGridId));
  const listed = isAll || changes.length <= FEW_CHANGES ? changes : ofWind;
  const others = changes.length - listed.length;
  return [
    "",
    ...countsText(look, changes, ofWind),
    ...(listed.length === 0 ? [] : ["", ...table(look, CHANGE_COLUMNS, listed.map(changeRow))]),
    ...(others === 0 ? [] : ["", `${plural(others, "change")} of units that are not wind: --all lists them.`]),
  ];
}

function countsText(look: Look, changes: readonly UnitChange[], ofWind: readonly UnitChange[]): readonly string[] {
  const count = (rows: readonly UnitChange[], kind: string): number => rows.filter((row) => row.kind === kind).length;
  const rows = Object.entries(KINDS)
    .filter(([kind]) => count(changes, kind) > 0)
    .map(([kind, words]) => [words, countText(count(changes, kind)), countText(count(ofWind, kind))]);
  const columns = [
    { heading: "", align: "left" },
    { heading: "units", align: "right" },
    { heading: "wind", align: "right" },
  ] as const;
  return table(look, columns, rows);
}

const CHANGE_COLUMNS = (["unit", "name", "", "before", "now"] as const).map(
  (heading) => ({ heading, align: "left" }) as const,
);

function changeRow({ kind, unit, before, after }: UnitChange): readonly string[] {
  const shown = (value: string | null): string =>
    value === null ? "" : shortened(kind === "capacity" ? withoutZeros(value) : value, NAME_WIDTH);
  const now = kind === "new" ? (unit.fuelType ?? "no fuel type") : shown(after);
  return [unit.nationalGridId, shortened(unit.name ?? "", NAME_WIDTH), KINDS[kind], shown(before), now];
}

function idsText(look: Look, words: string, ids: readonly string[]): readonly string[] {
  if (ids.length === 0) return [];
  return ["", `${words}:`, ...wrapped(ids, (look.columns ?? 80) - 2).map((line) => `  ${line}`)];
}

/** Words in lines of at most so many characters. */
function wrapped(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 3 + word.length <= width) lines[lines.length - 1] = `${last}, ${word}`;
    else lines.push(word);
  }
  return lines.map((line, at) => (at === lines.length - 1 ? line : `${line},`));
}

function daysText(look: Look, updated: UpdatedRegister): readonly string[] {
  const { concerned, rederived, isDryRun } = updated;
  if (concerned.length === 0) return [];
  const stored = rederived.filter(({ outcome }) => outcome === "stored");
  const left = rederived.flatMap((day) => (day.outcome === "left" ? [day] : []));
  const did = isDryRun
    ? `${plural(concerned.length, "held day")} would be derived again from the archive`
    : `${plural(stored.length, "held day")} of ${countText(concerned.length)} concerned derived again from the archive`;
  return [
    "",
    `${did}:`,
    ...(isDryRun ? concerned : []).map((day) => `  ${day.day.settlementDate}  ${unitsOfDay(day)}`),
    ...stored.map((day) => `  ${day.settlementDate}  ${storedShown(day, concerned)}`),
    ...(left.length === 0 ? [] : ["", styled(look, "yellow", "To be ingested again:")]),
    ...left.flatMap((day) => [`  ${day.settlementDate}  ${day.reason}`, ...againShown(updated, day)]),
    ...(stored.length === 0 ? [] : ["", "Next: windhash calculate"]),
  ];
}

function storedShown(day: RederivedDay, concerned: readonly ConcernedDay[]): string {
  if (day.outcome !== "stored") return "";
  const { revision, added, updated, removed } = day.change;
  const of = concerned.find((each) => each.day.settlementDate === day.settlementDate);
  const counts = [`${countText(added)} added`, `${countText(updated)} changed`, `${countText(removed)} removed`].join(
    ", ",
  );
  return `revision ${revision}: ${counts}${of === undefined ? "" : ` (${unitsOfDay(of)})`}`;
}

function unitsOfDay({ begins, ceases }: ConcernedDay): string {
  const parts = [
    ...(begins.length === 0 ? [] : [`now wind: ${begins.join(", ")}`]),
    ...(ceases.length === 0 ? [] : [`no longer wind: ${ceases.join(", ")}`]),
  ];
  return parts.join("; ");
}

function againShown(updated: UpdatedRegister, day: RederivedDay): readonly string[] {
  const command = againCommand(updated, day);
  return command === null ? [] : [`              ${command}`];
}

/** Null for what was imported: the file is not known. */
function againCommand(
  { databaseFlags }: UpdatedRegister,
  { settlementDate, method }: Pick<RederivedDay, "settlementDate" | "method">,
): string | null {
  if (method === "import") return null;
  return ["windhash", "ingest", settlementDate, "--method", method, "--force", ...databaseFlags].join(" ");
}

function dayDocument(updated: UpdatedRegister, { day, begins, ceases }: ConcernedDay): Json {
  const { settlementDate, method } = day;
  const known = { settlementDate, method, begins, ceases };
  const became = updated.rederived.find((each) => each.settlementDate === settlementDate);
  if (became === undefined) return { ...known, outcome: "not-begun" };
  if (became.outcome === "stored") return { ...known, outcome: "stored", ...became.change };
  return { ...known, outcome: "left", reason: became.reason, command: againCommand(updated, day) };
}

function candidatesOf({ units }: RegisterUpdate): ReturnType<typeof likelyWindUnits> {
  return likelyWindUnits(units, windUnits(units));
}

function candidatesText(look: Look, { update, databaseFlags }: UpdatedRegister): readonly string[] {
  const candidates = candidatesOf(update);
  if (candidates.length === 0) return [];
  const columns = [
    { heading: "unit", align: "left" },
    { heading: "Elexon id", align: "left" },
    { heading: "name", align: "left" },
    { heading: "MW", align: "right" },
    { heading: "like wind by", align: "left" },
  ] as const;
  const rows = candidates.map(({ unit, signs }) => [
    unit.nationalGridId,
    unit.elexonId ?? "",
    shortened(unit.name ?? "", NAME_WIDTH),
    unit.generationCapacityMw === null ? UNKNOWN : withoutZeros(unit.generationCapacityMw),
    signs.join(" and "),
  ]);
  const ids = candidates.map(({ unit }) => unit.nationalGridId);
  const flags = databaseFlags.map((flag) => ` ${flag}`).join("");
  return [
    "",
    "Likely wind, but no fuel type is stated, so they do not count:",
    ...table(look, columns, rows),
    `Decide, for example: windhash update-units --no-fetch${flags} --wind ${ids[0]}`,
  ];
}
