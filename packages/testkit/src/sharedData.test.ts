import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeWithData, projectRoot, sharedData } from "./sharedData.ts";

describe("shared data", () => {
  it("is looked for beside the project's root", () => {
    expect(existsSync(join(projectRoot(), "pnpm-workspace.yaml"))).toBe(true);
    const beside = join(projectRoot(), "..", "shared", "data");
    expect(sharedData()).toBe(existsSync(beside) ? beside : null);
  });

  it("is null where it is absent", () => {
    expect(sharedData("no/such/file.csv")).toBeNull();
  });
});

describeWithData("a block over data that is there", "README.md", (path) => {
  it("is given the absolute path", () => {
    expect(existsSync(path)).toBe(true);
  });
});
