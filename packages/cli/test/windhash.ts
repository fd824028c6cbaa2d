import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../src/run.ts";
import type { Output, Surroundings } from "../src/surroundings.ts";

/** What a run of the command printed and how it ended. */
export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** 2026-01-15T12:00:00Z, so that no test depends on the day on which it runs. */
export const NOW = 1_768_478_400;

/** Runs the command within this process, with streams and a folder of the test's own. */
export async function windhash(argv: readonly string[], given: Partial<Surroundings> = {}): Promise<Ran> {
  const [stdout, stderr] = [capture(), capture()];
  const code = await run(argv, { ...surroundings({ stdout, stderr }), ...given });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** The document that the command printed with `--json`. */
export async function windhashJson(argv: readonly string[], given: Partial<Surroundings> = {}) {
  const ran = await windhash([...argv, "--json"], given);
  return { ...ran, document: JSON.parse(ran.stdout) };
}

/** Surroundings without a network, a terminal or an environment. */
export function surroundings(streams: { readonly stdout: Output; readonly stderr: Output }): Surroundings {
  return {
    ...streams,
    folder: join(tmpdir(), "windhash-no-such-folder"),
    environment: {},
    signals: new EventEmitter(),
    clock: () => NOW,
    fetch: () => Promise.reject(new Error("This test has no network.")),
    exit: (code) => {
      throw new Error(`The command ended at once with ${code}.`);
    },
  };
}

/** A stream that keeps what is written to it. */
export function capture(): Output & { readonly text: () => string } {
  const parts: string[] = [];
  return { write: (text) => parts.push(text), on: () => {}, text: () => parts.join("") };
}

/** A folder of the test's own, gone when `work` is done. */
export async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "windhash-cli-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
