import type { SummaryGrouping } from "@windhash/core";
import { summariseRange } from "@windhash/pipeline";
import { type Command, Option } from "commander";
import { typedDayMonthOrYear } from "../arguments/dates.ts";
import { EXIT } from "../exitCodes.ts";
import { AS_OF, openMoment } from "../past.ts";
import { summaryDocument, summaryText } from "../render/summary.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";

const GROUPINGS: readonly SummaryGrouping[] = ["day", "period", "unit", "farm", "party"];

/** `windhash summary`: totals of a day, a month or a year. */
export function summaryCommand(start: Start): Command {
  return describedCommand({
    name: "summary",
    group: GROUPS.look,
    summary: "a day, a month or a year in figures",
    description:
      "Sums what is stored: energy bid down, undone and net, payments, bitcoin by model, and how complete it is.",
    examples: [
      ["windhash summary 2022-01-01", ""],
      ["windhash summary 2022-01-01 --by unit", "unit by unit, the most energy first"],
      ["windhash summary 2022-01 --by day", "a month, day by day"],
      ["windhash summary 2022 --by party --json", "a year by lead party"],
      ["windhash summary 2022 --as-of 2025-12-31", "as it was told at the end of that day"],
    ],
  })
    .argument("<date|month|year>", "YYYY-MM-DD, YYYY-MM or YYYY")
    .addOption(new Option("--by <what>", "break it down").choices(GROUPINGS))
    .option(...AS_OF)
    .action((typed: string, { by, asOf }: { readonly by?: SummaryGrouping; readonly asOf?: string }) =>
      start(async (context) => {
        const { look, busy } = context;
        const range = typedDayMonthOrYear(typed);
        const summary = await busy("summing", async () => {
          const { stores, settings } = await openMoment(context, asOf);
          return { ...(await summariseRange(stores, { range, ...(by !== undefined && { by }) })), settings };
        });
        return { exitCode: EXIT.clean, text: summaryText(look, summary, by), document: summaryDocument(summary, by) };
      }),
    );
}
