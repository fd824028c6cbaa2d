import { existsSync } from "node:fs";
import { readFile, realpath } from "node:fs/promises";
import {
  daysToStore,
  heldElsewhere,
  type ImportChoice,
  importDays,
  type ImportOutcome,
  type ImportPlan,
  planImport,
  quarantineText,
  readVolumeFile,
  type VolumeFile,
} from "@windhash/pipeline";
import { type Command, Option } from "commander";
import { type FormatOptions, formatOptions, typedFormat } from "../arguments/columns.ts";
import type { OpenDatabase } from "../compose.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exitCodes.ts";
import { writeWhole } from "../outputFile.ts";
import { importDocument, type Imported, importText } from "../render/import.ts";
import type { CommandResult } from "../result.ts";
import { UsageError } from "../usageError.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";

type ImportOptions = FormatOptions & {
  readonly acceptRest?: boolean;
  readonly replace?: boolean;
  readonly dryRun?: boolean;
  readonly quarantine?: string;
  readonly source?: string;
};

/** `windhash import`: curtailed volumes of a file. */
export function importCommand(start: Start): Command {
  const command = describedCommand({
    name: "import",
    group: GROUPS.work,
    summary: "take over curtailed volumes of a CSV file",
    description:
      "Takes over curtailed volumes per BM unit and settlement period from a CSV file. Rows of one unit and period are separate volumes and are added. Every period is unconfirmed, as nothing vouches for a file. By default the file is stored whole or not at all: not when a row is refused, and not when one of its days is held from elsewhere. Refused rows are written to a quarantine file with the rule that each breaks.",
    examples: [
      ["windhash import boa.csv --format neso-boa", "NESO's file of bid volumes"],
      ["windhash import boa.csv --format neso-boa --dry-run", "what would be stored"],
      ["windhash import mine.csv --unit mwh --sign positive", "one's own file"],
      ["windhash import boa.csv --format neso-boa --accept-rest", "without refused rows"],
    ],
  }).argument("<file>", "CSV file, UTF-8, with a header");
  for (const option of [...formatOptions(), ...CHOICES]) command.addOption(option);
  return command.action((path: string, options: ImportOptions) =>
    start((context) => importFile(context, path, options)),
  );
}

const CHOICES: readonly Option[] = [
  new Option("--accept-rest", "leave out refused rows and days that are held from elsewhere; store the rest"),
  new Option("--replace", "replace days that are held from elsewhere"),
  new Option("--quarantine <file>", "where refused rows are listed (default: <file>.quarantine.csv)"),
  new Option("--source <text>", "whose figures these are and under which licence: kept with every period"),
  new Option("--dry-run", "only say what would be stored"),
];

async function importFile(context: CommandContext, path: string, options: ImportOptions): Promise<CommandResult> {
  const format = typedFormat(options);
  const choice = { acceptRest: options.acceptRest === true, replace: options.replace === true };
  const isDryRun = options.dryRun === true;
  const bytes = await fileBytes(path);
  const file = await context.busy("reading", async () =>
    readVolumeFile({ bytes, name: path, format, now: context.clock() }),
  );
  const quarantine = isDryRun ? null : await writeQuarantine(file, path, options.quarantine);
  const mayStore = !isDryRun && (file.refused.length === 0 || choice.acceptRest);
  const database = mayStore
    ? await context.compose.openDatabase({ mayCreate: true })
    : await context.compose.openDatabaseIfThere();
  const plan = await context.busy("comparing with what is held", () => planOf(file, database, options.source ?? null));
  const outcome = mayStore && database !== null ? await store(context, { plan, choice, database }) : NOTHING_STORED;
  const imported: Imported = {
    plan,
    choice,
    isDryRun,
    outcome,
    quarantine,
    isRegisterKnown: database !== null,
    attribution: options.source ?? null,
  };
  return {
    exitCode: exitCodeOf(imported),
    text: importText(context.look, imported),
    document: importDocument(imported),
  };
}

const NOTHING_STORED: ImportOutcome = { stored: [], interrupted: false };

async function planOf(
  file: VolumeFile,
  database: OpenDatabase | null,
  attribution: string | null,
): Promise<ImportPlan> {
  if (database === null) return planImport({ file, attribution, units: [], store: NOTHING_HELD });
  const { stores } = database;
  return planImport({ file, attribution, units: await stores.bmUnits(), store: stores });
}

/** Where there is no database yet, nothing is held. */
const NOTHING_HELD = { days: () => Promise.resolve([]), recordsOfDay: () => Promise.resolve([]) };

function store(
  { job, clock }: CommandContext,
  {
    plan,
    choice,
    database,
  }: { readonly plan: ImportPlan; readonly choice: ImportChoice; readonly database: OpenDatabase },
): Promise<ImportOutcome> {
  return job({ verb: "storing", days: daysToStore(plan, choice).length }, (jobOptions) =>
    importDays({ plan, choice, store: database.stores, clock }, jobOptions),
  );
}

/** @throws {UsageError} when there is no such file, or it cannot be read */
async function fileBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(
      `The file to import must be one that can be read, got ${path}: ${reasonOf(error)}.`,
      { file: path },
      { cause: error },
    );
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT" || code === "ENOTDIR") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  return error instanceof Error ? error.message : String(error);
}

/** @returns where the refused rows are listed; null when there are none */
async function writeQuarantine(file: VolumeFile, path: string, typed: string | undefined): Promise<string | null> {
  const place = typed ?? `${path}.quarantine.csv`;
  await refuseOtherFile(place, path);
  if (file.refused.length === 0) return null;
  await writeWhole({ path: place, mayReplace: true }, (append) => append(quarantineText(file.refused)));
  return place;
}

/** A mistyped place must not cost anybody a file: what is replaced is an earlier list of refused rows. */
async function refuseOtherFile(place: string, imported: string): Promise<void> {
  if (!existsSync(place)) return;
  const isImported = (await realpath(place)) === (await realpath(imported));
  const [header = ""] = quarantineText([]).split("\n");
  if (!isImported && (await readFile(place, "utf8")).startsWith(header)) return;
  throw new UsageError(
    `The list of refused rows must not replace another file, got ${place}, which is there. Give --quarantine <file>.`,
    { file: place },
  );
}

/** What was kept back by default is an error; what was left out by choice leaves the file incompletely taken over. */
function exitCodeOf({ plan, choice, outcome }: Imported): ExitCode {
  if (outcome.interrupted) return EXIT.interrupted;
  const isWhole = plan.file.refused.length === 0 && heldElsewhere(plan, choice).length === 0;
  if (isWhole) return EXIT.clean;
  return choice.acceptRest ? EXIT.incomplete : EXIT.error;
}
