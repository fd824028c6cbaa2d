// What a run of vitest came to, from its JSON report and its exit code.

import { existsSync, readFileSync } from "node:fs";

/**
 * Counts tests. A file that could not even be loaded counts as one failure, and so does a run that ended badly though no
 * test failed (an unhandled error, a broken set-up, no report): such a run must never look clean.
 */
export function countTests(path, exitCode) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(path, "utf8"));
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const failed = report.numFailedTests + unloaded.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
