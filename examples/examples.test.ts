import { describe, expect, it } from "vitest";
import { runInBareBrowser, runInNode, typeErrors } from "./running.ts";
import { notebookSnippet, readmeSnippet } from "./snippets.ts";

describe("the README's first example", () => {
  const { code, prints } = readmeSnippet();

  it("prints in Node what the README says", async () => {
    expect(await runInNode(code)).toBe(prints);
  });

  it("type-checks, and would not if periods were any numbers", { timeout: 60_000 }, () => {
    expect(typeErrors(code)).toEqual([]);
    expect(typeErrors(code.replace("settlementPeriods(date).slice(1, 4)", "[2, 3, 4]"))).toHaveLength(2); // the number, and the import that is left over
  });

  it("prints the same from a browser bundle", async () => {
    expect(await runInBareBrowser(code)).toBe(prints);
  });
});

describe("the notebook", () => {
  const { code, prints } = notebookSnippet("bitcoin-per-megawatt-hour.ipynb");

  it("prints what its cells show", async () => {
    expect(prints).not.toBe("");
    expect(await runInNode(code)).toBe(prints);
  });
});
