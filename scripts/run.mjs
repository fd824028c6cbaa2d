// Runs a tool as a child process that ends when this process is told to end.

import { spawn } from "node:child_process";
import { constants } from "node:os";
import { cleanEnvironment } from "./environment.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Gives the exit code and what the tool printed; with `shown`, the tool prints to the terminal itself and `output` is empty.
 * A signal is handed on, and this process then ends with the usual code for it.
 */
export function run({ command, args, folder, shown = false }) {
  return new Promise((resolve, reject) => {
    const stdio = shown ? "inherit" : ["ignore", "pipe", "pipe"];
    const child = spawn(command, args, {
      cwd: folder,
      env: cleanEnvironment(),
      shell: process.platform === "win32",
      stdio,
    });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => chunks.push(chunk));
    const stop = (signal) => {
      child.kill(signal);
      child.once("close", () => process.exit(128 + constants.signals[signal]));
    };
    for (const signal of SIGNALS) process.once(signal, stop);
    child.on("error", reject);
    child.on("close", (code) => {
      for (const signal of SIGNALS) process.off(signal, stop);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8") });
    });
  });
}
