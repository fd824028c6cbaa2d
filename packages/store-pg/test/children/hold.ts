// Tries to hold a directory at every line on standard input that says "hold"; lets it go at "release".
import { createInterface } from "node:readline";
import { holdDirectory } from "../../src/db/pgliteLock.ts";
import { say } from "../say.ts";

const [directory] = process.argv.slice(2) as [string];
let release = () => {};
say("ready");
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "release") {
    release();
    release = () => {};
    say("released");
  } else {
    try {
      release = await holdDirectory(directory, { command: "windhash test", startedAt: 1_700_000_000 });
      say("held");
    } catch (error) {
      say(`refused ${(error as Error).message}`);
    }
  }
}
