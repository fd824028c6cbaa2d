import { parseSettlementDate, type SettlementDate, SettlementError, type SettlementPeriod } from "@windhash/core";
import { z } from "zod";

/**
 * `2026-07-10T08:30:00Z`, `2021-12-05T08:00:00.0000000+00:00`, with or without seconds; an offset is required. A space may stand
 * for the `T`, as in the document's example of AGPT.
 */
const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

const TIMESTAMP_RULE = "must be a timestamp such as 2026-07-10T08:30:00Z, with its offset";

/** A timestamp that only informs. Checked and not transformed, which is several times faster: `secondsOf` reads it. */
export const timestamp = z.string().refine((text) => secondsFromTimestamp(text) !== null, TIMESTAMP_RULE);

/** A timestamp that is calculated with: of whole seconds. */
export const instant = z.string().refine((text) => Number.isInteger(secondsFromTimestamp(text)), {
  error: ({ input }) =>
    secondsFromTimestamp(String(input)) === null ? TIMESTAMP_RULE : "must be a timestamp of whole seconds",
});

/** Whole Unix seconds of a timestamp that was checked; a fraction is dropped. */
export function secondsOf(timestampText: string): number {
  return Math.floor(secondsFromTimestamp(timestampText) ?? Number.NaN);
}

/** The same where there may be none. */
export function secondsOrNull(timestampText: string | null | undefined): number | null {
  return timestampText === null || timestampText === undefined ? null : secondsOf(timestampText);
}

/** What may be null in the document and is not calculated with here: it may also be absent. */
export const unread = {
  text: z.string().nullish(),
  flag: z.boolean().nullish(),
  number: z.number().nullish(),
  timestamp: timestamp.nullish(),
} as const;

/** What may be null and is calculated with: it must be there, so that a renamed field is an error and not a null. */
export const read = {
  text: z.string().nullable(),
  flag: z.boolean().nullable(),
  number: z.number().nullable(),
} as const;

const NUMERAL = /^-?\d+(\.\d+)?$/;

/** A number that Elexon writes as a text, such as `"15.400"`: checked, kept as text. */
export const numeral = z.string().regex(NUMERAL, "must be a decimal numeral");

/** A settlement date by core's rule. Checked and not transformed, which is several times faster. */
export const settlementDate = z
  .string()
  .refine(isSettlementDate, "must be a calendar day YYYY-MM-DD") as unknown as z.ZodType<SettlementDate, string>;

/** A settlement period of any date. Whether the date has it is for whoever knows the date. */
export const settlementPeriod = z.int().min(1).max(50) as unknown as z.ZodType<SettlementPeriod, number>;

function isSettlementDate(text: string): boolean {
  try {
    parseSettlementDate(text);
    return true;
  } catch (error) {
    if (error instanceof SettlementError) return false;
    throw error;
  }
}

/** A body repeats few timestamps many thousand times, so the last ones are remembered; a day has 1,440 whole minutes. */
const remembered = new Map<string, number | null>();
const MOST_REMEMBERED = 10_000;

/** Unix seconds of a timestamp, with its fraction; null when it is none. */
function secondsFromTimestamp(text: string): number | null {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const seconds = readTimestamp(text);
  remembered.set(text, seconds);
  return seconds;
}

/** `Date.UTC` takes the years 0 to 99 for those of the twentieth century; nothing of this API lies near either end. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2999;

/** Not by `Date.parse`, which takes 30 February for 2 March: a day that does not exist falls into another month. */
function readTimestamp(text: string): number | null {
  const match = TIMESTAMP.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number) as [number, number, number, number, number];
  if (year < FIRST_YEAR || year > LAST_YEAR) return null;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1) return null;
  const [, , , , , , second = "0", fraction = "0", sign, offsetHours, offsetMinutes] = match;
  const offsetS = Number(offsetHours ?? 0) * 3600 + Number(offsetMinutes ?? 0) * 60;
  const localS = midnight.getTime() / 1000 + hour * 3600 + minute * 60 + Number(second) + Number(`0.${fraction}`);
  return sign === "-" ? localS + offsetS : localS - offsetS;
}
