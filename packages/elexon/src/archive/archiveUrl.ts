/** The path of a request with its query in order of name, then of value: what an archive knows it by. */
export function archiveUrl(input: string | URL | Request): string {
  const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input);
  const query = [...searchParams].toSorted((a, b) => compareTexts(a[0], b[0]) || compareTexts(a[1], b[1]));
  return query.length === 0 ? pathname : `${pathname}?${new URLSearchParams(query).toString()}`;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
