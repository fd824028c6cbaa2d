import { SourceError } from "@windhash/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseRows, unwrapRows } from "./rows.ts";

const ORIGIN = { name: "settlement stack", place: "https://example.org/stack" };

function thrown(run: () => unknown): SourceError {
  try {
    run();
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("unwrapRows", () => {
  it.each([
    ["{ data, metadata }", { metadata: { datasets: ["BOALF"] }, data: [{ a: 1 }] }],
    ["{ data }", { data: [{ a: 1 }] }],
    ["a bare array", [{ a: 1 }]],
  ])("takes %s", (_, json) => {
    expect(unwrapRows(json, ORIGIN)).toEqual([{ a: 1 }]);
  });

  it("keeps an empty list that the source gave", () => {
    expect(unwrapRows({ data: [] }, ORIGIN)).toEqual([]);
  });

  it.each([
    ["an object of errors", { errors: { "": ["The date range must not exceed 7 days"] } }, "an object of errors"],
    ["an object whose data is none", { data: null }, "an object of data"],
    ["an empty object", {}, "an object of "],
    ["null", null, "null"],
    ["a text", "[]", '"[]"'],
    ["a number", 0, "0"],
  ])("refuses %s", (_, json, got) => {
    const error = thrown(() => unwrapRows(json, ORIGIN));
    expect(error.message).toContain(`got ${got}`);
    expect(error.details).toMatchObject({ endpoint: "settlement stack", place: "https://example.org/stack" });
  });
});

describe("parseRows", () => {
  const schema = z.array(z.object({ volume: z.number(), pairs: z.object({ negative1: z.number().nullable() }) }));

  it("drops fields that it does not know", () => {
    const rows = [{ volume: 1, pairs: { negative1: null, negative7: 3 }, colour: "red" }];
    expect(parseRows(schema, rows, ORIGIN)).toEqual([{ volume: 1, pairs: { negative1: null } }]);
  });

  it("names the first row, field, rule and value that is wrong", () => {
    const good = { volume: 1, pairs: { negative1: null } };
    const error = thrown(() => parseRows(schema, [good, good, { volume: 1, pairs: { negative1: "12" } }], ORIGIN));
    expect(error.details).toMatchObject({
      endpoint: "settlement stack",
      row: 2,
      field: "pairs.negative1",
      value: '"12"',
    });
    expect(error.details.rule).toContain("expected number");
    expect(error.message).toContain("Row 2 of the settlement stack");
    expect(error.retryable).toBe(false);
  });

  it("says so when a field is absent", () => {
    const error = thrown(() => parseRows(schema, [{ pairs: { negative1: 1 } }], ORIGIN));
    expect(error.details).toMatchObject({ row: 0, field: "volume", value: "nothing" });
  });

  it("refuses a row that is no object", () => {
    expect(thrown(() => parseRows(schema, [null], ORIGIN)).details).toMatchObject({ row: 0, field: "", value: "null" });
  });

  it("shows only the beginning of a long value", () => {
    const error = thrown(() => parseRows(schema, ["x".repeat(10_000)], ORIGIN));
    expect(error.message.length).toBeLessThan(500);
  });
});
