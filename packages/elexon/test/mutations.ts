/** Evenly from 0 to below 1; the same for the same seed (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A body with these rows, in which a text of `1e400` stands as a number: it is JSON, and beyond every double.
 */
export function bodyOf(rows: readonly unknown[]): string {
  return JSON.stringify(rows).replaceAll('"1e400"', "1e400");
}

/** Values that a field may be found to hold: other types, ends of ranges, and what looks right at first sight. */
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  1,
  -1,
  0.5,
  51,
  48.000_000_1,
  2_147_483_648,
  -2_147_483_649,
  9_007_199_254_740_992,
  1e21,
  1e-7,
  5e-324,
  1.797e308,
  "1e400",
  "",
  " ",
  "0",
  "12",
  "1e3",
  "NaN",
  "null",
  "true",
  "T_OTHER-1",
  "Original",
  "PN",
  "2022-02-30",
  "2022-07-01",
  "2026-07-10",
  "20220701",
  "2022-07-01T00:00:00",
  "2022-07-01T00:00:00Z",
  "2022-07-01T00:10:00.5Z",
  "2022-07-01T00:00:60Z",
  "2022-07-01T24:00:00Z",
  "0099-01-01T00:00:00Z",
  "9999-12-31T23:59:59-12:00",
  "not a time",
  '𝄞\u0000"\\',
  "x".repeat(10_000),
  [],
  [null],
  [[[[[]]]]],
  {},
  { negative1: 1 },
  { data: [] },
];

/** What stands in a row's place. */
const NO_ROWS: readonly unknown[] = [null, true, 0, "", "row", [], [[]], {}, { data: [] }];

/**
 * A row with up to four of its fields changed, left out, renamed, swapped or added; sometimes unchanged, and sometimes no row.
 *
 * @param chance gives 0 to below 1
 */
export function mutated(row: Readonly<Record<string, unknown>>, chance: () => number): unknown {
  if (chance() < 0.02) return pick(NO_ROWS, chance);
  const changed: Record<string, unknown> = { ...row };
  for (let left = Math.floor(chance() * 5); left > 0; left -= 1) change(changed, chance);
  return changed;
}

function change(row: Record<string, unknown>, chance: () => number): void {
  const field = pick(Object.keys(row), chance);
  if (field === undefined) return;
  const value = row[field];
  const kind = chance();
  if (kind < 0.5) row[field] = pick(VALUES, chance);
  else if (kind < 0.6) delete row[field];
  else if (kind < 0.65) {
    delete row[field];
    row[field.toUpperCase()] = value;
  } else if (kind < 0.75) row[field] = row[pick(Object.keys(row), chance) ?? field];
  else if (kind < 0.8) row[pick(["extra", "constructor", "toString", "hasOwnProperty"], chance) ?? ""] = value;
  else if (typeof value === "object" && value !== null) {
    const inner = { ...(value as Record<string, unknown>) };
    change(inner, chance);
    row[field] = inner;
  } else if (typeof value === "number") row[field] = (chance() - 0.5) * 10 ** Math.floor(chance() * 30 - 10);
  else if (typeof value === "string") row[field] = scrambled(value, chance);
}

/** The text with one character changed, dropped or doubled. */
function scrambled(text: string, chance: () => number): string {
  const at = Math.floor(chance() * text.length);
  const middle = pick(["", "0", "9", "-", "é", text.slice(at, at + 1).repeat(2)], chance) ?? "";
  return `${text.slice(0, at)}${middle}${text.slice(at + 1)}`;
}

function pick<T>(from: readonly T[], chance: () => number): T | undefined {
  return from[Math.floor(chance() * from.length)];
}
