import { addRationals, decimalFromRational, type Rational, rational, settlementDates } from "@windhash/core";
import {
  daysToStore,
  heldElsewhere,
  type ImportChoice,
  type ImportDay,
  type ImportedUnit,
  type ImportOutcome,
  type ImportPlan,
  type RecordCounts,
  type RefusedRow,
} from "@windhash/pipeline";
import type { Json } from "../result.ts";
import { type Look, styled } from "./look.ts";
import { countText, grouped, plural } from "./numbers.ts";
import { pairs, table } from "./table.ts";
import { rangeShown } from "./time.ts";

/** Of each list; more would not be read. */
const SHOWN = 10;
/** Of one document; the quarantine file has all of them. */
const REFUSALS_TOLD = 1000;
const VALUE_WIDTH = 20;

/** What became of a file. */
export type Imported = {
  readonly plan: ImportPlan;
  readonly choice: ImportChoice;
  readonly isDryRun: boolean;
  readonly outcome: ImportOutcome;
  /** Where refused rows are listed; null where none are, or nothing is written. */
  readonly quarantine: string | null;
  /** Without a database there is no register that could say which units it holds. */
  readonly isRegisterKnown: boolean;
  readonly attribution: string | null;
};

/** An import for people. */
export function importText(look: Look, imported: Imported): string[] {
  const { plan, attribution } = imported;
  return [
    styled(look, "bold", `${plan.file.name}: ${plural(plan.file.rows, "row")}, ${formatText(plan)}`),
    "",
    ...pairs(factsOf(imported)),
    ...unitsText(look, imported),
    ...refusedText(look, imported),
    ...elsewhereText(look, imported),
    "",
    ...endText(look, imported),
    ...(attribution === null ? [] : [`Source: ${attribution}`]),
  ];
}

/** An import as JSON. */
export function importDocument(imported: Imported): { readonly [key: string]: Json } {
  const { plan, choice, isDryRun, outcome, quarantine, isRegisterKnown, attribution } = imported;
  const { file, units } = plan;
  const { columns, unit, sign } = file.format;
  return {
    file: file.name,
    format: { columns: { ...columns }, unit, sign },
    attribution,
    dryRun: isDryRun,
    acceptRest: choice.acceptRest,
    replace: choice.replace,
    rows: file.rows,
    volumeMwh: mwhText(volumeOf(plan), 6).replaceAll(",", ""),
    refusedRows: file.refused.length,
    refusals: file.refused.slice(0, REFUSALS_TOLD).flatMap(refusalDocuments),
    quarantine,
    units: units.count,
    unregistered: isRegisterKnown ? units.unregistered.map(unitDocument) : null,
    notWind: isRegisterKnown ? units.notWind.map(unitDocument) : null,
    days: plan.days.map((day) => dayDocument(day, imported)),
    stored: outcome.stored.length,
    interrupted: outcome.interrupted,
  };
}

function formatText({ file: { format } }: ImportPlan): string {
  const unit = format.unit === "mwh" ? "MWh" : "mean MW";
  return `in ${unit}, reductions ${format.sign}`;
}

function factsOf(imported: Imported): readonly (readonly [string, string])[] {
  const { plan, isDryRun, outcome, choice } = imported;
  const toStore = daysToStore(plan, choice).map(({ difference }) => difference);
  return [
    ["days", daysText(plan)],
    ["units", countText(plan.units.count)],
    ["volumes", `${mwhText(volumeOf(plan), 2)} MWh`],
    ["refused", plural(plan.file.refused.length, "row")],
    isDryRun ? ["to store", changesText(toStore)] : ["stored", changesText(outcome.stored)],
  ];
}

function changesText(changes: readonly RecordCounts[]): string {
  const sum = (field: keyof RecordCounts): string =>
    countText(changes.reduce((total, change) => total + change[field], 0));
  return `${plural(changes.length, "day")}: ${sum("added")} records new, ${sum("updated")} changed, ${sum("removed")} gone`;
}

function daysText({ days }: ImportPlan): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return "none";
  const range = { from: first.day.settlementDate, to: last.day.settlementDate };
  const others = settlementDates(range).length - days.length;
  const absent = others === 0 ? "" : `; ${countText(others)} between have no row and stay as they are`;
  return `${countText(days.length)}, ${rangeShown(range)}${absent}`;
}

function volumeOf({ file }: ImportPlan): Rational {
  return file.volumes.reduce((sum, { volumeMwh }) => addRationals(sum, volumeMwh), rational(0n));
}

/** What was taken away, without its sign. */
function mwhText({ numerator, denominator }: Rational, places: number): string {
  return grouped(decimalFromRational({ numerator: -numerator, denominator }, places));
}

const UNIT_COLUMNS = [
  { heading: "unit", align: "left" },
  { heading: "rows", align: "right" },
  { heading: "MWh", align: "right" },
] as const;

function unitsText(look: Look, { plan, isRegisterKnown }: Imported): readonly string[] {
  if (!isRegisterKnown) return ["", "There is no database yet, so no register says which units it knows."];
  const list = (heading: string, units: readonly ImportedUnit[]): readonly string[] =>
    units.length === 0
      ? []
      : [
          "",
          styled(look, "yellow", `${heading}: ${countText(units.length)}`),
          ...table(look, UNIT_COLUMNS, units.slice(0, SHOWN).map(unitRow)),
          ...moreText(units.length),
        ];
  return [
    ...list("Units that the register does not hold, kept as they are written", plan.units.unregistered),
    ...list("Units that the register does not call wind, taken over all the same", plan.units.notWind),
  ];
}

function unitRow({ id, rows, volumeMwh }: ImportedUnit): string[] {
  return [id, countText(rows), mwhText(volumeMwh, 2)];
}

function moreText(count: number, where = "--json has them"): readonly string[] {
  return count > SHOWN ? [`  and ${countText(count - SHOWN)} more: ${where}`] : [];
}

function refusedText(look: Look, { plan, quarantine }: Imported): readonly string[] {
  const { refused } = plan.file;
  if (refused.length === 0) return [];
  const shown = refused
    .slice(0, SHOWN)
    .flatMap(({ line, refusals }) =>
      refusals.map(({ field, rule, value }) => `  row ${line}: ${field} must ${rule}, got ${valueShown(value)}`),
    );
  return [
    "",
    styled(look, "yellow", `Rows refused: ${countText(refused.length)}`),
    ...shown,
    ...moreText(refused.length, quarantine ?? "--json has them"),
    ...(quarantine === null ? [] : [`  listed in ${quarantine}`]),
  ];
}

/** What is no text at all must not upset a terminal. */
function valueShown(value: string): string {
  const text = JSON.stringify(value.length > VALUE_WIDTH ? `${value.slice(0, VALUE_WIDTH)}...` : value);
  return text.replaceAll(/[^ -~]/g, "?");
}

const HELD_COLUMNS = [
  { heading: "date", align: "left" },
  { heading: "held by", align: "left" },
  { heading: "revision", align: "right" },
  { heading: "records", align: "right" },
  { heading: "in the file", align: "right" },
] as const;

function elsewhereText(look: Look, imported: Imported): readonly string[] {
  const days = heldElsewhere(imported.plan, { replace: false });
  if (days.length === 0) return [];
  const rows = days
    .slice(0, SHOWN)
    .map(({ day, held }) => [
      day.settlementDate,
      held?.method === "import" ? "import, other rows" : `${held?.method}`,
      countText(held?.revision ?? 0),
      countText(held?.tally.records ?? 0),
      countText(day.records.length),
    ]);
  return [
    "",
    styled(look, "yellow", `Days that are held from elsewhere${fateShown(imported, days)}: ${countText(days.length)}`),
    ...table(look, HELD_COLUMNS, rows),
    ...moreText(days.length),
  ];
}

/** What becomes of days that are held from elsewhere. */
function fateShown({ plan, choice, isDryRun, outcome }: Imported, days: readonly ImportDay[]): string {
  const toStore = new Set(daysToStore(plan, choice));
  if (!days.some((day) => toStore.has(day))) return "";
  if (isDryRun) return ", to be replaced";
  const stored = new Set(outcome.stored.map(({ settlementDate }) => settlementDate));
  const replaced = days.filter(({ day }) => stored.has(day.settlementDate)).length;
  return replaced === days.length ? ", replaced" : `, ${countText(replaced)} replaced before it was interrupted`;
}

function endText(look: Look, imported: Imported): readonly string[] {
  const { plan, choice, outcome, isDryRun } = imported;
  const kept = [
    ...(plan.file.refused.length === 0 ? [] : [`${plural(plan.file.refused.length, "row")} refused`]),
    ...(heldElsewhere(plan, choice).length === 0
      ? []
      : [`${plural(heldElsewhere(plan, choice).length, "day")} held from elsewhere`]),
  ];
  if (outcome.interrupted) return [styled(look, "yellow", "Interrupted. The same command goes on where it was.")];
  if (kept.length > 0 && !choice.acceptRest) return blockedText(look, imported, kept.join(", "));
  const left = kept.length === 0 ? [] : [styled(look, "yellow", `Left out: ${kept.join(", ")}.`)];
  if (isDryRun) return [...left, "Nothing was written."];
  if (outcome.stored.length === 0) return [...left, "Nothing else in it is new: nothing was written."];
  return [...left, "Next: windhash calculate"];
}

function blockedText(look: Look, { plan, isDryRun, choice }: Imported, kept: string): readonly string[] {
  const elsewhere = heldElsewhere(plan, choice).length > 0;
  return [
    styled(look, "red", `${isDryRun ? "Nothing would be stored" : "Nothing was stored"}: ${kept}.`),
    "Go on with one of these:",
    ...(plan.file.refused.length === 0 ? [] : ["  put the rows right in the file and import it again"]),
    ...(elsewhere ? ["  --replace      replaces the days that are held from elsewhere"] : []),
    "  --accept-rest  leaves all of that out and stores the rest",
  ];
}

function refusalDocuments({ line, refusals }: RefusedRow): readonly Json[] {
  return refusals.map(({ field, rule, value }) => ({ row: line, field, rule, value }));
}

function unitDocument({ id, rows, volumeMwh }: ImportedUnit): Json {
  return { id, rows, volumeMwh: decimalFromRational({ ...volumeMwh, numerator: -volumeMwh.numerator }, 6) };
}

function dayDocument(day: ImportDay, { choice, plan, outcome, isDryRun }: Imported): Json {
  const { settlementDate, records } = day.day;
  const change = outcome.stored.find((stored) => stored.settlementDate === settlementDate) ?? null;
  const wouldBe = daysToStore(plan, choice).includes(day);
  const state = day.isHeld ? "unchanged" : change !== null ? "stored" : wouldBe && isDryRun ? "to-store" : "left";
  const { added, updated, removed } = change ?? day.difference;
  return {
    settlementDate,
    outcome: state,
    rows: day.rows,
    refusedRows: day.refusedRows,
    records: records.length,
    grossWh: records.reduce((sum, { grossWh }) => sum + grossWh, 0),
    added,
    updated,
    removed,
    heldMethod: day.held?.method ?? null,
    heldRevision: day.held?.revision ?? null,
    heldRecords: day.held?.tally.records ?? null,
    revision: change?.revision ?? day.held?.revision ?? null,
  };
}
