import { type SettlementDateRange, type SourceMethod, settlementPeriodAt } from "@windhash/core";
import { endedDays } from "@windhash/pipeline";
import { type Command, Option } from "commander";
import { typedDayCount, typedRange } from "../arguments/dates.ts";
import { DEFAULT_RATE } from "../arguments/rate.ts";
import { asTyped, UsageError } from "../usageError.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";
import { ingest, type IngestOptions } from "./ingestJob.ts";

type Typed = IngestOptions & { readonly to?: string; readonly days?: string; readonly refresh?: boolean };

const METHODS: readonly SourceMethod[] = ["stack", "boav", "pn"];

/** `windhash ingest`: days from Elexon or an archive. */
export function ingestCommand(start: Start): Command {
  const command = describedCommand({
    name: "ingest",
    group: GROUPS.work,
    summary: "read days from Elexon, or from an archive",
    description:
      "Reads settlement days and stores each one whole, or not at all: a day of which any period cannot be read stays as it was. Days that are complete are left alone, so the same command goes on where it was stopped. What Elexon answers is kept in .windhash/archive, which --archive reads again.",
    examples: [
      ["windhash ingest 2025-03-11", "a day, from the settlement stack"],
      ["windhash ingest 2024-01-01 --to 2024-12-31", "a year; typed again, it goes on"],
      ["windhash ingest --days 7", "the last 7 days that have ended"],
      ["windhash ingest --refresh", "what may have been restated: daily"],
      ["windhash ingest --refresh --dry-run", "which days that are, and why"],
      ["windhash ingest 2025-03-11 --archive .windhash/archive", "again, without the network"],
    ],
  })
    .argument("[date]", "settlement date, YYYY-MM-DD")
    .option("--to <date>", "last date of a range")
    .option("--days <count>", "the last days that have ended, in place of a date")
    .option(
      "--refresh",
      "what may have been restated: the last 7 days, the month before, and held days of which a settlement run has come out, to 14 months after them",
    );
  for (const option of ingestOptions("stack; with --refresh as each day is held")) command.addOption(option);
  return command.action((date: string | undefined, typed: Typed) =>
    start((context) => ingest(context, askedDays(date, typed, context.clock()), typed)),
  );
}

/** Options of every way to ingest. @param defaultMethod in words */
export function ingestOptions(defaultMethod: string): readonly Option[] {
  return [
    new Option("--method <how>", `how energy is worked out; see docs/formulas.md (default: ${defaultMethod})`).choices(
      METHODS,
    ),
    new Option("--archive <folder>", "read from an archive instead: recorded answers, or a folder of NDJSON days"),
    new Option("--rate <number>", `requests per second (default: WINDHASH_ELEXON_RATE, else ${DEFAULT_RATE})`),
    new Option(
      "--force",
      "read also what is complete, looked at a moment ago or imported, and take what is older or less than what is held",
    ),
    new Option("--dry-run", "only say which days would be read, and why"),
  ];
}

/** @throws {UsageError} unless exactly one way to name days was typed, and they have ended */
function askedDays(date: string | undefined, typed: Typed, now: number): SettlementDateRange | "refresh" {
  const { to, days, refresh, archive } = typed;
  const ways = [date !== undefined && "a date", days !== undefined && "--days", refresh === true && "--refresh"].filter(
    (way) => way !== false,
  );
  if (ways.length > 1) throw noOneWay(ways.join(" and "));
  if (to !== undefined && date === undefined)
    throw new UsageError("A range of dates must have both ends, got --to alone. Give the first date too.");
  if (refresh === true) {
    if (archive === undefined) return "refresh";
    throw new UsageError("What may have been restated must be asked of Elexon, got --refresh with --archive.");
  }
  if (days !== undefined) return asTyped(() => endedDays(now, typedDayCount(days)));
  if (date === undefined) throw noOneWay("none");
  return refusePresent(typedRange(date, to), now);
}

function noOneWay(got: string): UsageError {
  return new UsageError(`Days to ingest must be named by a date, by --days or by --refresh, got ${got}.`);
}

/**
 * Of a day that has not ended, the source would truthfully tell nothing of what is still to come, which must not be taken for time
 * without curtailment.
 */
function refusePresent(range: SettlementDateRange, now: number): SettlementDateRange {
  const { settlementDate: today } = settlementPeriodAt(now);
  if (range.to < today) return range;
  throw new UsageError(`A day to ingest must have ended, got ${range.to}; today is ${today}.`, {
    date: range.to,
    today,
  });
}
