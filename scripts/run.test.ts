import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./run.mjs";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "windhash-run-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function runProgram(program: string): Promise<{ readonly code: number; readonly output: string }> {
  return run({ command: process.execPath, args: ["--eval", program], folder });
}

/** A tool that writes its pid and would go on for ever, run by a process of its own. */
function runner(file: string): ChildProcess {
  const tool = `require("node:fs").writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000);`;
  const program = `
    const { run } = await import(${JSON.stringify(join(import.meta.dirname, "run.mjs"))});
    await run({ command: process.execPath, args: ["--eval", ${JSON.stringify(tool)}], folder: ${JSON.stringify(folder)} });`;
  return spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: "ignore" });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("run", () => {
  it("gives the exit code and what was printed", async () => {
    expect(await runProgram('console.log("out"); process.exitCode = 3;')).toEqual({ code: 3, output: "out\n" });
    expect((await run({ command: "windhash-no-such-tool", args: [], folder })).code).not.toBe(0);
  });

  it("gives all of a long output", async () => {
    expect((await runProgram('process.stdout.write("x".repeat(3_000_000))')).output).toHaveLength(3_000_000);
  });

  it("does not wait for what the tool left behind", async () => {
    const { code, output } = await runProgram(`
      const left = require("node:child_process").spawn("sleep", ["600"], { detached: true, stdio: "inherit" });
      left.unref();
      console.log(left.pid);`);
    expect(code).toBe(0);
    process.kill(Number(output), "SIGKILL");
  });

  it.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)("ends the tool when the runner is ended by %s", async (signal) => {
    const file = join(folder, signal);
    const child = runner(file);
    await expect.poll(() => existsSync(file) && readFileSync(file, "utf8") !== "", { timeout: 30_000 }).toBe(true);
    const pid = Number(readFileSync(file, "utf8"));
    expect(isAlive(pid)).toBe(true);
    child.kill(signal);
    await once(child, "exit");
    await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false);
  });
});
