import { StoreError } from "@windhash/core";
import { Decimal } from "decimal.js";

const GBP_PLACES = 6;

/** Money as columns of NUMERIC(18,6) hold it. The database would round what has more decimals, so that is refused. */
export function gbpText(money: Decimal | null): string | null {
  if (money === null) return null;
  if (money.decimalPlaces() <= GBP_PLACES) return money.toFixed();
  throw new StoreError(
    `A stored payment must have at most ${GBP_PLACES} decimals, got ${money.toFixed()}. Round it once.`,
  );
}

/** Money from the text of a numeric, every digit of it; nothing from no text. */
export function gbpFromText(text: string | null): Decimal | null {
  return text === null || text === "" ? null : new Decimal(text);
}

/** A packed value that may be NULL. */
export function textOrNull(text: string): string | null {
  return text === "" ? null : text;
}

/** The same for a number. */
export function numberOrNull(value: bigint | string | null): number | null {
  return value === null || value === "" ? null : Number(value);
}

/** The row of a statement that always gives one. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new StoreError("A statement that gives one row must not give none. Please report this.");
  return row;
}
