import { settlementPeriodAt } from "@windhash/core";
import { calendarOf } from "@windhash/pipeline";
import type { Command } from "commander";
import { typedDaysOrAll } from "../arguments/days.ts";
import { EXIT } from "../exitCodes.ts";
import { AS_OF, openMoment } from "../past.ts";
import { daysDocument, daysText } from "../render/days.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";

/** `windhash days`: which days are held, and how well. */
export function daysCommand(start: Start): Command {
  return describedCommand({
    name: "days",
    group: GROUPS.look,
    summary: "which days are held, in which state, and which need attention",
    description:
      "Marks every day by its state in a calendar, then lists the days that are not complete or were looked at in vain, why, and what to type.",
    examples: [
      ["windhash days", "everything that is held"],
      ["windhash days 2025", "a year"],
      ["windhash days 2025-03-01 --to 2025-03-14", ""],
      ["windhash days 2025-03 --as-of 2025-03-31T18:00:00Z", "as it was then"],
    ],
  })
    .argument("[date|month|year]", "YYYY-MM-DD, YYYY-MM or YYYY (default: everything that is held)")
    .option("--to <date>", "last date of a range that begins with a day")
    .option(...AS_OF)
    .action((typed: string | undefined, { to, asOf }: { readonly to?: string; readonly asOf?: string }) =>
      start(async (context) => {
        const range = typedDaysOrAll(typed, to);
        const calendar = await context.busy("looking", async () => {
          const { stores, instant, until } = await openMoment(context, asOf);
          const { settlementDate: today } = settlementPeriodAt(instant);
          return calendarOf(stores, { range, today, ...(until !== null && { until }) });
        });
        return {
          exitCode: EXIT.clean,
          text: daysText(context.look, calendar),
          document: daysDocument(calendar),
        };
      }),
    );
}
