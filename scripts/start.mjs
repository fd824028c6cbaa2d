// `npm start`: loads the bundled settlement day, shows what was calculated, then serves API and dashboard.
// The command runs in this very process, so signals and exit code are its own. Arguments are handed on.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./environment.mjs";

const PARENT_CHECK_MS = 500;

const command = join(root, "packages", "cli", "bin", "windhash.mjs");
process.argv = [process.execPath, command, "demo", "--serve", ...process.argv.slice(2)];
if (process.env.npm_lifecycle_event === "start") endWithParent(process.ppid);
await import(pathToFileURL(command).href);

/** npm hands a signal to its shell, which ends without telling this process; it would serve on with nobody to stop it. */
function endWithParent(parent) {
  const check = () => process.ppid === parent || process.kill(process.pid, "SIGTERM");
  setInterval(check, PARENT_CHECK_MS).unref();
}
