import { Command, Option, type OutputConfiguration } from "commander";
import { calculateCommand } from "./commands/calculate.ts";
import { changesCommand } from "./commands/changes.ts";
import { type CommandFactory, examplesText, GROUPS, type Start } from "./commands/command.ts";
import { compareCommand } from "./commands/compare.ts";
import { daysCommand } from "./commands/days.ts";
import { demoCommand } from "./commands/demo.ts";
import { difficultyCommand } from "./commands/difficulty.ts";
import { exportCommand } from "./commands/export.ts";
import { importCommand } from "./commands/import.ts";
import { ingestCommand } from "./commands/ingest.ts";
import { ingestMonthCommand } from "./commands/ingestMonth.ts";
import { minersCommand } from "./commands/miners.ts";
import { periodsCommand } from "./commands/periods.ts";
import { potentialCommand } from "./commands/potential.ts";
import { radarCommand } from "./commands/radar.ts";
import { reconcileCommand } from "./commands/reconcile.ts";
import { serveCommand } from "./commands/serve.ts";
import { statusCommand } from "./commands/status.ts";
import { summaryCommand } from "./commands/summary.ts";
import { unitsCommand } from "./commands/units.ts";
import { updateUnitsCommand } from "./commands/updateUnits.ts";
import { verifyCommand } from "./commands/verify.ts";

/** Options that every command takes, before or after its name. */
export type GlobalOptions = {
  readonly json?: boolean;
  readonly db?: string;
  readonly databaseUrl?: string;
  /** False with `--no-color`. */
  readonly color: boolean;
  readonly quiet?: boolean;
};

const COMMANDS: readonly CommandFactory[] = [
  demoCommand,
  ingestCommand,
  ingestMonthCommand,
  importCommand,
  updateUnitsCommand,
  calculateCommand,
  summaryCommand,
  daysCommand,
  changesCommand,
  exportCommand,
  statusCommand,
  unitsCommand,
  reconcileCommand,
  verifyCommand,
  compareCommand,
  radarCommand,
  potentialCommand,
  minersCommand,
  difficultyCommand,
  periodsCommand,
  serveCommand,
];

const EXAMPLES = [
  ["windhash demo", "a real day: loaded, calculated, verified, shown"],
  ["windhash potential --mwh 100 --date 2025-03-11 --miner S19J_PRO", ""],
  ["windhash ingest 2025-03-01 --to 2025-03-31", "read days from Elexon, then"],
  ["windhash calculate", "work out their bitcoin"],
  ["windhash summary 2025-03 --by day", "a month, day by day"],
  ["windhash status", "is everything there, and is it right?"],
] as const;

const EXIT_CODES = `Exit codes:
  0 clean   1 error   2 wrong usage   3 differences found   4 incomplete   130 interrupted`;

/** The command line: what can be typed, and what it starts. */
export function createProgram(input: {
  readonly version: string;
  readonly start: Start;
  /** For help that was asked for. */
  readonly writeOut: (text: string) => void;
  /** For help where a command was due. */
  readonly writeErr: (text: string) => void;
}): Command {
  const { version, start } = input;
  const program = new Command("windhash")
    .usage("<command> [options]")
    .description("What Great Britain's wind farms were told not to generate, and the bitcoin it could have mined.")
    .version(version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show help")
    .addHelpCommand(
      new Command("help").argument("[command]").summary("show the help of a command").helpGroup(GROUPS.other),
    )
    .addHelpText("before", `${examplesText(EXAMPLES)}\n`)
    .addHelpText("after", `\n${EXIT_CODES}`);
  for (const option of GLOBAL_OPTIONS) program.addOption(option());
  for (const factory of COMMANDS) program.addCommand(factory(start));
  for (const command of [program, ...program.commands]) throwInsteadOfExiting(command, input);
  return program;
}

const GLOBAL_OPTIONS: readonly (() => Option)[] = [
  () => new Option("--json", "print one JSON document"),
  () => new Option("--db <folder>", "folder of the embedded database (default: .windhash/db)"),
  () => new Option("--database-url <url>", "a PostgreSQL server instead (default: DATABASE_URL)"),
  () => new Option("--no-color", "no colours (also NO_COLOR)"),
  () => new Option("--quiet", "no progress and no notes"),
];

/** Errors are told in one place, so commander tells none. */
function throwInsteadOfExiting(
  command: Command,
  write: Required<Pick<OutputConfiguration, "writeOut" | "writeErr">>,
): void {
  command
    .exitOverride()
    .helpOption("-h, --help", "show help")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: write.writeOut, writeErr: write.writeErr, outputError: () => {} });
}
