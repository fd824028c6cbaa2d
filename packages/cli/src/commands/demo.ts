import { StoreError } from "@windhash/core";
import { ingestDay, openLedger, reconcileRange, statusOf, summariseRange, verifyRange } from "@windhash/pipeline";
import type { Command } from "commander";
import { DEFAULT_PORT } from "../arguments/port.ts";
import { BUNDLED_DATE } from "../compose.ts";
import type { CommandContext } from "../context.ts";
import { EXIT } from "../exitCodes.ts";
import { demoDocument, type Demonstration, demoText } from "../render/demo.ts";
import { isHeld } from "../render/summary.ts";
import type { CommandResult } from "../result.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";
import { chosenPort, servingShown, startServing } from "./serving.ts";

type DemoOptions = { readonly serve?: boolean; readonly port?: string };

/** `windhash demo`: the whole way, on the day that comes with windhash. */
export function demoCommand(start: Start): Command {
  return describedCommand({
    name: "demo",
    group: GROUPS.work,
    summary: "a real day: loaded, calculated, verified, shown",
    description:
      "Loads the settlement day that comes with windhash (2022-01-01) into the database, calculates its bitcoin for three models, verifies everything and shows the day. What is there already is left alone.",
    examples: [
      ["windhash demo", ""],
      ["windhash demo --serve", "then serve the HTTP API, as npm start does"],
    ],
  })
    .option("--serve", "then serve the HTTP API until interrupted")
    .option(
      "--port <number>",
      `port to serve on (default: PORT, else ${DEFAULT_PORT}, or a free one where that is taken)`,
    )
    .action((options: DemoOptions) => start((context) => demo(context, options)));
}

async function demo(context: CommandContext, options: DemoOptions): Promise<CommandResult> {
  const choice = chosenPort(context, options.port);
  const demonstration = await context.busy("demo", (say) => demonstrate(context, say));
  await context.compose.close();
  const serving = async () => {
    const running = await startServing(context, choice);
    context.announce(`\n${servingShown(running)}`);
    return running.untilInterrupted();
  };
  return {
    exitCode: EXIT.clean,
    text: demoText(context.look, demonstration),
    document: demoDocument(demonstration),
    ...(options.serve === true && { afterwards: serving }),
  };
}

/** A day that is held is shown as it is, by whatever method: the demonstration never replaces what somebody stored. */
async function demonstrate(
  { compose, commandLine, clock }: CommandContext,
  say: (line: string) => void,
): Promise<Demonstration> {
  const range = { from: BUNDLED_DATE, to: BUNDLED_DATE };
  say("opening the database");
  const { stores, settings } = await compose.openDatabase({ mayCreate: true });
  if ((await stores.days(range)).length === 0) {
    say(`loading ${BUNDLED_DATE}`);
    const { balancing, units } = await compose.openBundledDay();
    const day = { settlementDate: BUNDLED_DATE, method: "pn", source: balancing, units } as const;
    const outcome = await ingestDay({ ...day, store: stores, clock });
    if ("error" in outcome) throw outcome.error;
  }
  say("calculating and verifying");
  const ledger = await openLedger(stores);
  await reconcileRange(ledger, { range, command: commandLine, clock });
  const summary = { ...(await summariseRange(stores, { range, by: "unit" })), settings };
  if (!isHeld(summary)) throw new StoreError(`${BUNDLED_DATE} must be held once it is loaded, got nothing.`);
  return {
    summary,
    status: await statusOf(ledger, { range }),
    verification: await verifyRange(ledger, { range }),
  };
}
