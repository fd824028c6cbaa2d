import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { WindhashError } from "@windhash/core";
import type { Hono } from "hono";

/** How long requests that are under way may take to end once the server closes. */
const GRACE_MS = 5000;

/** How often connections that clients keep open without a request are dropped while the server closes. */
const SWEEP_MS = 50;

/** A server that listens. */
export type RunningServer = {
  /** Where it listens, such as `http://127.0.0.1:4821`. */
  readonly url: string;
  readonly port: number;
  /** Takes no new requests, lets those under way end, then frees the port. */
  close(): Promise<void>;
};

/**
 * Serves the app.
 *
 * @param input.port 0: any free one
 * @throws {WindhashError} `port-taken` when something else listens there, `port-refused` when the system does not allow it
 */
export async function serve(input: {
  readonly app: Hono;
  readonly hostname: string;
  readonly port: number;
}): Promise<RunningServer> {
  const { app, hostname } = input;
  const server = createAdaptorServer({ fetch: app.fetch, hostname }) as Server;
  await listen(server, input);
  const { port } = server.address() as AddressInfo;
  return { url: `http://${hostname}:${port}`, port, close: () => close(server) };
}

function listen(
  server: Server,
  { hostname, port }: { readonly hostname: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => reject(refusal(error, hostname, port));
    server.once("error", refuse);
    server.listen(port, hostname, () => {
      server.off("error", refuse);
      resolve();
    });
  });
}

function refusal(error: NodeJS.ErrnoException, hostname: string, port: number): WindhashError {
  const isTaken = error.code === "EADDRINUSE";
  const rule = isTaken ? "free" : "one that this user may listen on";
  return new WindhashError(
    isTaken ? "port-taken" : "port-refused",
    `A port to serve on must be ${rule}, got ${hostname}:${port} (${error.code ?? error.message}). Choose another one.`,
    { hostname, port },
    { cause: error },
  );
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    server.close(() => {
      clearTimeout(giveUp);
      clearInterval(sweep);
      resolve();
    });
  });
}
