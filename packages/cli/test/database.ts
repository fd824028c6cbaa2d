import { openPglite } from "@windhash/store-pg";
import { pgStores } from "@windhash/store-pg";
import type { Stores } from "@windhash/core";

/** Runs statements on the embedded database of a test: damage that the command has to find. */
export async function damage(directory: string, ...statements: readonly string[]): Promise<void> {
  const database = await openPglite({ directory, holder: { command: "test", startedAt: 0 } });
  try {
    for (const statement of statements) await database.query(statement);
  } finally {
    await database.close();
  }
}

/** Looks at the stores of an embedded database. */
export async function look<Seen>(directory: string, see: (stores: Stores) => Promise<Seen>): Promise<Seen> {
  const database = await openPglite({ directory, holder: { command: "test", startedAt: 0 } });
  try {
    return await see(pgStores(database));
  } finally {
    await database.close();
  }
}
