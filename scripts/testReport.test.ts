import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countTests } from "./testReport.mjs";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "windhash-report-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const clean = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1, testResults: [] };

function report(content: object): string {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe("countTests", () => {
  it("counts what passed, failed and was left out", () => {
    expect(countTests(report(clean), 0)).toEqual({ passed: 5, failed: 0, skipped: 3 });
    expect(countTests(report({ ...clean, numFailedTests: 2 }), 1)).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });

  it("counts a file that could not be loaded as a failure", () => {
    const testResults = [{ status: "failed", assertionResults: [] }];
    expect(countTests(report({ ...clean, testResults }), 1).failed).toBe(1);
  });

  it("never calls a run clean that ended badly", () => {
    expect(countTests(report(clean), 1).failed).toBe(1);
    expect(countTests(join(folder, "absent.json"), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
