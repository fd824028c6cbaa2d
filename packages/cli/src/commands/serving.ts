import { WindhashError } from "@windhash/core";
import { DEFAULT_PORT, typedPort } from "../arguments/port.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exitCodes.ts";
import { VERSION } from "../version.ts";

const HOSTNAME = "127.0.0.1";

/** A server that runs until it is interrupted. */
export type Serving = {
  readonly url: string;
  readonly port: number;
  readonly untilInterrupted: () => Promise<ExitCode>;
};

/**
 * The port to serve on, and whether somebody chose it: by flag, or else by PORT in the environment.
 *
 * @throws {UsageError} when it is no port
 */
export function chosenPort({ compose }: Pick<CommandContext, "compose">, typed: string | undefined): PortChoice {
  if (typed !== undefined) return { port: typedPort(typed, "--port"), isChosen: true };
  const named = compose.environmentPort();
  return named === undefined
    ? { port: DEFAULT_PORT, isChosen: false }
    : { port: typedPort(named, "PORT"), isChosen: true };
}

type PortChoice = { readonly port: number; readonly isChosen: boolean };

/** Serves the API. A port that nobody chose gives way to a free one when it is taken. @throws {WindhashError} */
export async function startServing(context: CommandContext, choice: PortChoice): Promise<Serving> {
  const { createApp, serve } = await import("@windhash/api");
  const { compose, warn, untilInterrupted } = context;
  const app = createApp({
    version: VERSION,
    database: { kind: compose.databaseKind(), state: "closed" },
    onError: (error) => warn(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });
  const server = await serve({ app, hostname: HOSTNAME, port: choice.port }).catch((error: unknown) => {
    if (choice.isChosen || !(error instanceof WindhashError) || error.code !== "port-taken") throw error;
    warn(`windhash: port ${choice.port} is taken, so another one is used`);
    return serve({ app, hostname: HOSTNAME, port: 0 });
  });
  const interrupted = untilInterrupted();
  return {
    url: server.url,
    port: server.port,
    untilInterrupted: async () => {
      await interrupted;
      await server.close();
      return EXIT.clean;
    },
  };
}

/** Where it serves, for people. */
export function servingShown({ url }: Pick<Serving, "url">): string {
  return `windhash is serving on ${url}  (health: /healthz and /health)`;
}
