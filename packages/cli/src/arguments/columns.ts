import { NESO_BOA, type VolumeColumns, type VolumeFileFormat } from "@windhash/pipeline";
import { Option } from "commander";
import { UsageError } from "../usageError.ts";

/** How a file of volumes is written, as typed. */
export type FormatOptions = {
  readonly format?: keyof typeof FORMATS;
  readonly unit?: VolumeFileFormat["unit"];
  readonly sign?: VolumeFileFormat["sign"];
  readonly dateColumn?: string;
  readonly periodColumn?: string;
  readonly idColumn?: string;
  readonly volumeColumn?: string;
};

/** Formats that have a name. */
const FORMATS = { "neso-boa": NESO_BOA } as const;

/** As windhash itself names them. */
const COLUMNS: VolumeColumns = {
  date: "settlementDate",
  period: "settlementPeriod",
  id: "bmUnitId",
  volume: "volumeMwh",
};

/** Options that say how a file of volumes is written. */
export function formatOptions(): readonly Option[] {
  return [
    new Option("--format <name>", "a format that sets all of these; neso-boa: NESO's bid volumes").choices(
      Object.keys(FORMATS),
    ),
    new Option("--unit <unit>", "what volumes are in; the MWh of mean MW are half").choices(["mwh", "mean-mw"]),
    new Option("--sign <sign>", "how a reduction is written").choices(["negative", "positive"]),
    new Option("--date-column <name>", `settlement date, YYYY-MM-DD (default: ${COLUMNS.date})`),
    new Option("--period-column <name>", `settlement period, 1 to 46, 48 or 50 (default: ${COLUMNS.period})`),
    new Option("--id-column <name>", `Elexon or National Grid id of the BM unit (default: ${COLUMNS.id})`),
    new Option("--volume-column <name>", `curtailed volume (default: ${COLUMNS.volume})`),
  ];
}

/** The format that was typed. Unit and sign are never guessed. @throws {UsageError} without either */
export function typedFormat(options: FormatOptions): VolumeFileFormat {
  const named = options.format === undefined ? null : FORMATS[options.format];
  const { unit = named?.unit, sign = named?.sign } = options;
  if (unit === undefined) throw absent("unit", "--unit mwh or --unit mean-mw");
  if (sign === undefined) throw absent("sign", "--sign negative or --sign positive: how a reduction is written");
  const { date, period, id, volume } = named?.columns ?? COLUMNS;
  return {
    unit,
    sign,
    columns: {
      date: options.dateColumn ?? date,
      period: options.periodColumn ?? period,
      id: options.idColumn ?? id,
      volume: options.volumeColumn ?? volume,
    },
  };
}

function absent(what: string, how: string): UsageError {
  return new UsageError(`The ${what} of the volumes must be said, got none. Give ${how}.`);
}
