/**
 * The names that someone who typed `text` may have meant, the closest first; capitals and punctuation do not count.
 *
 * Close is a name that begins with the text, or differs from it in at most a third of its letters.
 */
export function closeNames(text: string, names: readonly string[], limit = 3): string[] {
  const wanted = plain(text);
  if (wanted === "") return [];
  return names
    .map((name) => ({ name, distance: distanceTo(wanted, plain(name)) }))
    .filter(({ distance }) => distance <= wanted.length / 3)
    .toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}

function plain(text: string): string {
  return text.toUpperCase().replaceAll(/[^A-Z0-9+]/g, "");
}

/** A name that only goes on counts as nearly right, the longer the less. */
function distanceTo(wanted: string, name: string): number {
  if (wanted.length > 1 && name.startsWith(wanted)) return 1 - wanted.length / name.length;
  return editDistance(wanted, name);
}

/** Letters to insert, delete or replace (Levenshtein 1966), a row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [line, letter] of Array.from(a).entries()) {
    const next = [line + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
