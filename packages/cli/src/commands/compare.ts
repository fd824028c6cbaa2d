import { type BmUnit, settlementDates, settlementPeriodAt, type SettlementDateRange } from "@windhash/core";
import { type ComparedName, compareRange } from "@windhash/pipeline";
import { type Command, Option } from "commander";
import { typedRange } from "../arguments/dates.ts";
import { DEFAULT_RATE } from "../arguments/rate.ts";
import type { DaySource } from "../compose.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exitCodes.ts";
import { InterruptedError } from "../interruptedError.ts";
import { agreementOfDays, compareDocument, type Compared, type ComparedBy, compareText } from "../render/compare.ts";
import { plural } from "../render/numbers.ts";
import type { CommandResult } from "../result.ts";
import { UsageError } from "../usageError.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";
import { statedRegister } from "./ingestRegister.ts";

type CompareOptions = {
  readonly methods: string;
  readonly to?: string;
  readonly archive?: string;
  readonly rate?: string;
  readonly by: ComparedBy;
};

const NAMES: readonly ComparedName[] = ["stack", "boav", "pn", "stored"];

/** `windhash compare`: two methods that check each other. */
export function compareCommand(start: Start): Command {
  return describedCommand({
    name: "compare",
    group: GROUPS.check,
    summary: "read days by two methods that check each other",
    description:
      "Reads settlement days by two methods, or by one and as they are stored, and explains the difference of net energy per BM unit and day. Two methods agree when 95 % of unit-days differ by no more than 0.05 MWh or 0.5 %, and the whole by no more than 0.5 %; else the exit code is 3. Nothing is stored.",
    examples: [
      ["windhash compare --methods stack,pn 2022-01-01", "a day, by two methods"],
      ["windhash compare --methods stored,boav 2025-03-01 --to 2025-03-31", ""],
      ["windhash compare --methods stack,pn 2022-01-01 --by unit", "unit by unit"],
    ],
  })
    .argument("<date>", "settlement date, YYYY-MM-DD")
    .requiredOption(
      "--methods <two>",
      `two of ${NAMES.join(", ")}, with a comma; differences are the first less the second`,
    )
    .option("--to <date>", "last date of a range")
    .option("--archive <folder>", "read from an archive in place of Elexon")
    .option("--rate <number>", `requests per second (default: WINDHASH_ELEXON_RATE, else ${DEFAULT_RATE})`)
    .addOption(
      new Option("--by <what>", "what the table has a line for").choices(["unit", "day", "period"]).default("day"),
    )
    .action((date: string, options: CompareOptions) => start((context) => compare(context, date, options)));
}

async function compare(context: CommandContext, date: string, options: CompareOptions): Promise<CommandResult> {
  const methods = typedMethods(options.methods);
  const range = refusePresent(typedRange(date, options.to), context.clock());
  const { archive, rate, by } = options;
  let [requests, pace] = [0, (_line: string): void => {}];
  const onAnswer = (): void => pace(plural((requests += 1), "request"));
  const source = await context.compose.openSource({ archive, rate, onAnswer });
  const dates = settlementDates(range);
  const { days, interrupted } = await context.job({ verb: "comparing", days: dates.length }, async (job) => {
    pace = job.pace;
    const isStored = methods.includes("stored");
    const units = await register(context, source, { isLive: archive === undefined, isStored, signal: job.signal });
    const store = isStored ? (await context.compose.openDatabase({ mayCreate: false })).stores : null;
    return compareRange({ settlementDates: dates, methods, source: source.balancing, units, store }, job);
  });
  if (interrupted) throw new InterruptedError("all days were compared");
  for (const day of days)
    if ("error" in day) context.warn(`windhash: ${day.settlementDate} was not compared: ${day.error.message}`);
  const compared: Compared = { range, methods, source: source.name, by, days };
  return {
    exitCode: exitCodeOf(compared),
    text: compareText(context.look, compared),
    document: compareDocument(compared),
  };
}

/** @throws {UsageError} unless they are two different ones */
function typedMethods(typed: string): readonly [ComparedName, ComparedName] {
  const [first, second, ...more] = typed.split(",").map((word) => NAMES.find((name) => name === word.trim()));
  if (first !== undefined && second !== undefined && first !== second && more.length === 0) return [first, second];
  const rule = `be two different ones of ${NAMES.join(", ")}, with a comma between them`;
  throw new UsageError(`Methods to compare must ${rule}, got "${typed}".`, { methods: typed });
}

/** Of a day that has not ended, the two would be asked at different moments of it. @throws {UsageError} */
function refusePresent(range: SettlementDateRange, now: number): SettlementDateRange {
  const { settlementDate: today } = settlementPeriodAt(now);
  if (range.to < today) return range;
  throw new UsageError(`A day to compare must have ended, got ${range.to}; today is ${today}.`, {
    date: range.to,
    today,
  });
}

/** The register that says which units are wind: the source's own; the database's for what is stored, and where the source has none. */
async function register(
  context: CommandContext,
  source: DaySource,
  given: { readonly isLive: boolean; readonly isStored: boolean; readonly signal: AbortSignal },
): Promise<readonly BmUnit[]> {
  const stated = given.isStored ? null : await statedRegister(context, source, given);
  if (stated !== null) return stated.units;
  const { stores } = await context.compose.openDatabase({ mayCreate: false });
  return stores.bmUnits();
}

function exitCodeOf({ days, ...compared }: Compared): ExitCode {
  if (days.some(({ outcome }) => outcome === "failed")) return EXIT.error;
  if (days.some(({ outcome }) => outcome !== "compared")) return EXIT.incomplete;
  return agreementOfDays({ days, ...compared }).passes ? EXIT.clean : EXIT.differences;
}
