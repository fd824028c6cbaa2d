// Holds a directory, and ends by itself, with a code of its own, some time after it was told to.
import { holdDirectory } from "../../src/db/pgliteLock.ts";
import { say } from "../say.ts";

const [directory] = process.argv.slice(2) as [string];
process.once("SIGTERM", () => {
  say("told");
  process.stdin.once("data", () => process.exit(7));
});
await holdDirectory(directory, { command: "windhash test", startedAt: 1_700_000_000 });
say("held");
setInterval(() => {}, 1000);
