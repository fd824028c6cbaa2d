import { settlementPeriodInterval, settlementPeriods } from "@windhash/core";
import type { Command } from "commander";
import { typedDate } from "../arguments/dates.ts";
import { EXIT } from "../exitCodes.ts";
import { periodsDocument, periodsText } from "../render/periods.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";

/** `windhash periods`: the settlement periods of a date. */
export function periodsCommand(start: Start): Command {
  return describedCommand({
    name: "periods",
    group: GROUPS.ask,
    summary: "the settlement periods of a date, in London and UTC",
    description:
      "Lists the half-hours of a settlement date: 48, or 46 and 50 on the days on which London's clock changes.",
    examples: [
      ["windhash periods 2025-03-30", "a day of 46 periods"],
      ["windhash periods 2025-10-26 --json", ""],
    ],
  })
    .argument("<date>", "settlement date, YYYY-MM-DD")
    .action((typed: string) =>
      start(({ look }) => {
        const date = typedDate(typed);
        const periods = settlementPeriods(date).map((settlementPeriod) => ({
          settlementPeriod,
          ...settlementPeriodInterval(date, settlementPeriod),
        }));
        return {
          exitCode: EXIT.clean,
          text: periodsText(look, date, periods),
          document: periodsDocument(date, periods),
        };
      }),
    );
}
