/**
 * Where the bundled day 2022-01-01 lies, a `file:` URL that `readFile` takes. The file belongs to the package (`data/`).
 *
 * This module stands beside `index.ts` on purpose: from `src` and, bundled, from `dist` it is one step up to `data`.
 */
export function bundledDayUrl(): URL {
  return new URL("../data/day-2022-01-01.txt", import.meta.url);
}
