import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe } from "vitest";

/** The project's root: the nearest directory above this file that holds the workspace file. */
export function projectRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, "pnpm-workspace.yaml"))) {
    const parent = dirname(directory);
    if (parent === directory)
      throw new Error("No pnpm-workspace.yaml above the testkit: run the tests inside the project.");
    directory = parent;
  }
  return directory;
}

/**
 * The absolute path of a file or folder of the test data, which lies beside the project (`../shared/data`) and is no part of it.
 *
 * @param path below the data folder, for example `elexon/samples`
 * @returns null where it is absent
 */
export function sharedData(path = ""): string | null {
  const found = join(projectRoot(), "..", "shared", "data", path);
  return existsSync(found) ? found : null;
}

/**
 * A `describe` over test data: `body` gets the absolute path. Where the data is absent the block is skipped, and its name says
 * which path it wanted.
 */
export function describeWithData(name: string, path: string, body: (absolutePath: string) => void): void {
  const found = sharedData(path);
  if (found === null) describe.skip(`${name} (needs ../shared/data/${path})`, () => body(""));
  else describe(name, () => body(found));
}
