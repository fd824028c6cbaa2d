import { CommanderError } from "commander";
import type { Start } from "./commands/command.ts";
import { createComposition } from "./compose.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exitCodes.ts";
import { InterruptedError } from "./interruptedError.ts";
import { runBusy, runJob, untilInterrupted } from "./jobs.ts";
import { createProgram, type GlobalOptions } from "./program.ts";
import { errorDocument, errorText } from "./render/error.ts";
import type { Look } from "./render/look.ts";
import type { CommandResult } from "./result.ts";
import type { Output, Surroundings } from "./surroundings.ts";
import { UsageError } from "./usageError.ts";
import { VERSION } from "./version.ts";

type Work = Parameters<Start>[0];

/**
 * Runs the command that was typed.
 *
 * @param argv what follows the command's name
 * @returns the exit code; nothing is thrown
 */
export async function run(argv: readonly string[], outside: Surroundings): Promise<ExitCode> {
  const stderr = quietWhenClosed(outside.stderr, () => outside.exit(EXIT.error));
  const stdout = quietWhenClosed(outside.stdout, (error) => {
    stderr.write(`windhash: The output could not be written whole (${error.code ?? error.message}).\n`);
    outside.exit(EXIT.error);
  });
  const surroundings = { ...outside, stdout, stderr };
  const isJson = argv.slice(0, endOfOptions(argv)).includes("--json");
  try {
    const typed = await understand(argv, { ...surroundings, isJson });
    if (typed === null) return EXIT.clean;
    const context = contextOf(argv, typed.options, surroundings);
    try {
      const result = await typed.work(context);
      print(surroundings.stdout, isJson, result);
      return (await result.afterwards?.()) ?? result.exitCode;
    } finally {
      await context.compose.close();
    }
  } catch (error) {
    if (isJson) surroundings.stdout.write(`${JSON.stringify(errorDocument(error), null, 2)}\n`);
    else
      surroundings.stderr.write(
        `${errorText(error, lookOf(surroundings.stderr, surroundings, !argv.includes("--no-color")))}\n`,
      );
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof InterruptedError ? EXIT.interrupted : EXIT.error;
}

/** What the argument vector asks for; null when it asked for help or the version, which is then printed. */
async function understand(
  argv: readonly string[],
  { stdout, stderr, isJson }: Pick<Surroundings, "stdout" | "stderr"> & { readonly isJson: boolean },
): Promise<{ readonly work: Work; readonly options: GlobalOptions } | null> {
  let chosen: Work | null = null;
  const program = createProgram({
    version: VERSION,
    start: (work) => void (chosen = work),
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => isJson || stderr.write(text),
  });
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return null;
    throw typingError(error);
  }
  return chosen === null ? null : { work: chosen, options: program.opts<GlobalOptions>() };
}

/** Commander's words without its prefix, as sentences. */
function typingError({ code, message }: CommanderError): UsageError {
  if (code === "commander.help") return new UsageError("A command must be given, got none. See windhash --help.");
  const [what = "", suggestion = ""] = message.replace(/^error: /, "").split("\n");
  const hint = suggestion.replace(/^\((.*)\)$/, "$1") || "See windhash --help.";
  return new UsageError(`${what.charAt(0).toUpperCase()}${what.slice(1).replace(/\.$/, "")}. ${hint}`);
}

function contextOf(argv: readonly string[], options: GlobalOptions, surroundings: Surroundings): CommandContext {
  const { stderr, stdout, clock } = surroundings;
  const isQuiet = options.quiet === true;
  const warn = (line: string): void => void stderr.write(`${line}\n`);
  const note = (line: string): void => void (isQuiet || warn(line));
  const commandLine = commandLineOf(argv);
  const isWatched = stderr.isTTY === true && !isQuiet && options.json !== true;
  return {
    commandLine,
    look: lookOf(stdout, surroundings, options.color),
    clock,
    compose: createComposition({ options, commandLine, surroundings }),
    note,
    warn,
    announce: (line) => void (options.json === true ? stderr : stdout).write(`${line}\n`),
    job: (title, work) => runJob(surroundings, { title, isWatched, note }, work),
    busy: (verb, work) => runBusy(surroundings, { verb, isWatched }, work),
    untilInterrupted: () => untilInterrupted(surroundings),
  };
}

function lookOf(output: Output, { environment }: Pick<Surroundings, "environment">, isWanted: boolean): Look {
  const isTerminal = output.isTTY === true && environment["TERM"] !== "dumb";
  return {
    isColoured: isTerminal && isWanted && !environment["NO_COLOR"],
    columns: isTerminal ? (output.columns ?? null) : null,
  };
}

function print(stdout: Output, isJson: boolean, { document, text }: CommandResult): void {
  if (isJson) stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  else if (text.length > 0) stdout.write(`${text.join("\n")}\n`);
}

/** A database's address may hold a password. */
function commandLineOf(argv: readonly string[]): string {
  const shown = argv.map((word, at) =>
    argv[at - 1] === "--database-url" ? "..." : word.replace(/^(--database-url=).*/, "$1..."),
  );
  return ["windhash", ...shown].join(" ");
}

function endOfOptions(argv: readonly string[]): number {
  const at = argv.indexOf("--");
  return at === -1 ? argv.length : at;
}

/** A reader that went away (`windhash miners | head`) is no error: what is left is not written. @param onFailure told of any other failure, such as a full disk */
function quietWhenClosed(output: Output, onFailure: (error: NodeJS.ErrnoException) => void): Output {
  let isClosed = false;
  output.on("error", (error) => {
    isClosed = true;
    if (error.code !== "EPIPE") onFailure(error);
  });
  return {
    write: (text) => isClosed || output.write(text),
    on: (event, listener) => output.on(event, listener),
    ...(output.isTTY !== undefined && { isTTY: output.isTTY }),
    ...(output.columns !== undefined && { columns: output.columns }),
  };
}
