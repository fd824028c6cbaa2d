import { SourceError, type StopSignal } from "@windhash/core";
import type { AnswerNotice, Endpoint, Outcome, Request } from "./attempt.ts";
import type { Fetch } from "./fetch.ts";
import { evenGate } from "./gate.ts";
import type { Timing } from "./timing.ts";
import { backOffMs } from "./waiting.ts";

/** How requests are made. */
export type RequestOptions = {
  readonly fetch: Fetch;
  readonly baseUrl: string;
  readonly requestsPerSecond: number;
  readonly retries: number;
  readonly timeoutMs: number;
  readonly timing: Timing;
  readonly onAnswer: (answer: AnswerNotice) => void;
};

/** Asks for one endpoint, with all its attempts. */
export type Requester = <T>(
  endpoint: Endpoint,
  signal: StopSignal | undefined,
  attemptOnce: (request: Request) => Promise<Outcome<T>>,
) => Promise<T>;

/** A source that asks to be left alone for longer than this is not waited for. */
const LONGEST_HOLD_MS = 300_000;

/**
 * Requests with a rate limit, a time limit and retries.
 *
 * Retried: 429, 5xx, connections that fail, timeouts, bodies that are not JSON or are another answer's. Not retried: every
 * other status, and rows that break their schema.
 *
 * @throws {SourceError} when the last attempt failed
 * @throws {UnpublishedError} on 404
 */
export function requester(options: RequestOptions): Requester {
  const { fetch, baseUrl, timeoutMs, timing, onAnswer } = options;
  const gate = evenGate(options.requestsPerSecond, timing);
  return async (endpoint, signal, attemptOnce) => {
    const url = `${baseUrl}${endpoint.path}`;
    for (let attempt = 1; ; attempt += 1) {
      await gate.turn(signal);
      const outcome = await attemptOnce({ fetch, endpoint, url, timeoutMs, timing, attempt, signal, onAnswer });
      if ("value" in outcome) return outcome.value;
      if (!mayRetry(outcome) || attempt > options.retries) throw outcome.error;
      if (outcome.waitMs === null) await timing.sleep(backOffMs(attempt, timing.random), signal);
      else gate.hold(outcome.waitMs);
    }
  };
}

function mayRetry({ error, waitMs }: Extract<Outcome<unknown>, { error: unknown }>): boolean {
  return error instanceof SourceError && error.retryable && (waitMs ?? 0) <= LONGEST_HOLD_MS;
}
