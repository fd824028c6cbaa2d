import { type ChangeGrouping, reportChanges } from "@windhash/pipeline";
import { type Command, Option } from "commander";
import { typedDaysOrAll } from "../arguments/days.ts";
import { typedInstant } from "../arguments/instant.ts";
import { EXIT } from "../exitCodes.ts";
import { InterruptedError } from "../interruptedError.ts";
import { changesText } from "../render/changes.ts";
import { changesDocument } from "../render/changesDocument.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";

const GROUPINGS: readonly ChangeGrouping[] = ["day", "unit", "record"];

type ChangesOptions = { readonly to?: string; readonly by?: ChangeGrouping; readonly since?: string };

/** `windhash changes`: what the source changed after a day was first read. */
export function changesCommand(start: Start): Command {
  return describedCommand({
    name: "changes",
    group: GROUPS.look,
    summary: "what Elexon changed since the days were first read",
    description:
      "Tells every revision of a day after its first: when, why, which records were added, updated or removed, and what that is in MWh and GBP. Older versions are kept, so nothing is asked of the source.",
    examples: [
      ["windhash changes", "everything that is held"],
      ["windhash changes 2025-03 --by day", "a month, day by day"],
      ["windhash changes 2025-03-11 --by record", "each record, old and new"],
      ["windhash changes 2025 --by unit --since 2025-06-01", "what was committed from that day on"],
    ],
  })
    .argument("[date|month|year]", "YYYY-MM-DD, YYYY-MM or YYYY (default: everything that is held)")
    .option("--to <date>", "last date of a range that begins with a day")
    .addOption(new Option("--by <what>", "break it down, in place of revisions").choices(GROUPINGS))
    .option("--since <time>", "only what was committed since: a time with its offset, or a date")
    .action((typed: string | undefined, { to, by, since: typedSince }: ChangesOptions) =>
      start(async ({ look, compose, job }) => {
        const range = typedDaysOrAll(typed, to);
        const since = typedSince === undefined ? null : typedInstant(typedSince, { name: "--since", dateIs: "first" });
        const { stores } = await compose.openDatabase({ mayCreate: false });
        const report = await job({ verb: "comparing" }, async (options) => {
          const request = { range, ...(since !== null && { since }), ...(by !== undefined && { by }) };
          const found = await reportChanges(stores, request, options);
          if (found.interrupted) throw new InterruptedError("all days were compared");
          return { ...found, since };
        });
        return { exitCode: EXIT.clean, text: changesText(look, report), document: changesDocument(report) };
      }),
    );
}
