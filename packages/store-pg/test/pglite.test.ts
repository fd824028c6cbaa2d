import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { StoreError } from "@windhash/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdDirectory } from "../src/db/pgliteLock.ts";
import { ownProcess } from "../src/db/processIdentity.ts";
import { openPglite, openStores } from "../src/index.ts";
import { type Child, startChild } from "./childProcess.ts";
import { DAY, versions } from "./versions.ts";

const HOLDER = { command: "windhash serve", startedAt: 1_700_000_000 };
const SLOW = 120_000;

let folder: string;
let directory: string;
const children: Child[] = [];
const HOLD = new URL("./children/hold.ts", import.meta.url);
const KEEP_REPLACING = new URL("./children/keepReplacing.ts", import.meta.url);
const start = (script: URL) => {
  const child = startChild(script, directory);
  children.push(child);
  return child;
};
const lockFiles = () => readdirSync(folder).filter((name) => name.startsWith("db.lock"));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "windhash-pglite-"));
  directory = join(folder, "db");
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill("SIGKILL")));
  rmSync(folder, { recursive: true, force: true });
});

/** The claim of a process that is not there (any more). */
function leaveClaim(change: Partial<ReturnType<typeof ownProcess>>): void {
  const process = { ...ownProcess(), ...change };
  writeFileSync(join(folder, `db.lock-${process.pid}-left`), JSON.stringify({ path: "", process, holder: HOLDER }));
}

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

describe("the directory of an embedded database", () => {
  it(
    "is held by one process; a second one is told by which, and how to go on",
    async () => {
      const release = await holdDirectory(directory, HOLDER);
      const child = start(HOLD);
      await child.line("ready");
      child.say("hold");
      const refused = await child.line("refused");
      expect(refused).toContain(`process ${process.pid} holds it (windhash serve, since 2023-11-14T22:13:20Z)`);
      expect(refused).toContain("Wait for it or end it; or set DATABASE_URL");
      expect(refused).toContain(join(folder, lockFiles()[0]!));
      release();
      expect(lockFiles()).toEqual([]);
      child.say("hold");
      await child.line("held");
    },
    SLOW,
  );

  it("is held once within a process too", async () => {
    const release = await holdDirectory(directory, HOLDER);
    await expect(holdDirectory(directory, HOLDER)).rejects.toThrow(StoreError);
    release();
    release();
    (await holdDirectory(directory, HOLDER))();
  });

  it(
    "is free again when its holder was killed, and by every signal that ends it",
    async () => {
      for (const signal of ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"] as const) {
        const child = start(HOLD);
        await child.line("ready");
        child.say("hold");
        await child.line("held");
        await child.kill(signal);
        expect(lockFiles()).toHaveLength(signal === "SIGKILL" ? 1 : 0);
        expect(signal === "SIGKILL" || child.process.signalCode === signal).toBe(true);
        (await holdDirectory(directory, HOLDER))();
        expect(lockFiles()).toEqual([]);
      }
    },
    SLOW,
  );

  it(
    "stays held while a program that handles the signal itself finishes its work",
    async () => {
      const child = start(new URL("./children/holdWithListener.ts", import.meta.url));
      await child.line("held");
      child.process.kill("SIGTERM");
      await child.line("told");
      expect(lockFiles()).toHaveLength(1);
      child.say("finish");
      await new Promise((resolve) => child.process.once("exit", resolve));
      expect(child.process.exitCode).toBe(7);
      expect(lockFiles()).toEqual([]);
    },
    SLOW,
  );

  it(
    "is given to exactly one of many processes that find a dead holder at the same moment",
    async () => {
      const contenders = Array.from({ length: 5 }, () => start(HOLD));
      await Promise.all(contenders.map((child) => child.line("ready")));
      for (let round = 0; round < 4; round += 1) {
        leaveClaim({ pid: deadPid() });
        for (const child of contenders) child.say("hold");
        const answers = await Promise.all(contenders.map((child) => child.line("held", "refused")));
        expect(answers.filter((answer) => answer === "held")).toHaveLength(1);
        for (const child of contenders) child.say("release");
        await Promise.all(contenders.map((child) => child.line("released")));
        (await holdDirectory(directory, HOLDER))();
      }
    },
    SLOW,
  );

  it.each<[string, () => Partial<ReturnType<typeof ownProcess>>]>([
    ["has ended", () => ({ pid: deadPid() })],
    ["has ended and whose number another process has now", () => ({ pid: process.ppid, startTicks: "1" })],
    ["ran before the machine was started again", () => ({ pid: process.ppid, bootId: "another" })],
  ])("is taken from a holder that %s", async (_, change) => {
    leaveClaim(change());
    (await holdDirectory(directory, HOLDER))();
    expect(lockFiles()).toEqual([]);
  });

  it.each<[string, Partial<ReturnType<typeof ownProcess>>]>([
    ["on another machine", { host: "elsewhere", pid: 1 }],
    ["in another container", { pidNamespace: "pid:[1]", pid: 1 }],
  ])("is left to a holder %s, of which nothing can be told", async (_, change) => {
    leaveClaim(change);
    await expect(holdDirectory(directory, HOLDER)).rejects.toThrow(/If that process is gone, remove/);
  });

  it.each(["{}", "null", "[]", '{"process":{"pid":1,"host":"x"},"holder":{"command":"x","startedAt":1e300}}', "{"])(
    "is refused with the lock file that does not say who holds it: %s",
    async (text) => {
      writeFileSync(join(folder, "db.lock-odd"), text);
      await expect(openPglite({ directory, holder: HOLDER })).rejects.toThrow(
        /db.lock-odd must say which process .* Remove it when no windhash is running/,
      );
    },
  );

  it(
    "is the same however its path is spelled",
    async () => {
      symlinkSync(directory, join(folder, "link"));
      mkdirSync(directory);
      const database = await openPglite({ directory: join(folder, "link"), holder: HOLDER });
      for (const spelling of [
        directory,
        `${directory}/`,
        `${directory}/.`,
        `${folder}/link/../db`,
        `${folder}/link/`,
        relative(process.cwd(), directory),
      ])
        await expect(openPglite({ directory: spelling, holder: HOLDER })).rejects.toThrow(/in one process at a time/);
      await database.close();
      expect(readdirSync(folder).toSorted()).toEqual(["db", "link"]);
      expect(existsSync(join(directory, "PG_VERSION"))).toBe(true);
    },
    SLOW,
  );

  it(
    "may be the one that the process stands in",
    async () => {
      mkdirSync(directory);
      const child = startChild(KEEP_REPLACING, ".", directory);
      children.push(child);
      await child.line("replaced 0");
      expect(existsSync(join(directory, "PG_VERSION"))).toBe(true);
      expect(lockFiles()).toHaveLength(1);
    },
    SLOW,
  );

  it("is refused where the system lets nothing be made, and does not try for ever", async () => {
    const where = process.platform === "linux" ? "/proc/none/db" : "/dev/null/db";
    const opening = openPglite({ directory: where, holder: HOLDER });
    await expect(opening).rejects.toThrow(/must be readable and writable, \S+ is not \(E[A-Z]+\)/);
  });

  it("is refused when it is a link to nowhere, in words", async () => {
    symlinkSync(join(folder, "nowhere", "deep"), directory);
    await expect(openPglite({ directory, holder: HOLDER })).rejects.toThrow(/must be readable and writable.*\(E\w+\)/);
  });

  it("is refused when it holds something else, which stays as it is", async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, "thesis.txt"), "mine");
    await expect(openPglite({ directory, holder: HOLDER })).rejects.toThrow(/holds 1 other files. Choose another/);
    expect(readdirSync(directory)).toEqual(["thesis.txt"]);
    expect(lockFiles()).toEqual([]);
  });

  it("is refused when it is a file", async () => {
    writeFileSync(directory, "");
    await expect(openPglite({ directory, holder: HOLDER })).rejects.toThrow(/must be readable and writable.*EEXIST/);
  });

  it("is refused when another version of PostgreSQL wrote it", async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, "PG_VERSION"), "16\n");
    await expect(openPglite({ directory, holder: HOLDER })).rejects.toThrow(
      /must be of PostgreSQL 18, got 16. Open it with/,
    );
  });

  it(
    "is refused when it is damaged, and stays as it is",
    async () => {
      mkdirSync(directory);
      writeFileSync(join(directory, "PG_VERSION"), "18\n");
      await expect(openPglite({ directory, holder: HOLDER })).rejects.toThrow(/must be sound, and it does not open/);
      expect(readdirSync(folder)).toEqual(["db"]);
    },
    SLOW,
  );

  it(
    "is begun anew when its first start was interrupted",
    async () => {
      const child = start(KEEP_REPLACING);
      while (!existsSync(join(directory, "PG_VERSION"))) await new Promise((resolve) => setTimeout(resolve, 10));
      await child.kill("SIGKILL");
      const database = await openPglite({ directory, holder: HOLDER });
      expect(await (await openStores(database)).days(null)).toEqual([]);
      await database.close();
      expect(readdirSync(folder)).toEqual(["db"]);
    },
    SLOW,
  );

  it(
    "holds a whole day or the other, wherever its writer is killed",
    async () => {
      const whole = versions(2).map(({ records }) => JSON.stringify(records));
      for (const afterMs of [0, 37]) {
        const child = start(KEEP_REPLACING);
        await child.line("replaced 3");
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        await child.kill("SIGKILL");
        const database = await openPglite({ directory, holder: HOLDER });
        const stores = await openStores(database);
        const records = JSON.stringify(await stores.recordsOfDay(DAY));
        expect(whole).toContain(records);
        const [held] = await stores.days(null);
        expect(held!.tally.records).toBe(JSON.parse(records).length);
        await database.close();
      }
    },
    SLOW,
  );
});
