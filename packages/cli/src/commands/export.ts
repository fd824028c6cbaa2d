import { type SettlementDateRange, settlementPeriodAt } from "@windhash/core";
import { type DayRows, type JobOptions, type RowKind, rowsOfDays } from "@windhash/pipeline";
import { type Command, Option } from "commander";
import { typedDays } from "../arguments/days.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exitCodes.ts";
import { InterruptedError } from "../interruptedError.ts";
import { refuseNoFolder, refuseToReplace, writeWhole } from "../outputFile.ts";
import { AS_OF, type Moment, openMoment } from "../past.ts";
import {
  type Counted,
  type ExportFormat,
  exportDocument,
  exportNotes,
  exportText,
  type RowWriter,
  rowWriter,
} from "../render/export.ts";
import { attributionLines } from "../render/summary.ts";
import type { CommandResult } from "../result.ts";
import { UsageError } from "../usageError.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";

const KINDS: readonly RowKind[] = ["records", "volumes", "calculations", "days"];
const FORMATS: readonly ExportFormat[] = ["csv", "ndjson"];

type ExportOptions = {
  readonly to?: string;
  readonly rows: RowKind;
  readonly format: ExportFormat;
  readonly out?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly asOf?: string;
  readonly json?: boolean;
};

/** `windhash export`: what is held, row by row. */
export function exportCommand(start: Start): Command {
  return describedCommand({
    name: "export",
    group: GROUPS.look,
    summary: "rows as CSV or NDJSON: records, volumes, calculations, days",
    description:
      "Writes rows in key order, a settlement day at a time, to stdout or to a file. Figures are exact: watt-hours as integers, pounds and millisatoshis with every digit; what is unknown is empty, or null. Every row has the state of what it stands on. Exit code 4 when days of the range are not held.",
    examples: [
      ["windhash export 2025-03-11", "a day's records as CSV"],
      ["windhash export 2025-03 --rows days --out march.csv", "a line for each day"],
      ["windhash export 2025 --rows calculations --format ndjson", "one JSON object a line"],
      ["windhash export 2025-03 --as-of 2025-04-01 --out march.csv", "as it was then"],
    ],
  })
    .argument("<date|month|year>", "YYYY-MM-DD, YYYY-MM or YYYY")
    .option("--to <date>", "last date of a range that begins with a day")
    .addOption(new Option("--rows <what>", "what the rows are").choices(KINDS).default("records"))
    .addOption(new Option("--format <how>", "how they are written").choices(FORMATS).default("csv"))
    .option("--out <file>", "write a file, whole or not at all, in place of stdout")
    .option("--force", "replace the file if it is there")
    .option("--dry-run", "count the rows of the file, write nothing")
    .option(...AS_OF)
    .action((typed: string, _, command: Command) => {
      const options = command.optsWithGlobals<ExportOptions>();
      start((context) => exportRange(context, typedDays(typed, options.to), options));
    });
}

async function exportRange(
  context: CommandContext,
  asked: SettlementDateRange,
  options: ExportOptions,
): Promise<CommandResult> {
  refuseOptions(options);
  const { rows: kind, format, out: path } = options;
  const moment = await openMoment(context, options.asOf);
  const range = begunOf(asked, moment);
  const models = kind === "days" ? await modelsOf(moment, range) : [];
  const methods = new Set((await moment.stores.days(range)).map(({ method }) => method));
  const attribution = attributionLines(methods);
  const written = {
    moment,
    range,
    kind,
    format,
    attribution,
    writer: rowWriter({ kind, format, models, attribution }),
  };
  const result =
    path === undefined ? await toStdout(context, written) : await toFile(context, written, { ...options, path });
  for (const note of exportNotes(written.writer.counted())) context.note(`windhash: ${note}`);
  for (const line of attribution) context.note(line);
  return result;
}

/** Refused before anything is opened or read. */
function refuseOptions({ out, force, dryRun, json }: ExportOptions): void {
  const [needless] = [force === true ? "--force" : "", dryRun === true ? "--dry-run" : ""].filter(
    (name) => name !== "",
  );
  if (out === undefined && needless !== undefined)
    throw new UsageError(`${needless} must come with --out, for nothing else is written.`);
  if (out === undefined && json === true)
    throw new UsageError(
      "--json must come with --out: it prints one document about the file. Rows as JSON: --format ndjson.",
    );
  if (out === undefined) return;
  if (dryRun === true) refuseNoFolder(out);
  else refuseToReplace({ path: out, mayReplace: force ?? false });
}

/** Days that are still to come are no part of it. */
function begunOf({ from, to }: SettlementDateRange, { instant }: Moment): SettlementDateRange {
  const { settlementDate: today } = settlementPeriodAt(instant);
  if (from > today)
    throw new UsageError(`A day to export must have begun, got ${from}; the day is ${today}.`, { from, today });
  return { from, to: to < today ? to : today };
}

/** The models that are calculated, and those of which anything is stored. */
async function modelsOf({ stores, settings }: Moment, range: SettlementDateRange): Promise<readonly string[]> {
  const tallies = await stores.calculationTallies(range);
  const ids = [...settings.models.map(({ id }) => id), ...tallies.map(({ minerModelId }) => minerModelId)];
  return [...new Set<string>(ids)].toSorted();
}

/** What is written. */
type Written = {
  readonly moment: Moment;
  readonly range: SettlementDateRange;
  readonly kind: RowKind;
  readonly format: ExportFormat;
  readonly attribution: readonly string[];
  readonly writer: RowWriter;
};

/** Gives the text of the rows, a day at a time. */
async function giveText(
  { moment, range, kind, writer }: Written,
  append: (text: string) => Promise<void> | void,
  options: JobOptions,
): Promise<void> {
  await append(writer.head());
  const give = async (day: DayRows): Promise<void> => append(writer.day(day));
  const { interrupted } = await rowsOfDays(moment.stores, { range, kind }, give, options);
  if (interrupted) throw new InterruptedError("all rows were written");
}

/** The result is what is left to print: each part is printed once the next is there. */
async function toStdout(context: CommandContext, written: Written): Promise<CommandResult> {
  let left = "";
  const append = (text: string): void => {
    if (text === "") return;
    if (left !== "") context.announce(left);
    left = text.replace(/\n$/, "");
  };
  // A bar would be drawn between the rows.
  const isTerminal = context.look.columns !== null;
  if (isTerminal) await giveText(written, append, {});
  else await context.job({ verb: "exporting" }, (options) => giveText(written, append, options));
  return { exitCode: exitCodeOf(written.writer.counted()), text: left === "" ? [] : [left], document: {} };
}

async function toFile(
  context: CommandContext,
  written: Written,
  { path, force, dryRun }: ExportOptions & { readonly path: string },
): Promise<CommandResult> {
  const file = await context.job({ verb: "exporting" }, async (options) => {
    if (dryRun !== true)
      return writeWhole({ path, mayReplace: force ?? false }, (append) => giveText(written, append, options));
    await giveText(written, () => {}, options);
    return null;
  });
  const { range, kind, format, writer, attribution } = written;
  const exported = { range, kind, format, path, file, attribution, ...writer.counted() };
  return { exitCode: exitCodeOf(exported), text: exportText(exported), document: exportDocument(exported) };
}

/** What is absent cannot be seen in rows; what is not complete is. */
function exitCodeOf({ notHeld }: Counted): ExitCode {
  return notHeld.length > 0 ? EXIT.incomplete : EXIT.clean;
}
