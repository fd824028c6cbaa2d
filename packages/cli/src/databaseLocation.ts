import { join } from "node:path";
import type { Surroundings } from "./surroundings.ts";
import { UsageError } from "./usageError.ts";

/** Where a database is to be opened. */
export type DatabaseLocation =
  | { readonly kind: "embedded"; readonly folder: string }
  | { readonly kind: "server"; readonly url: string };

/** The folder of the embedded database within that of the surroundings. */
const DEFAULT_FOLDER = join(".windhash", "db");

/**
 * Where the database is: flags come before the environment.
 *
 * @throws {UsageError} when both a folder and a server were typed
 */
export function databaseLocation(
  { db, databaseUrl }: { readonly db?: string; readonly databaseUrl?: string },
  { environment, folder }: Pick<Surroundings, "environment" | "folder">,
): DatabaseLocation {
  if (db !== undefined && databaseUrl !== undefined) {
    throw new UsageError(
      "A database must be embedded or on a server, got both --db and --database-url. Give one of them.",
    );
  }
  if (db === "" || databaseUrl === "") {
    throw new UsageError(`A database must have a place, got an empty ${db === "" ? "--db" : "--database-url"}.`);
  }
  if (db !== undefined) return { kind: "embedded", folder: db };
  const url = databaseUrl ?? environment["DATABASE_URL"];
  return url ? { kind: "server", url } : { kind: "embedded", folder: join(folder, DEFAULT_FOLDER) };
}
