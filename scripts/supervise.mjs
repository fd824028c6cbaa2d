// Runs a tool, `node supervise.mjs <command> [argument...]`, as the head of a process group of its own, and ends the whole group
// when the process that asked for it is gone, however that ended: the pipe to it, on stdin, closes.

import { spawn } from "node:child_process";
import { constants } from "node:os";

/** What the tool is given to put things in order. */
const GRACE_MS = 5000;

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
child.on("error", (error) => {
  console.error(`${command} could not be started: ${error.message}`);
  process.exit(127);
});
child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));

// Signals come to the whole group; this process waits for the tool to end by them.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
process.stdin.on("close", endGroup).resume();

function endGroup() {
  process.kill(-process.pid, "SIGTERM");
  setTimeout(() => process.kill(-process.pid, "SIGKILL"), GRACE_MS);
}
