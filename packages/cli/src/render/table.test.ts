import { expect, it } from "vitest";
import { pairs, table } from "./table.ts";

const PLAIN = { isColoured: false, columns: null };
const COLUMNS = [
  { heading: "name", align: "left" },
  { heading: "MWh", align: "right" },
] as const;

it("puts digits below each other and leaves no blanks at the end", () => {
  expect(table(PLAIN, COLUMNS, [["Moray East", "3,637.39"], ["", "0.18"], ["x"]])).toEqual([
    "  name             MWh",
    "  Moray East  3,637.39",
    "                  0.18",
    "  x",
  ]);
});

it("shows its headings alone where there is nothing below them", () => {
  expect(table(PLAIN, COLUMNS, [])).toEqual(["  name  MWh"]);
});

it("keeps its columns where headings are coloured", () => {
  const [heading, row] = table({ isColoured: true, columns: 80 }, COLUMNS, [["a", "1"]]);
  expect(heading).not.toBe("  name  MWh");
  expect(row).toBe("  a       1");
});

it("puts values below each other", () => {
  expect(
    pairs([
      ["a", "1"],
      ["long", "2"],
      ["", ""],
    ]),
  ).toEqual(["  a     1", "  long  2", ""]);
});
