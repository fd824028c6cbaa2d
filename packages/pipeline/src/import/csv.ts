import Papa from "papaparse";

/** One line of a CSV file. */
export type CsvLine = {
  /** 1 is the first line of the file. */
  readonly line: number;
  /** As it stands in the file. */
  readonly raw: string;
  /** Without the blanks around them; null where a quote is not closed on the line or stands where none can. */
  readonly fields: readonly string[] | null;
};

/**
 * The lines of a comma-separated file that are not blank. A quoted field that goes on in the next line is read as broken: in
 * a file whose quotes went wrong it would swallow the rows that follow.
 */
export function* csvLines(text: string): Generator<CsvLine> {
  let line = 0;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    line += 1;
    if (raw.trim() !== "") yield { line, raw, fields: fieldsOf(raw) };
  }
}

function fieldsOf(raw: string): readonly string[] | null {
  const { data, errors } = Papa.parse<string[]>(raw, { delimiter: ",", newline: "\n" });
  const [fields = []] = data;
  return errors.length > 0 ? null : fields.map((field) => field.trim());
}

/** A CSV file of these rows. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return `${Papa.unparse(rows as string[][], { newline: "\n" })}\n`;
}
