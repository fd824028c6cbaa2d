import { Command, Option } from "commander";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../result.ts";

/** Hands the work of the chosen command over; it begins once everything that was typed is understood. */
export type Start = (work: (context: CommandContext) => Promise<CommandResult> | CommandResult) => void;

/** Makes a command of the program. */
export type CommandFactory = (start: Start) => Command;

/** The headings under which `windhash --help` lists the commands. */
export const GROUPS = {
  work: "Collect and calculate:",
  look: "Look at what is stored:",
  check: "Check and repair:",
  ask: "Ask, without a database:",
  other: "Other:",
} as const;

/** A command with its examples first in its help. */
export function describedCommand(description: {
  readonly name: string;
  readonly group: (typeof GROUPS)[keyof typeof GROUPS];
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What it does, in full. */
  readonly description: string;
  readonly examples: readonly (readonly [typed: string, does: string])[];
}): Command {
  const { name, group, summary, examples } = description;
  return new Command(name)
    .summary(summary)
    .description(description.description)
    .helpGroup(group)
    .addHelpText("before", `${examplesText(examples)}\n`);
}

/** Examples, what they do below each other. */
export function examplesText(examples: readonly (readonly [typed: string, does: string])[]): string {
  const width = Math.max(...examples.map(([typed]) => typed.length));
  const lines = examples.map(([typed, does]) => `  ${typed.padEnd(width)}  ${does}`.trimEnd());
  return ["Examples:", ...lines].join("\n");
}

/** `--from` and `--to`, for commands that otherwise speak of everything that is held. */
export function spanOptions(): readonly Option[] {
  return [
    new Option("--since, --from <date>", "first settlement date, YYYY-MM-DD (default: everything that is held)"),
    new Option("--until, --to <date>", "last settlement date"),
  ];
}

/** What `spanOptions` gives. */
export type SpanOptions = { readonly from?: string; readonly to?: string };
