import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { projectRoot } from "@windhash/testkit";

/** A script of `children` that runs, and what it says line by line. */
export type Child = {
  readonly process: ChildProcess;
  /** The next line that begins in one of these ways; rejects when the child ends first. */
  line(...beginnings: readonly string[]): Promise<string>;
  say(line: string): void;
  kill(signal: NodeJS.Signals): Promise<void>;
};

/** Runs a script from its source. */
export function startChild(script: URL, ...args: readonly string[]): Child {
  const path = fileURLToPath(script);
  const child = spawn(process.execPath, ["-C", "windhash-source", "--import", "tsx", path, ...args], {
    cwd: projectRoot(),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lines: string[] = [];
  let look = () => {};
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    look();
  });
  return {
    process: child,
    line: (...beginnings) =>
      new Promise((resolve, reject) => {
        look = () => {
          const index = lines.findIndex((line) => beginnings.some((beginning) => line.startsWith(beginning)));
          if (index !== -1) resolve(lines.splice(0, index + 1).at(-1) as string);
        };
        void exit.then(() => reject(new Error(`${path} ended before it said "${beginnings.join(" or ")}"`)));
        look();
      }),
    say: (line) => void child.stdin.write(`${line}\n`),
    async kill(signal) {
      child.kill(signal);
      await exit;
    },
  };
}
