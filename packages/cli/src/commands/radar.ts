import { registerRadar, windUnits } from "@windhash/core";
import type { Command } from "commander";
import { typedDayMonthOrYear } from "../arguments/dates.ts";
import { EXIT } from "../exitCodes.ts";
import { radarDocument, radarText } from "../render/radar.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";

/** `windhash radar`: units that bid like wind and count as none. */
export function radarCommand(start: Start): Command {
  return describedCommand({
    name: "radar",
    group: GROUPS.check,
    summary: "units that bid down like wind but count as none",
    description:
      "Lists units of unknown fuel that were bid down like wind in the held days, with the energy at stake: units that no register row has, or for which the register states no fuel type. Wind is paid to go down; what burns fuel or stores energy pays.",
    examples: [
      ["windhash radar", "all that is held"],
      ["windhash radar 2025-03", "a month"],
      ["windhash radar 2025 --all", "also what bids unlike wind"],
    ],
  })
    .argument("[date|month|year]", "YYYY-MM-DD, YYYY-MM or YYYY (default: everything that is held)")
    .option("--all", "also units that do not look like wind")
    .action((typed: string | undefined, { all }: { readonly all?: boolean }) =>
      start(async ({ look, compose, busy }) => {
        const range = typed === undefined ? null : typedDayMonthOrYear(typed);
        const swept = await busy("looking", async () => {
          const { stores } = await compose.openDatabase({ mayCreate: false });
          const [bids, units, days] = [
            await stores.unmappedBids(range),
            await stores.bmUnits(),
            await stores.days(range),
          ];
          const showingDays = days.filter(({ method }) => method !== "import").length;
          return { units: registerRadar(bids, windUnits(units)), days: days.length, showingDays };
        });
        const shown = { ...swept, range, isAll: all === true, databaseFlags: compose.databaseFlags() };
        return { exitCode: EXIT.clean, text: radarText(look, shown), document: radarDocument(shown) };
      }),
    );
}
