import fc from "fast-check";
import { expect, it } from "vitest";
import { csvLine } from "./csv.ts";

// RFC 4180, section 2, rules 5 to 7.
it.each([
  [["aaa", "b\r\nbb", "ccc"], 'aaa,"b\r\nbb",ccc'],
  [["aaa", 'b"bb', "ccc"], 'aaa,"b""bb",ccc'],
  [["a,b", "c"], '"a,b",c'],
])("quotes what must be quoted: %j", (cells, line) => {
  expect(csvLine(cells)).toBe(line);
});

it("writes what is null as nothing, and zero as zero", () => {
  expect(csvLine([null, 0, false, "", -1.5])).toBe(",0,false,,-1.5");
});

it("can be read back, whatever the cells hold", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "é") });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
      expect(readLine(csvLine(cells))).toEqual(cells);
    }),
  );
});

/** The cells of one line, by the grammar of RFC 4180. */
function readLine(line: string): string[] {
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|$)/gy;
  for (let match = cell.exec(line); match !== null; match = cell.exec(line)) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "") return cells;
  }
  throw new Error(`No line of CSV: ${line}`);
}
