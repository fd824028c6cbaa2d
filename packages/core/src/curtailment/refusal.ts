import { QuantityError, SourceRowError } from "../errors.ts";
import { type Rational, rationalFromDecimal } from "../quantity/rational.ts";
import type { UnitPeriodKey } from "./types.ts";

/** What is wrong with a source row. */
export type Refusal = {
  /** The row, for people, for example `BOALF of T_MOWEO-2, acceptance 2567`. */
  readonly row: string;
  readonly field: string;
  /** Completes "must ...". */
  readonly rule: string;
  readonly value: unknown;
  /** What to do about it, when reading the day again is not it. */
  readonly advice?: string;
};

/** The error for a source row that breaks a rule; thrown by the caller. */
export function refusal({ row, field, rule, value, advice }: Refusal): SourceRowError {
  const text = String(value);
  const next = advice ?? "Read the day again from its source; if the row comes back, the source is at fault.";
  return new SourceRowError(`${field} of ${row} must ${rule}, got ${text}. ${next}`, { row, field, value: text });
}

/** Names a record's key in messages. */
export function keyText({ bmUnitId, settlementDate, settlementPeriod }: UnitPeriodKey): string {
  return `${bmUnitId} on ${settlementDate}, period ${settlementPeriod}`;
}

/** The exact value of a row's decimal numeral. @throws {SourceRowError} when it is none */
export function exactDecimal(value: string, place: () => { readonly row: string; readonly field: string }): Rational {
  try {
    return rationalFromDecimal(value);
  } catch (error) {
    if (error instanceof QuantityError) throw refusal({ ...place(), rule: "be a decimal number", value });
    throw error;
  }
}
