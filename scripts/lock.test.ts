import { execFile, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

describe("withLock", () => {
  it("lets one process in at a time", async () => {
    const [lock, log] = [join(folder, "turns"), join(folder, "log")];
    await Promise.all([1, 2, 3, 4].map(() => contender(lock, log)));
    expect(readFileSync(log, "utf8")).toBe("in out ".repeat(4));
    expect(existsSync(lock)).toBe(false);
  });

  it("takes over from a holder that is dead", async () => {
    const lock = join(folder, "dead");
    writeFileSync(lock, String(spawnSync(process.execPath, ["--version"]).pid));
    expect(await withLock(lock, async () => readFileSync(lock, "utf8"))).toBe(String(process.pid));
    expect(existsSync(lock)).toBe(false);
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
