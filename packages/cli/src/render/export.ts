import type { SettlementDate, SettlementDateRange } from "@windhash/core";
import { type DayRows, dayState, type RowKind } from "@windhash/pipeline";
import type { WrittenFile } from "../outputFile.ts";
import type { Json } from "../result.ts";
import { csvLine } from "./csv.ts";
import { exportColumns } from "./exportColumns.ts";
import { type ExportRow, exportRows } from "./exportRows.ts";
import { countText, plural } from "./numbers.ts";
import { attributionDocument, IMPORTED_NOTE } from "./summary.ts";
import { rangeShown } from "./time.ts";

/** How rows are written. */
export type ExportFormat = "csv" | "ndjson";

/** Rows as text, a settlement day at a time, and what became of them. */
export type RowWriter = {
  /** What stands before the rows, with its end of line; nothing for NDJSON. */
  readonly head: () => string;
  /** The day's rows, with their ends of line. */
  readonly day: (day: DayRows) => string;
  readonly counted: () => Counted;
};

/** What was written. */
export type Counted = {
  readonly rows: number;
  readonly days: number;
  /** Days of the range of which nothing is held: they have no rows, or one that says so. */
  readonly notHeld: readonly SettlementDate[];
  /** Days that are held but not complete or empty. */
  readonly notComplete: number;
  /** Days that stand on a file. */
  readonly imported: number;
};

/** Writes rows. CSV by RFC 4180 but for first lines of attribution, lines ending in LF; NDJSON one object a line. */
export function rowWriter(of: {
  readonly kind: RowKind;
  readonly format: ExportFormat;
  readonly models: readonly string[];
  /** Line by line: whose figures they are. */
  readonly attribution: readonly string[];
}): RowWriter {
  const { kind, format, models, attribution } = of;
  const columns = exportColumns(kind, models);
  const line = (row: ExportRow): string => {
    const cells = columns.map((column) => row[column] ?? null);
    if (format === "csv") return csvLine(cells);
    return JSON.stringify(Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? null])));
  };
  let [rows, days, notComplete, imported] = [0, 0, 0, 0];
  const notHeld: SettlementDate[] = [];
  return {
    head: () => (format === "csv" ? [...attribution.map((each) => `# ${each}`), csvLine(columns), ""].join("\n") : ""),
    day: (day) => {
      const written = exportRows(day, models);
      rows += written.length;
      days += 1;
      if (day.held?.method === "import") imported += 1;
      if (day.held === null) notHeld.push(day.settlementDate);
      else if (!["complete", "empty"].includes(dayState(day.held))) notComplete += 1;
      return written.map((row) => `${line(row)}\n`).join("");
    },
    counted: () => ({ rows, days, notHeld, notComplete, imported }),
  };
}

/** What was exported to a file. */
export type Exported = Counted & {
  readonly range: SettlementDateRange;
  readonly kind: RowKind;
  readonly format: ExportFormat;
  readonly path: string;
  readonly attribution: readonly string[];
  /** Null when nothing was written, as it was only asked what would be. */
  readonly file: WrittenFile | null;
};

/** A written file for people. */
export function exportText({ range, kind, rows, path, file }: Exported): string[] {
  const what = `${plural(rows, "row")} of ${kind}, ${rangeShown(range)}`;
  return file === null
    ? [`Would write ${what}, to ${path}. Nothing was written.`]
    : [`${path}: ${what}, ${countText(file.bytes)} bytes`, `  sha256 ${file.sha256}`];
}

/** A written file as JSON. */
export function exportDocument(exported: Exported): { readonly [key: string]: Json } {
  const { range, kind, format, path, file, rows, days, notHeld, notComplete } = exported;
  return {
    range: { from: range.from, to: range.to },
    kind,
    format,
    file: path,
    dryRun: file === null,
    rows,
    days,
    daysNotHeld: notHeld,
    daysNotComplete: notComplete,
    bytes: file?.bytes ?? null,
    sha256: file?.sha256 ?? null,
    notes: exportNotes(exported),
    attribution: attributionDocument(exported.attribution),
  };
}

/** What has to be known to read the rows, each in a sentence. */
export function exportNotes({ notHeld, notComplete, days, imported }: Counted): string[] {
  const [first] = notHeld;
  const absent = `${plural(notHeld.length, "day")} of ${countText(days)} ${notHeld.length === 1 ? "is" : "are"} not held`;
  return [
    ...(first === undefined ? [] : [`${absent} (${first}${notHeld.length === 1 ? "" : ", ..."}): see windhash days`]),
    ...(notComplete === 0
      ? []
      : [`${plural(notComplete, "day")} ${notComplete === 1 ? "is" : "are"} not complete: each row says its state`]),
    ...(imported === 0 ? [] : [IMPORTED_NOTE]),
  ];
}
