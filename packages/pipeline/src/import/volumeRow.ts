import {
  divideRationals,
  multiplyRationals,
  parseBmUnitId,
  parseSettlementDate,
  parseSettlementPeriod,
  periodCount,
  type Rational,
  rational,
  rationalFromDecimal,
  type SettlementDate,
  WindhashError,
} from "@windhash/core";
import { z } from "zod";
import type { VolumeFileFormat } from "./format.ts";

type Statement = Pick<VolumeFileFormat, "unit" | "sign">;

/** More digits than any source prints; an exponent is kept short, so that numbers stay small enough to work with. */
const DECIMAL = /^[+-]?\d{1,30}(\.\d{0,30})?([eE][+-]?\d{1,2})?$/;

const RULES = {
  date: "be a calendar day YYYY-MM-DD from 2001-01-01 to 2099-12-31",
  id: "be a BM unit id: 1 to 32 printable characters and more than a number",
  volume: "be a decimal number such as -12.5, of at most 30 digits on either side of the point",
  negative: "be 0 or less, as reductions are written negative",
  positive: "be 0 or more, as reductions are written positive",
} as const;

/**
 * The four fields of a row, what they must be and what they mean. An issue has the rule for its message (it completes "must ...")
 * and the field in its path; the period is judged once the date is known.
 *
 * @param today in London; of it and of what comes after nobody can state what was taken away
 * @returns the volume in MWh, 0 or less: what was taken away
 */
export function volumeRowSchema(stated: Statement, today: SettlementDate) {
  const fields = z.object({
    date: z.string().transform((text, context) => {
      const date = valueOr(context, () => parseSettlementDate(text), RULES.date);
      return date === z.NEVER || date < today ? date : refuse(context, endedRule(today));
    }),
    period: z.string(),
    id: z.string().transform((text, context) => valueOr(context, () => parseBmUnitId(text), RULES.id)),
    volume: z.string().transform((text, context) => {
      const value = valueOr(context, () => decimal(text), RULES.volume);
      if (isRightSign(value, stated)) return takenMwh(value, stated);
      return refuse(context, RULES[stated.sign]);
    }),
  });
  return fields.transform(({ date, period, id, volume }, context) => {
    const settlementPeriod = valueOr(context, () => parseSettlementPeriod(period, date), periodRule(date), ["period"]);
    return { settlementDate: date, settlementPeriod, id, volumeMwh: volume };
  });
}

/** Where the value was refused already there is nothing to say of its sign. */
function isRightSign(value: Rational, { sign }: Statement): boolean {
  if (value === z.NEVER) return true;
  return sign === "negative" ? value.numerator <= 0n : value.numerator >= 0n;
}

function takenMwh(value: Rational, { unit, sign }: Statement): Rational {
  if (value === z.NEVER) return value;
  const mwh = unit === "mwh" ? value : divideRationals(value, rational(2n));
  return sign === "negative" ? mwh : multiplyRationals(mwh, rational(-1n));
}

function endedRule(today: SettlementDate): string {
  return `be a day that has ended in London, where it is ${today}`;
}

function periodRule(date: SettlementDate): string {
  const count = periodCount(date);
  const why = count === 48 ? "" : `, where the clock goes ${count === 46 ? "forward" : "back"}`;
  return `be a whole number from 1 to ${count} on ${date}${why}`;
}

/** @throws {WindhashError} when the text is none */
function decimal(text: string): Rational {
  if (!DECIMAL.test(text)) throw new WindhashError("quantity", RULES.volume);
  return rationalFromDecimal(text);
}

/** What core's parser makes of a text; what it refuses is an issue of the row. */
function valueOr<Value>(context: z.RefinementCtx, parse: () => Value, rule: string, path: string[] = []): Value {
  try {
    return parse();
  } catch (error) {
    if (error instanceof WindhashError) return refuse(context, rule, path);
    throw error;
  }
}

function refuse(context: z.RefinementCtx, message: string, path: string[] = []): never {
  context.addIssue({ code: "custom", message, path });
  return z.NEVER;
}
