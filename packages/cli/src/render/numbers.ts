import { type CurtailmentTotals, decimalFromRational, type Rational, rational } from "@windhash/core";

/** Pounds as core keeps them. */
export type Money = NonNullable<CurtailmentTotals["paymentGbp"]>;

/** What stands for a value that nobody knows. It is never 0. */
export const UNKNOWN = "unknown";

/** A decimal numeral with commas between thousands. */
export function grouped(numeral: string): string {
  const [whole = "", fraction] = numeral.split(".");
  const withCommas = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}

/** A whole number. */
export function countText(count: number | bigint): string {
  return grouped(String(count));
}

/** `1 day`, `2 days`, `1,951 days`. */
export function plural(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Megawatt-hours, two decimals. */
export function mwhShown(energyWh: number | null): string {
  return energyWh === null
    ? UNKNOWN
    : grouped(withoutMinusZero(decimalFromRational(rational(BigInt(energyWh), 1_000_000n), 2)));
}

/** Pounds, two decimals. */
export function gbpShown(gbp: Money | null): string {
  return gbp === null ? UNKNOWN : grouped(withoutMinusZero(gbp.toFixed(2)));
}

/** Bitcoin, eight decimals: whole satoshis. */
export function btcShown(bitcoinMsat: bigint): string {
  return grouped(decimalFromRational(rational(bitcoinMsat, 10n ** 11n), 8));
}

/** The value in at most so many decimals, without zeros at the end. */
export function decimalShown(value: Rational, places: number): string {
  return withoutZeros(decimalFromRational(value, places));
}

/** `12.500` is `12.5`, `3.00` is `3`. */
export function withoutZeros(numeral: string): string {
  return numeral.includes(".") ? numeral.replace(/\.?0+$/, "") : numeral;
}

/** A share in percent, rounded down to two decimals: 100 only where it is all. */
export function percentShown(part: number, whole: number): string {
  if (part === whole) return "100 %";
  return `${(Math.floor((part / whole) * 10_000) / 100).toFixed(2)} %`;
}

function withoutMinusZero(numeral: string): string {
  return /^-[0.]+$/.test(numeral) ? numeral.slice(1) : numeral;
}

/** `period 7`, `periods 1 to 4, 9`. @param periods in order */
export function periodsShown(periods: readonly number[]): string {
  const runs: { from: number; to: number }[] = [];
  for (const period of periods) {
    const last = runs.at(-1);
    if (last !== undefined && last.to === period - 1) last.to = period;
    else runs.push({ from: period, to: period });
  }
  const shown = runs.map(({ from, to }) => (from === to ? String(from) : `${from} to ${to}`)).join(", ");
  return `${periods.length === 1 ? "period" : "periods"} ${shown}`;
}
