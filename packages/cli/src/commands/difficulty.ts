import { networkDuring, settlementDay } from "@windhash/core";
import { networkHistory } from "@windhash/core/network-history";
import type { Command } from "commander";
import { typedDate } from "../arguments/dates.ts";
import { EXIT } from "../exitCodes.ts";
import { historyDocument, historyShown, stretchesDocument, stretchesText } from "../render/network.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";

/** `windhash difficulty`: the network during a date. */
export function difficultyCommand(start: Start): Command {
  return describedCommand({
    name: "difficulty",
    group: GROUPS.ask,
    summary: "Bitcoin's difficulty and subsidy during a date",
    description: "Shows the network during a settlement date, cut at the block at which difficulty or subsidy changes.",
    examples: [
      ["windhash difficulty 2025-03-11", ""],
      ["windhash difficulty 2024-04-20", "the day of a halving: two stretches"],
    ],
  })
    .argument("<date>", "settlement date, YYYY-MM-DD")
    .action((typed: string) =>
      start(({ look }) => {
        const date = typedDate(typed);
        const stretches = networkDuring(networkHistory, settlementDay(date));
        return {
          exitCode: EXIT.clean,
          text: [
            `The Bitcoin network on ${date}`,
            "",
            ...stretchesText(look, stretches),
            "",
            `From ${historyShown(networkHistory)}.`,
          ],
          document: {
            settlementDate: date,
            network: stretchesDocument(stretches),
            history: historyDocument(networkHistory),
          },
        };
      }),
    );
}
