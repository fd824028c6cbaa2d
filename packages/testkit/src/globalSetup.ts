import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { startPostgres, type TestPostgres } from "./postgres/startPostgres.ts";
import "./postgres/testDatabase.ts";

/**
 * Opens a door at which tests ask for the PostgreSQL server of the run; it is started when the first one asks, so a run that
 * needs none starts none. `DATABASE_URL` names a server to use instead.
 *
 * @returns stops what was started
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let postgres: Promise<TestPostgres> | null = null;
  const path = `/${randomBytes(16).toString("hex")}`;
  const door = createServer(({ url }, response) => {
    if (url !== path) return void response.writeHead(404).end();
    postgres ??= startPostgres(process.env.DATABASE_URL ?? null);
    void answer(response, postgres);
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  project.provide("postgresDoor", `http://127.0.0.1:${(door.address() as AddressInfo).port}${path}`);
  return async () => {
    door.close();
    door.closeAllConnections();
    await postgres?.then(({ stop }) => stop()).catch(() => {});
  };
}

async function answer(response: ServerResponse, postgres: Promise<TestPostgres>): Promise<void> {
  try {
    const { adminUrl, prefix } = await postgres;
    response.end(JSON.stringify({ adminUrl, prefix }));
  } catch (error) {
    response.writeHead(500).end((error as Error).message);
  }
}
