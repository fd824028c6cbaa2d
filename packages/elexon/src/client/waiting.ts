/** The first wait is up to a second, each next one up to twice as long, none above a minute. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/**
 * How long to wait after so many failed attempts, milliseconds: exponential back-off with full jitter, so evenly from 0 to
 * the bound.
 *
 * @param random gives 0 to below 1
 */
export function backOffMs(failedAttempts: number, random: () => number): number {
  return random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failedAttempts - 1));
}

/** The one form of date that servers may still send; `Date.parse` alone would take almost anything. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * What a `Retry-After` header asks for, milliseconds from now: whole seconds or an HTTP date (RFC 9110, 10.2.3).
 *
 * @returns null where there is none or it cannot be read; 0 for a date in the past
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const dateMs = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}
