/** A cell that must stand in quotes, by RFC 4180. */
const NEEDS_QUOTES = /[",\r\n]/;

/** One line of CSV, by RFC 4180, without its end. What is null is an empty cell. */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return cells.map((cell) => quoted(cell === null ? "" : String(cell))).join(",");
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
