// Replaces a day of an embedded database again and again, until it is killed; in a folder of its own where one is given.
import { openPglite, openStores } from "../../src/index.ts";
import { say } from "../say.ts";
import { versions } from "../versions.ts";

const [directory, folder] = process.argv.slice(2) as [string, string?];
if (folder !== undefined) process.chdir(folder);
const database = await openPglite({ directory, holder: { command: "windhash test", startedAt: 1_700_000_000 } });
const stores = await openStores(database);
const days = versions(2);
for (let round = 0; ; round += 1) {
  await stores.replaceDay({ ...days[round % 2]!, registerHash: "0".repeat(64) }, { committedAt: round });
  say(`replaced ${round}`);
}
