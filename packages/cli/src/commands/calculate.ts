import { openLedger } from "@windhash/pipeline";
import type { Command } from "commander";
import { typedSpan } from "../arguments/dates.ts";
import { EXIT } from "../exitCodes.ts";
import { reconcileDocument, reconcileText } from "../render/reconcile.ts";
import { describedCommand, GROUPS, type SpanOptions, spanOptions, type Start } from "./command.ts";
import { reconcileAll } from "./reconcile.ts";

/** `windhash calculate`: what reconcile does, as a step of the work and not as a check. */
export function calculateCommand(start: Start): Command {
  const command = describedCommand({
    name: "calculate",
    group: GROUPS.work,
    summary: "work out the bitcoin of what is held",
    description:
      "Works out what is missing or out of date, for every model of the database. What is up to date is left alone.",
    examples: [
      ["windhash calculate", "everything that is held"],
      ["windhash calculate --from 2022-01-01 --to 2022-01-31", "a month"],
    ],
  });
  for (const option of spanOptions()) command.addOption(option);
  return command.action((options: SpanOptions) =>
    start(async (context) => {
      const range = typedSpan(options);
      const { stores } = await context.compose.openDatabase({ mayCreate: false });
      const calculated = await reconcileAll(context, await openLedger(stores), { range, rows: false, isDryRun: false });
      return {
        exitCode: calculated.outcome.interrupted ? EXIT.interrupted : EXIT.clean,
        text: reconcileText(context.look, calculated, "worked out"),
        document: reconcileDocument(calculated),
      };
    }),
  );
}
