import type { Command } from "commander";
import { DEFAULT_PORT } from "../arguments/port.ts";
import { EXIT } from "../exitCodes.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";
import { chosenPort, servingShown, startServing } from "./serving.ts";

/** `windhash serve`: the HTTP API. */
export function serveCommand(start: Start): Command {
  return describedCommand({
    name: "serve",
    group: GROUPS.other,
    summary: "serve the HTTP API",
    description:
      "Serves the HTTP API on this machine until it is interrupted: for now its health, at /healthz and /health.",
    examples: [
      ["windhash serve", ""],
      ["windhash serve --port 8080", ""],
    ],
  })
    .option(
      "--port <number>",
      `port; 0 is any free one (default: PORT, else ${DEFAULT_PORT}, or a free one where that is taken)`,
    )
    .action((options: { readonly port?: string }) =>
      start(async (context) => {
        const serving = await startServing(context, chosenPort(context, options.port));
        return {
          exitCode: EXIT.clean,
          text: [servingShown(serving)],
          document: { url: serving.url, port: serving.port },
          afterwards: serving.untilInterrupted,
        };
      }),
    );
}
