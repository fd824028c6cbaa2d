import { type SettlementDateRange, settlementPeriodAt } from "@windhash/core";
import { endedDays } from "@windhash/pipeline";
import type { Command } from "commander";
import { typedMonth } from "../arguments/dates.ts";
import { UsageError } from "../usageError.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";
import { ingestOptions } from "./ingest.ts";
import { ingest, type IngestOptions } from "./ingestJob.ts";

/** `windhash ingest-month`: the days of a month. */
export function ingestMonthCommand(start: Start): Command {
  const command = describedCommand({
    name: "ingest-month",
    group: GROUPS.work,
    summary: "read the days of a month",
    description:
      "Reads the settlement days of a month as ingest does: each is stored whole or not at all, and what is complete is left alone. Of the present month the days that have ended are read.",
    examples: [
      ["windhash ingest-month 2025-03", "a month; typed again, it goes on"],
      ["windhash ingest-month 2025-03 --method boav", "with 5 requests a day in place of 97"],
    ],
  }).argument("<month>", "month, YYYY-MM");
  for (const option of ingestOptions("stack")) command.addOption(option);
  return command.action((month: string, typed: IngestOptions) =>
    start((context) => ingest(context, endedDaysOf(month, context.clock()), typed)),
  );
}

/** @throws {UsageError} for a month of which no day has ended */
function endedDaysOf(month: string, now: number): SettlementDateRange {
  const { from, to } = typedMonth(month);
  const { to: yesterday } = endedDays(now, 1);
  if (from <= yesterday) return { from, to: to < yesterday ? to : yesterday };
  const { settlementDate: today } = settlementPeriodAt(now);
  throw new UsageError(`A month to ingest must have a day that has ended, got ${month}; today is ${today}.`, {
    month,
    today,
  });
}
