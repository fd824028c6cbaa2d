import { settlementPeriodAt, SourceError } from "@windhash/core";
import { type CsvLine, csvLines } from "./csv.ts";
import type { VolumeColumns, VolumeFileFormat } from "./format.ts";
import { type ColumnPlaces, rowReader } from "./rowReader.ts";
import type { FileVolume, RefusedRow, VolumeFile } from "./volumeFile.ts";

/** A file is read at once, and becomes a text: half of the longest that there can be. */
const MOST_BYTES = 256 * 1024 * 1024;

/** What each column holds, for people. */
const ROLES: Readonly<Record<keyof VolumeColumns, string>> = {
  date: "the settlement date",
  period: "the settlement period",
  id: "the BM unit",
  volume: "the volume",
};

/**
 * Reads a CSV file of curtailed volumes: UTF-8, commas, a header; columns that are not named are passed over. Each row is a
 * volume, or is refused with every rule that it breaks; nothing is put right on the way.
 *
 * @param input.name of the file, for people; its folder is taken off
 * @param input.now Unix seconds; rows of a day that has not ended by then are refused
 * @throws {SourceError} when the file as a whole cannot be read: too large, no text, without the columns, or without rows
 */
export function readVolumeFile(input: {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly format: VolumeFileFormat;
  readonly now: number;
}): VolumeFile {
  const { bytes, format } = input;
  const name = input.name.replace(/^.*[/\\]/s, "");
  if (bytes.length > MOST_BYTES)
    throw refusal(name, "be at most 256 MiB", `${bytes.length} bytes. Divide it, for example by month.`);
  const text = new TextDecoder().decode(bytes);
  const lines = csvLines(text);
  const header = lines.next().value;
  refuseOtherKind(name, format.columns, { header, text });
  const { settlementDate: today } = settlementPeriodAt(input.now);
  const read = rowReader(format, columnPlaces(name, format.columns, header), today);
  const volumes: FileVolume[] = [];
  const refused: RefusedRow[] = [];
  for (const line of lines) {
    const row = read(line);
    if ("refusals" in row) refused.push(row);
    else volumes.push(row);
  }
  const rows = volumes.length + refused.length;
  if (rows === 0) throw refusal(name, "have rows below its header", "none.");
  return { name, format, rows, volumes, refused };
}

/** A control character that no text has. */
const NO_TEXT = /[^\P{Cc}\s]/u;
const LOOKED_AT = 4096;

/** Where the header has none of the columns it is said what the file is in their place, if that can be told. */
function refuseOtherKind(
  name: string,
  columns: VolumeColumns,
  { header, text }: { readonly header: CsvLine | void; readonly text: string },
): void {
  if (header?.fields?.some((field) => Object.values(columns).includes(field))) return;
  if (NO_TEXT.test(text.slice(0, LOOKED_AT)))
    throw refusal(name, "be text in UTF-8, with commas", "a file that is no such text.");
  if (header?.fields?.length === 1 && header.raw.includes(";"))
    throw refusal(name, "be separated by commas", "semicolons. Save it with commas, and with points in its numbers.");
}

function columnPlaces(name: string, columns: VolumeColumns, header: CsvLine | void): ColumnPlaces {
  if (header === undefined) throw refusal(name, "begin with a header", "an empty file.");
  if (header.fields === null) throw refusal(name, "begin with a header whose quotes are closed", shown(header.raw));
  const { fields } = header;
  const found = (role: keyof VolumeColumns): number => {
    const count = fields.filter((field) => field === columns[role]).length;
    if (count === 1) return fields.indexOf(columns[role]);
    const what = `have one column "${columns[role]}" (${ROLES[role]})`;
    throw refusal(
      name,
      what,
      `${count === 0 ? "none" : count} among ${shown(fields.join(", "))}. Say which column it is.`,
    );
  };
  const [date, period, id, volume] = [found("date"), found("period"), found("id"), found("volume")];
  if (new Set([date, period, id, volume]).size < 4)
    throw refusal(name, "have a column for each of date, period, unit and volume", "one column for two of them.");
  return { date, period, id, volume, count: fields.length };
}

/** What is not text at all need not be shown whole. */
function shown(text: string): string {
  const LONGEST = 200;
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

function refusal(name: string, rule: string, value: string): SourceError {
  return new SourceError(`The file ${name} must ${rule}, got ${value} Nothing was stored.`, { file: name });
}
