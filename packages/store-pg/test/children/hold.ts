// Tries to hold a directory at every line on standard input that says "hold"; lets it go at "release".
import { createInterface } from "node:readline";
import { holdDirectory } from "../../src/db/pgliteLock.ts";

const [directory] = process.argv.slice(2) as [string];
let release = () => {};
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "release") {
    release();
    release = () => {};
    console.log("released");
  } else {
    try {
      release = await holdDirectory(directory, { command: "windhash test", startedAt: 1_700_000_000 });
      console.log("held");
    } catch (error) {
      console.log(`refused ${(error as Error).message}`);
    }
  }
}
