// `npm test`: the checks, then every test, then one line with the sum of both. Arguments go to vitest.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChecks } from "./checks.mjs";
import { root } from "./environment.mjs";
import { run } from "./run.mjs";
import { countTests } from "./testReport.mjs";

const checks = await runChecks();
const tests = await runTests();
const passed = checks.passed + tests.passed;
const failed = checks.failed + tests.failed;
const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : "";
console.log(`${passed} passed, ${failed} failed${skipped}`);
process.exitCode = failed === 0 ? 0 : 1;

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), "windhash-test-"));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", clear);
  const report = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", ...reporters, ...process.argv.slice(2)];
  const { code } = await run({ command: process.execPath, args, folder: root, shown: true });
  return countTests(report, code);
}
