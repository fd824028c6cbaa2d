import { type Look, styled } from "./look.ts";

/** A column of a table. */
export type Column = {
  readonly heading: string;
  /** Numbers stand right, so that their digits are below each other. */
  readonly align: "left" | "right";
};

const GAP = "  ";

/** Lines of aligned columns below their headings, each indented by two blanks. Without rows, the headings alone. */
export function table(look: Look, columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const headings = columns.map(({ heading }) => heading);
  const widths = columns.map((_, at) => Math.max(...[headings, ...rows].map((cells) => (cells[at] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    `${GAP}${columns.map(({ align }, at) => padded(cells[at] ?? "", widths[at] ?? 0, align)).join(GAP)}`.trimEnd();
  return [styled(look, "dim", line(headings)), ...rows.map(line)];
}

function padded(cell: string, width: number, align: Column["align"]): string {
  return align === "left" ? cell.padEnd(width) : cell.padStart(width);
}

/** Labels and values, the values below each other. */
export function pairs(rows: readonly (readonly [label: string, value: string])[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${GAP}${label.padEnd(width)}${GAP}${value}`.trimEnd());
}
