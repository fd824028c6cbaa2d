import { parseSettlementDate, parseSettlementPeriod, type SettlementDate, WindhashError } from "@windhash/core";
import type { CsvLine } from "./csv.ts";
import type { VolumeColumns, VolumeFileFormat } from "./format.ts";
import type { FileVolume, RefusedRow, RowRefusal } from "./volumeFile.ts";
import { volumeRowSchema } from "./volumeRow.ts";

/**
 * What the volumes of one settlement period may come to. Great Britain's demand was never above some 60 GW (10 December 2002), so
 * no half-hour can lack more than 30,000 MWh; whoever gives kilowatt-hours for megawatt-hours is told.
 */
const MOST_MWH_PER_PERIOD = 30_000;
const SUM_RULE =
  "come to at most 30,000 MWh with the others of its period: all of Great Britain takes no more in half an hour";

/** Where the columns of a file are, from 0, and how many it has. */
export type ColumnPlaces = Readonly<Record<keyof VolumeColumns, number>> & { readonly count: number };

/**
 * Reads the rows of one file, in order: what is refused for the sum of its period depends on the rows before it.
 *
 * @param today in London: rows of it, and of later days, are refused
 */
export function rowReader(
  format: VolumeFileFormat,
  places: ColumnPlaces,
  today: SettlementDate,
): (line: CsvLine) => FileVolume | RefusedRow {
  const schema = volumeRowSchema(format, today);
  const sums = new Map<string, number>();
  return ({ line, raw, fields }) => {
    if (fields === null) return refusedRow({ line, raw }, null, [unclosed(raw)]);
    if (fields.length !== places.count) return refusedRow({ line, raw }, null, [otherCount(fields.length, places)]);
    const texts = textsOf(fields, places);
    const { success, data: row, error } = schema.safeParse(texts);
    if (!success) return refusedRow({ line, raw }, texts, refusalsOf(error.issues, texts, format.columns));
    if (isTooMuch(row, sums)) {
      const refusal = { field: format.columns.volume, rule: SUM_RULE, value: texts.volume };
      return refusedRow({ line, raw }, texts, [refusal]);
    }
    return { line, ...row };
  };
}

type RowTexts = Readonly<Record<keyof VolumeColumns, string>>;

function textsOf(fields: readonly string[], { date, period, id, volume }: ColumnPlaces): RowTexts {
  const text = (at: number): string => fields[at] ?? "";
  return { date: text(date), period: text(period), id: text(id), volume: text(volume) };
}

function refusalsOf(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
  texts: RowTexts,
  columns: VolumeColumns,
): readonly RowRefusal[] {
  return issues.map(({ path, message }) => {
    const field = path[0] as keyof VolumeColumns;
    return { field: columns[field], rule: message, value: texts[field] };
  });
}

/** @param sums MWh of each period so far; a limit this far off needs no exact ones */
function isTooMuch(
  { settlementDate, settlementPeriod, volumeMwh }: Omit<FileVolume, "line">,
  sums: Map<string, number>,
): boolean {
  const key = `${settlementDate} ${settlementPeriod}`;
  const sum = (sums.get(key) ?? 0) - Number(volumeMwh.numerator) / Number(volumeMwh.denominator);
  if (sum > MOST_MWH_PER_PERIOD) return true;
  sums.set(key, sum);
  return false;
}

/** @param texts null where its fields cannot be told apart */
function refusedRow(
  place: Pick<RefusedRow, "line" | "raw">,
  texts: RowTexts | null,
  refusals: readonly RowRefusal[],
): RefusedRow {
  const settlementDate = texts && valueOrNull(() => parseSettlementDate(texts.date));
  const settlementPeriod = settlementDate && valueOrNull(() => parseSettlementPeriod(texts.period, settlementDate));
  return { ...place, settlementDate, settlementPeriod, refusals };
}

function valueOrNull<Value>(parse: () => Value): Value | null {
  try {
    return parse();
  } catch (error) {
    if (error instanceof WindhashError) return null;
    throw error;
  }
}

function unclosed(raw: string): RowRefusal {
  return { field: "row", rule: "have its quotes around whole fields and closed on the same line", value: raw };
}

function otherCount(found: number, { count }: ColumnPlaces): RowRefusal {
  return { field: "row", rule: `have ${count} fields, as the header has`, value: String(found) };
}
