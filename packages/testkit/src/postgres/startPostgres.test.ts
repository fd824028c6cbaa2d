import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../sharedData.ts";
import { nativeFolder, unprivilegedAccount, usablePrograms } from "./serverFiles.mjs";
import { PROGRAMS, startPostgres } from "./startPostgres.ts";
import { createTestDatabase, testPostgres } from "./testDatabase.ts";

const SLOW = 60_000;

async function ask(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString });
  // A server that stops says so on an idle connection as well; a query under way still rejects.
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** Waits until it is so; the test's own limit ends the waiting. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(50);
}

const isRefused = (connectionString: string) =>
  ask(connectionString, "SELECT 1").then(
    () => false,
    (error: { code?: string }) => error.code === "ECONNREFUSED",
  );

async function startUser(...args: readonly string[]) {
  const script = fileURLToPath(new URL("./children/useServer.ts", import.meta.url));
  const child = spawn(process.execPath, ["-C", "windhash-source", "--import", "tsx", script, ...args], {
    cwd: projectRoot(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, ...(JSON.parse(line) as { readonly connectionString: string; readonly prefix: string }) };
}

describe("a PostgreSQL server of the tests' own", () => {
  it("is of version 15 or later, and orders text as a language does", async () => {
    const { connectionString, drop } = await createTestDatabase();
    const [row] = await ask(
      connectionString,
      "SELECT current_setting('server_version_num')::integer AS version, 'a' < 'B' AS speaks_english",
    );
    expect(row?.version).toBeGreaterThanOrEqual(150_000);
    expect(row?.speaks_english).toBe(true);
    await drop();
  });

  it(
    "is gone with its files once it is stopped",
    async () => {
      const postgres = await startPostgres();
      const [row] = await ask(postgres.adminUrl, "SELECT current_setting('data_directory') AS folder");
      await postgres.stop();
      expect(await isRefused(postgres.adminUrl)).toBe(true);
      expect(spawnSync("ls", [dirname(row?.folder as string)]).status).not.toBe(0);
    },
    SLOW,
  );

  it(
    "is gone with its files when the process that started it is killed",
    async () => {
      const { child, connectionString } = await startUser();
      const [row] = await ask(connectionString, "SELECT current_setting('data_directory') AS folder");
      child.kill("SIGKILL");
      await until(() => isRefused(connectionString));
      await until(async () => spawnSync("ls", [dirname(row?.folder as string)]).status !== 0);
      expect(child.signalCode).toBe("SIGKILL");
    },
    SLOW,
  );
});

describe("a PostgreSQL server that was given", () => {
  it(
    "keeps none of the databases of a process that was killed, and all others",
    async () => {
      const { adminUrl } = await testPostgres();
      const other = await createTestDatabase();
      const { child, prefix } = await startUser(adminUrl);
      const names = async () =>
        (await ask(adminUrl, "SELECT datname FROM pg_database")).map(({ datname }) => datname as string);
      expect((await names()).filter((name) => name.startsWith(prefix))).toHaveLength(1);
      child.kill("SIGKILL");
      await until(async () => !(await names()).some((name) => name.startsWith(prefix)));
      expect(await names()).toContain(new URL(other.connectionString).pathname.slice(1));
      await other.drop();
    },
    SLOW,
  );

  it("is named when it cannot be reached", async () => {
    await expect(startPostgres("postgresql://nobody@127.0.0.1:1/none")).rejects.toThrow(/No PostgreSQL for the tests/);
  });
});

describe.skipIf(process.getuid?.() !== 0)("the programs of a server, for root", () => {
  it(
    "are used from a copy when they lie below a folder that only root may enter",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "windhash-programs-"));
      const account = unprivilegedAccount();
      try {
        const [hidden, open] = [join(folder, "hidden"), join(folder, "open")];
        mkdirSync(hidden, { mode: 0o700 });
        cpSync(nativeFolder(PROGRAMS), join(hidden, "native"), { recursive: true, verbatimSymlinks: true });
        chmodSync(folder, 0o755);
        chownSync(folder, account!.uid, account!.gid);
        const native = usablePrograms(join(hidden, "native"), open, account);
        expect(native).toBe(join(open, "native"));
        const run = spawnSync(join(native, "bin", "postgres"), ["--version"], { ...account!, cwd: "/" });
        expect(run.stdout.toString()).toMatch(/^postgres \(PostgreSQL\) \d+/);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    SLOW,
  );
});
