// `npm start`: loads the bundled settlement day, shows what was calculated, then serves API and dashboard.
// The command runs in this very process, so signals and exit code are its own. Arguments are handed on.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./environment.mjs";

const command = join(root, "packages", "cli", "bin", "windhash.mjs");
process.argv = [process.execPath, command, "demo", "--serve", ...process.argv.slice(2)];
await import(pathToFileURL(command).href);
