// Runs a tool as a child process that ends, with all that it started, when this process ends.

import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { cleanEnvironment } from "./environment.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const IS_WINDOWS = process.platform === "win32";

/** How long output is waited for after the tool has ended: something that it left behind may hold the pipe open. */
const OUTPUT_PATIENCE_MS = 1000;

/**
 * Gives the exit code and what the tool printed; with `shown`, the tool prints to the terminal itself and `output` is empty.
 * A signal is handed on, and this process then ends with the usual code for it.
 */
export function run({ command, args, folder, shown = false }) {
  return new Promise((resolve, reject) => {
    const child = start({ command, args, folder, output: shown ? "inherit" : "pipe" });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => chunks.push(chunk));
    const end = () => signalAll(child, "SIGKILL");
    const stop = (signal) => {
      signalAll(child, signal);
      child.once("exit", () => process.exit(128 + constants.signals[signal]));
    };
    process.once("exit", end);
    for (const signal of SIGNALS) process.once(signal, stop);
    child.on("error", reject);
    child.on("exit", (code) => {
      end();
      process.off("exit", end);
      for (const signal of SIGNALS) process.off(signal, stop);
      whenClosed(child, () => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8") }));
    });
  });
}

/** In a process group of its own, under a supervisor that ends it when this process dies by SIGKILL. Windows has no groups. */
function start({ command, args, folder, output }) {
  const options = { cwd: folder, env: cleanEnvironment(), stdio: ["pipe", output, output] };
  if (IS_WINDOWS) return spawn(command, args, { ...options, shell: true });
  const supervised = [join(import.meta.dirname, "supervise.mjs"), command, ...args];
  return spawn(process.execPath, supervised, { ...options, detached: true });
}

function signalAll(child, signal) {
  try {
    if (IS_WINDOWS) child.kill(signal);
    else if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function whenClosed(child, action) {
  const patience = setTimeout(() => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, OUTPUT_PATIENCE_MS);
  child.once("close", () => {
    clearTimeout(patience);
    action();
  });
}
