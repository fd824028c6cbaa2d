// Watches over the PostgreSQL of a test run, as a process of its own that outlives the run however that ends.
//
// Usage: node guard.mjs '{"databaseUrl": string | null, "prefix": string, "programs": string}'
// It prints one line of JSON, {"adminUrl": string} or {"error": string}. When its standard input ends - because the run closed
// it, or died - it stops the server that it started and removes its files; on a given server it drops what the run created.

import { createInterface } from "node:readline";
import { dropDatabases } from "./givenServer.mjs";
import { startServer } from "./ownServer.mjs";

const { databaseUrl, prefix, programs } = JSON.parse(process.argv[2]);
let stop = async () => {};
let isStopping = false;

async function end() {
  if (isStopping) return;
  isStopping = true;
  await stop();
  process.exit(0);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void end());
// The pipe to a run that has died breaks; that must not end the guard before it has tidied up.
process.stdout.on("error", () => {});

try {
  const started = databaseUrl === null ? startServer(programs) : givenServer(databaseUrl);
  stop = async () => (await started.catch(() => null))?.stop();
  createInterface({ input: process.stdin }).on("close", () => void end());
  const { adminUrl } = await started;
  process.stdout.write(`${JSON.stringify({ adminUrl })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: String(error?.message ?? error) })}\n`);
  await end();
}

async function givenServer(adminUrl) {
  await dropDatabases(adminUrl, prefix);
  return { adminUrl, stop: () => dropDatabases(adminUrl, prefix) };
}
