import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { startPostgres, type TestPostgres } from "./postgres/startPostgres.ts";
import "./postgres/testDatabase.ts";

let close = async (): Promise<void> => {};

/**
 * Opens a door at which tests ask for the PostgreSQL server of the run; it is started when the first one asks, so a run that
 * needs none starts none. `DATABASE_URL` names a server to use instead.
 */
export async function setup(project: TestProject): Promise<void> {
  let postgres: Promise<TestPostgres> | null = null;
  const path = `/${randomBytes(16).toString("hex")}`;
  const door = createServer(({ url }, response) => {
    if (url === path) void answer(response, (postgres ??= startPostgres(process.env.DATABASE_URL ?? null)));
    else response.writeHead(404).end();
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  project.provide("postgresDoor", `http://127.0.0.1:${(door.address() as AddressInfo).port}${path}`);
  close = async () => {
    door.close();
    door.closeAllConnections();
    await postgres?.then((server) => server.stop()).catch(() => {});
  };
}

/** Stops what was started. */
export async function teardown(): Promise<void> {
  await close();
}

async function answer(response: ServerResponse, postgres: Promise<TestPostgres>): Promise<void> {
  try {
    const { adminUrl, prefix } = await postgres;
    response.end(JSON.stringify({ adminUrl, prefix }));
  } catch (error) {
    response.writeHead(500).end((error as Error).message);
  }
}
