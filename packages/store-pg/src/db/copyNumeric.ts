import { StoreError } from "@windhash/core";
import { type CopyBuffer, roomForValue } from "./copyBuffer.ts";

/** A numeric is kept in base 10000. */
const GROUP_DIGITS = 4;
const NEGATIVE = 0x4000;
const HEADER_BYTES = 8;
const NUMERAL = /^-?\d+(\.\d+)?$/;

/**
 * A numeric column from a decimal numeral without an exponent; its digits are kept.
 *
 * Its bytes: how many digits of base 10000 follow, the weight of the first one (0: units), the sign, how many decimals are
 * shown, and the digits, without zeros at either end. Two bytes each.
 */
export function numeric(buffer: CopyBuffer, value: string): void {
  if (!NUMERAL.test(value))
    throw new StoreError(`A stored decimal must be digits with an optional point, got "${value}".`);
  const start = value.startsWith("-") ? 1 : 0;
  const point = value.includes(".") ? value.indexOf(".") : value.length;
  const weight = Math.ceil((point - start) / GROUP_DIGITS) - 1;
  const decimals = Math.max(0, value.length - point - 1);
  const groups = weight + 1 + Math.ceil(decimals / GROUP_DIGITS);
  let [first, last] = [0, groups - 1];
  while (first <= last && group(value, point, weight - first) === 0) first += 1;
  while (last > first && group(value, point, weight - last) === 0) last -= 1;
  const digits = last - first + 1;
  const at = roomForValue(buffer, HEADER_BYTES + 2 * digits);
  buffer.view.setInt16(at, digits);
  buffer.view.setInt16(at + 2, digits === 0 ? 0 : weight - first);
  buffer.view.setInt16(at + 4, start === 1 && digits > 0 ? NEGATIVE : 0);
  buffer.view.setInt16(at + 6, decimals);
  for (let index = 0; index < digits; index += 1)
    buffer.view.setInt16(at + HEADER_BYTES + 2 * index, group(value, point, weight - first - index));
}

/** The four decimal digits of one weight: those from 4 x (weight + 1) before the point on, a digit that is not there being 0. */
function group(value: string, point: number, weight: number): number {
  const isWhole = weight >= 0;
  const from = isWhole ? point - GROUP_DIGITS * (weight + 1) : point + 1 + GROUP_DIGITS * (-weight - 1);
  let number = 0;
  for (let index = from; index < from + GROUP_DIGITS; index += 1) {
    const digit = value.charCodeAt(index) - 48;
    number = number * 10 + (digit >= 0 && digit <= 9 ? digit : 0);
  }
  return number;
}
