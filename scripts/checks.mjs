// The checks beside the tests: style, types, dependencies, and the packages as they would be published.

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PNPM, root } from "./environment.mjs";
import { run } from "./run.mjs";

const AT_ONCE = 2;

/** Name and command of each check that reads the checkout. */
function checkoutChecks() {
  return [
    check("oxlint", "oxlint", []),
    check("oxfmt", "oxfmt", ["--check"]),
    check("tsc: everything, with tests", "tsc", ["-p", "tsconfig.json"]),
    check("tsc: core alone, without Node and DOM", "tsc", ["-p", "packages/core/tsconfig.json"]),
    check("knip", "knip", ["--no-progress", "--no-config-hints"]),
    check("sherif", "sherif", ["--fail-on-warnings"]),
    check("size-limit: core", "size-limit", []),
  ];
}

/** The same of each packed package. The command has no types to look at: it is a program, not a library. */
function tarballChecks(folder) {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".tgz"))
    .toSorted();
  return files.flatMap((file) => {
    const tarball = join(folder, file);
    const name = file.replace(/^windhash-(.+)-\d+\.\d+\.\d+.*$/, "@windhash/$1");
    const publint = check(`publint: ${name}`, "publint", ["--strict", tarball]);
    const attw = check(`attw: ${name}`, "attw", ["--profile", "esm-only", "--no-emoji", tarball]);
    return name === "@windhash/cli" ? [publint] : [publint, attw];
  });
}

function check(name, tool, args) {
  return { name, command: join(root, "node_modules", ".bin", tool), args };
}

/** Runs all checks, prints one line each and the output of those that failed. Gives the counts. */
export async function runChecks() {
  const folder = mkdtempSync(join(tmpdir(), "windhash-pack-"));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", clear);
  try {
    const packed = await runCheck(packing(folder));
    const results = await inPool([...checkoutChecks(), ...tarballChecks(folder)], runCheck);
    const passed = [packed, ...results].filter(Boolean).length;
    return { passed, failed: results.length + 1 - passed };
  } finally {
    clear();
    process.off("exit", clear);
  }
}

/** Publishable packages are those that tsup builds; private ones are never packed. */
function packing(folder) {
  const args = ["--recursive", "--filter", "./packages/*", "--filter", "!@windhash/testkit"];
  return {
    name: "pnpm pack",
    command: PNPM.command,
    args: [...PNPM.args, ...args, "pack", "--pack-destination", folder],
  };
}

async function runCheck({ name, command, args }) {
  const { code, output } = await run({ command, args, folder: root });
  console.log(`${code === 0 ? "passed" : "FAILED"}  ${name}`);
  if (code !== 0) console.log(output);
  return code === 0;
}

async function inPool(items, action) {
  const results = [];
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) results.push(await action(item));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
