import { minerModels } from "@windhash/core";
import { EXIT } from "../exitCodes.ts";
import { minerDocument, minersText } from "../render/miners.ts";
import type { Command } from "commander";
import { describedCommand, GROUPS, type Start } from "./command.ts";

/** `windhash miners`: the catalogue. */
export function minersCommand(start: Start): Command {
  return describedCommand({
    name: "miners",
    group: GROUPS.ask,
    summary: "the catalogue of mining machines",
    description:
      "Lists the catalogued machines: hash rate, power, efficiency, month of first delivery, and with --json the sources.",
    examples: [
      ["windhash miners", "the whole catalogue"],
      ["windhash miners --json", "with the source of every figure"],
    ],
  }).action(() =>
    start(({ look }) => ({
      exitCode: EXIT.clean,
      text: minersText(look, minerModels),
      document: { miners: minerModels.map(minerDocument) },
    })),
  );
}
