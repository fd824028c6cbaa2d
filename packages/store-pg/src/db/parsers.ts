/** Turns the text of a value into what this package works with. */
type Parser = (text: string) => unknown;

const asText: Parser = (text) => text;
const asJson: Parser = (text) => JSON.parse(text) as unknown;

/**
 * By type OID (PostgreSQL, `pg_type.dat`), the same on both engines. Anything else stays text, so that a numeric keeps its
 * digits. Dates, instants and bytea are never selected as they are, since how a server prints them depends on its settings.
 */
export const PARSERS: Readonly<Record<number, Parser>> = {
  16: (text) => text === "t",
  20: BigInt,
  21: Number,
  23: Number,
  25: asText,
  114: asJson,
  701: Number,
  1043: asText,
  1082: asText,
  1114: asText,
  1184: asText,
  1700: asText,
  3802: asJson,
};

/** The parser of a type; text where none is listed. */
export function parserOf(typeId: number): Parser {
  return PARSERS[typeId] ?? asText;
}
