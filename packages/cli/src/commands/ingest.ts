import {
  type BmUnit,
  type SourceMethod,
  nextSettlementDate,
  type RegisterStore,
  type SettlementDate,
  type SettlementDateRange,
  settlementDates,
  settlementPeriodAt,
  SourceError,
} from "@windhash/core";
import { type IngestOutcome, ingestRange } from "@windhash/pipeline";
import { type Command, Option } from "commander";
import { typedRange } from "../arguments/dates.ts";
import type { DaySource } from "../compose.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exitCodes.ts";
import { InterruptedError } from "../interruptedError.ts";
import { ingestDocument, type Ingested, ingestText } from "../render/ingest.ts";
import { plural } from "../render/numbers.ts";
import type { CommandResult } from "../result.ts";
import { UsageError } from "../usageError.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";

/** A register with the time at which it was stated, Unix seconds. */
type StatedRegister = { readonly units: readonly BmUnit[]; readonly statedAt: number };

type IngestOptions = { readonly to?: string; readonly method: SourceMethod; readonly archive?: string };

const METHODS: readonly SourceMethod[] = ["stack", "boav", "pn"];

/** `windhash ingest`: days from Elexon or an archive. */
export function ingestCommand(start: Start): Command {
  return describedCommand({
    name: "ingest",
    group: GROUPS.work,
    summary: "read days from Elexon, or from an archive",
    description:
      "Reads settlement days and stores each one whole, or not at all: a day of which any period cannot be read stays as it was. What Elexon answers is kept in .windhash/archive, which --archive reads again.",
    examples: [
      ["windhash ingest 2025-03-11", "a day, from the settlement stack"],
      ["windhash ingest 2025-03-01 --to 2025-03-31", "a month"],
      ["windhash ingest 2025-03-11 --archive .windhash/archive", "again, without the network"],
    ],
  })
    .argument("<date>", "settlement date, YYYY-MM-DD")
    .option("--to <date>", "last date of a range")
    .addOption(
      new Option("--method <how>", "how energy is worked out; see docs/formulas.md").choices(METHODS).default("stack"),
    )
    .option("--archive <folder>", "read from an archive instead: recorded answers, or a folder of NDJSON days")
    .action((date: string, options: IngestOptions) => start((context) => ingest(context, date, options)));
}

async function ingest(context: CommandContext, date: string, options: IngestOptions): Promise<CommandResult> {
  const range = typedRange(date, options.to);
  refuseFuture(range, context.clock());
  let told = (): void => {};
  const source = await context.compose.openSource({ archive: options.archive, onAnswer: () => told() });
  const isLive = options.archive === undefined;
  const { outcomes, interrupted } = await context.job(
    { verb: "reading", days: settlementDates(range).length },
    async ({ say, ...jobOptions }) => {
      let answers = 0;
      told = () => say(`${plural((answers += 1), "answer")} of Elexon`);
      const stated = await statedRegister(context, source, isLive, jobOptions.signal);
      const { stores } = await context.compose.openDatabase({ mayCreate: true });
      const units = await registerOf(stores, stated, {
        source: source.name,
        isLive,
        committedAt: context.clock(),
      });
      const input = { method: options.method, source: source.balancing, units, store: stores, clock: context.clock };
      return ingestRange({ ...input, settlementDates: settlementDates(range) }, jobOptions);
    },
  );
  for (const outcome of outcomes)
    if ("error" in outcome)
      context.warn(`windhash: ${outcome.settlementDate} was not stored: ${outcome.error.message}`);
  const resume = interrupted ? resumeCommand(context, range, outcomes, options) : null;
  const ingested: Ingested = { range, method: options.method, source: source.name, outcomes, resume };
  return {
    exitCode: exitCodeOf(ingested),
    text: ingestText(context.look, ingested),
    document: ingestDocument(ingested),
  };
}

/** Of a day that has not begun, the source would truthfully tell nothing, which must not be taken for a day without curtailment. */
function refuseFuture({ to }: SettlementDateRange, now: number): void {
  const { settlementDate: today } = settlementPeriodAt(now);
  if (to > today)
    throw new UsageError(`A day to ingest must have begun, got ${to}; today is ${today}.`, { date: to, today });
}

/**
 * The register that the source states. Without it, the one of the database says which units are wind; Elexon's of now is not
 * done without, as it is the first thing that is asked for: nothing else would be answered either.
 */
async function statedRegister(
  { note, clock }: CommandContext,
  { register, name }: DaySource,
  isLive: boolean,
  signal: AbortSignal,
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
 * Every unit that the database holds, with what the source states. A unit that is no longer stated keeps its row, since stored days
 * stand on it. What an archive states may be older than what is held, so of that only units that are not held are added.
 */
async function registerOf(
  stores: RegisterStore,
  stated: StatedRegister | null,
  { source, isLive, committedAt }: { readonly source: string; readonly isLive: boolean; readonly committedAt: number },
): Promise<readonly BmUnit[]> {
  const held = await stores.bmUnits();
  if (stated === null) return held;
  const ids = new Set(held.map(({ nationalGridId }) => nationalGridId));
  const added = isLive ? stated.units : stated.units.filter(({ nationalGridId }) => !ids.has(nationalGridId));
  if (added.length === 0) return held;
  await stores.putBmUnits(added, { source, statedAt: stated.statedAt, committedAt });
  return stores.bmUnits();
}

/** What to type to go on, as a shell takes it. */
function resumeCommand(
  { compose }: CommandContext,
  { from, to }: SettlementDateRange,
  outcomes: readonly IngestOutcome[],
  { method, archive }: IngestOptions,
): string {
  const last = outcomes.at(-1)?.settlementDate;
  const next: SettlementDate = last === undefined ? from : nextSettlementDate(last);
  const source = archive === undefined ? [] : ["--archive", archive];
  const words = ["windhash", "ingest", next, "--to", to, "--method", method, ...source, ...compose.databaseFlags()];
  return words.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}

/** A day that could not be read is an error; one that is not published yet leaves the range incomplete. */
function exitCodeOf({ outcomes, resume }: Ingested): ExitCode {
  if (resume !== null) return EXIT.interrupted;
  if (outcomes.some(({ outcome }) => outcome === "failed")) return EXIT.error;
  return outcomes.some(({ outcome }) => outcome === "unpublished") ? EXIT.incomplete : EXIT.clean;
}
