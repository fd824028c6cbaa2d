import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedData } from "@windhash/testkit";

const FOLDER = sharedData();

/** Whether the real files to test on are there; tests that need them are skipped where they are absent. */
export const hasSharedData = FOLDER !== null;

/** The text of one of its files, for example `bitcoin/difficulty_epochs.csv`. @throws where the folder is absent */
export function sharedText(path: string): string {
  if (FOLDER === null) throw new Error(`No ../shared/data to read ${path} from.`);
  return readFileSync(join(FOLDER, path), "utf8");
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
