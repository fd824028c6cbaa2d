import { execFile, spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withLock } from "./lock.mjs";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "windhash-lock-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that writes `in` and, a moment later, `out` while it holds the lock. */
function contender(lock: string, log: string): Promise<unknown> {
  const program = `
    const { withLock } = await import(${JSON.stringify(join(import.meta.dirname, "lock.mjs"))});
    const { appendFileSync } = await import("node:fs");
    await withLock(${JSON.stringify(lock)}, async () => {
      appendFileSync(${JSON.stringify(log)}, "in ");
      await new Promise((resolve) => setTimeout(resolve, 20));
      appendFileSync(${JSON.stringify(log)}, "out ");
    });`;
  return promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
}

/** What a process leaves that died while it held the lock. */
function leaveLock(lock: string, pid: number): void {
  mkdirSync(lock);
  writeFileSync(join(lock, `${pid}-dead`), "");
}

function deadPid(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

describe("withLock", () => {
  it("lets one process in at a time", async () => {
    const [lock, log] = [join(folder, "turns"), join(folder, "log")];
    await Promise.all([1, 2, 3, 4].map(() => contender(lock, log)));
    expect(readFileSync(log, "utf8")).toBe("in out ".repeat(4));
    expect(existsSync(lock)).toBe(false);
  });

  it("takes over from a holder that is dead", async () => {
    const lock = join(folder, "dead");
    leaveLock(lock, deadPid());
    expect(await withLock(lock, async () => readdirSync(lock))).toEqual([expect.stringMatching(`^${process.pid}-`)]);
    expect(existsSync(lock)).toBe(false);
  });

  it("takes over from a dead holder that had the same process id, as in a container", async () => {
    const lock = join(folder, "same");
    leaveLock(lock, process.pid);
    expect(await withLock(lock, async () => "in")).toBe("in");
    expect(existsSync(lock)).toBe(false);
  });

  it("lets one of several takers in at a time", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [lock, log] = [join(folder, `takers-${round}`), join(folder, `takers-log-${round}`)];
      leaveLock(lock, deadPid());
      await Promise.all([1, 2, 3, 4, 5].map(() => contender(lock, log)));
      expect(readFileSync(log, "utf8")).toBe("in out ".repeat(5));
      expect(existsSync(lock)).toBe(false);
    }
  });

  it("takes the place of a folder that a release left empty", async () => {
    const lock = join(folder, "empty");
    mkdirSync(lock);
    expect(await withLock(lock, async () => readdirSync(lock))).toHaveLength(1);
    expect(existsSync(lock)).toBe(false);
  });

  it("makes a second holder within the process wait", async () => {
    const lock = join(folder, "within");
    const turns: string[] = [];
    const turn = () =>
      withLock(lock, async () => {
        turns.push("in");
        await new Promise((resolve) => setTimeout(resolve, 20));
        turns.push("out");
      });
    await Promise.all([turn(), turn()]);
    expect(turns).toEqual(["in", "out", "in", "out"]);
  });

  it("is free again after the action failed", async () => {
    const lock = join(folder, "failing");
    const failing = withLock(lock, async () => {
      appendFileSync(join(folder, "ran"), "x");
      throw new Error("no luck");
    });
    await expect(failing).rejects.toThrow("no luck");
    expect(existsSync(lock)).toBe(false);
  });
});
