import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Real files to test on, beside the project and not part of it; tests that need them are skipped where they are absent. */
const ROOT = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/** Whether the folder is there. */
export const hasSharedData = existsSync(ROOT);

/** The text of one of its files, for example `bitcoin/difficulty_epochs.csv`. */
export function sharedText(path: string): string {
  return readFileSync(ROOT + path, "utf8");
}

/** The rows of one of its CSV files by column name. Quoted cells may hold commas. */
export function sharedCsv(path: string): Record<string, string>[] {
  const [header = [], ...rows] = sharedText(path).trim().split(/\r?\n/).map(cells);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ""])));
}

function cells(line: string): string[] {
  return Array.from(
    line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g),
    (match) => match[1]?.replaceAll('""', '"') ?? match[2] ?? "",
  );
}
