import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { ended, start } from "./process.ts";
import { inTemporaryFolder } from "./windhash.ts";

vi.setConfig({ testTimeout: 60_000 });

it("says nothing when the reader of its output goes away", () =>
  inTemporaryFolder(async (cwd) => {
    const child = start(["miners", "--json"], { cwd });
    child.stdout?.destroy();
    expect(await ended(child)).toEqual({ code: 0, stdout: "", stderr: "" });
  }));

it.skipIf(!existsSync("/dev/full"))("says when its output cannot be written whole", () =>
  inTemporaryFolder(async (cwd) => {
    const full = openSync("/dev/full", "w");
    const ran = await ended(start(["miners"], { cwd, stdout: full }));
    closeSync(full);
    expect(ran).toMatchObject({ code: 1, stderr: "windhash: The output could not be written whole (ENOSPC).\n" });
  }),
);

it("gives a wrong argument as exit code 2 and leaves nothing behind", () =>
  inTemporaryFolder(async (cwd) => {
    const ran = await ended(start(["ingest", "2025-02-30"], { cwd }));
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: "" });
    expect(ran.stderr).toContain('got "2025-02-30"');
    expect(existsSync(join(cwd, ".windhash"))).toBe(false);
  }));

it.each(["SIGTERM", "SIGINT"] as const)("serves until %s, then ends with exit code 0", (signal) =>
  inTemporaryFolder(async (cwd) => {
    const child = start(["serve", "--port", "0"], { cwd });
    const end = ended(child);
    const url = await new Promise<string>((resolve) =>
      child.stdout?.on("data", (text: string) => resolve(/http:\S+/.exec(text)?.[0] ?? "")),
    );
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: "ok" });
    child.kill(signal);
    expect(await end).toMatchObject({ code: 0, stderr: "" });
  }),
);
