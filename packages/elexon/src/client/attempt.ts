import { createHash } from "node:crypto";
import { type StopSignal, SourceError, UnpublishedError, WindhashError } from "@windhash/core";
import { withDeadline } from "./deadline.ts";
import { type Fetch, FETCHED_AT_HEADER } from "./fetch.ts";
import { throwIfStopped } from "./stop.ts";
import type { Timing } from "./timing.ts";
import { retryAfterMs } from "./waiting.ts";

/** What is asked for: `name` is for people, for example `settlement stack`. */
export type Endpoint = { readonly name: string; readonly path: string };

/** A body that came whole and is JSON. */
export type Body = {
  readonly json: unknown;
  /** Hexadecimal, of the bytes. */
  readonly sha256: string;
  /** Unix seconds at which it was asked for, also when it is replayed. */
  readonly fetchedAt: number;
  readonly url: string;
};

/** What one attempt came to; `waitMs` is how long the source asks to be left alone, if it does. */
export type Outcome<T> =
  | { readonly value: T }
  | { readonly error: SourceError | UnpublishedError; readonly waitMs: number | null };

/** An answer that came, whatever it says. */
export type AnswerNotice = {
  /** Of the body, as it was read. */
  readonly bytes: number;
  /** Whether the same had been asked for before, in vain. */
  readonly isRetry: boolean;
};

/** One request. */
export type Request = {
  readonly fetch: Fetch;
  readonly endpoint: Endpoint;
  readonly url: string;
  readonly timeoutMs: number;
  readonly timing: Timing;
  /** 1 for the first. */
  readonly attempt: number;
  readonly signal: StopSignal | undefined;
  readonly onAnswer: (answer: AnswerNotice) => void;
};

/** An answer with its body. */
export type Reply = { readonly status: number; readonly headers: Headers; readonly bytes: Uint8Array };

/**
 * One request, once. Gives what went wrong rather than throwing it; it throws only the caller's abort, what the given `fetch`
 * refuses by itself (an archive that lacks the body), and what `interpret` throws unless that may be asked for again.
 */
export async function attemptOnce<T>(request: Request, interpret: (body: Body) => T): Promise<Outcome<T>> {
  const askedAt = secondsOf(request.timing);
  const outcome = await attemptReply(request);
  if (!("value" in outcome)) return outcome;
  const { value: reply } = outcome;
  return reply.status === 200 ? readBody(request, reply, askedAt, interpret) : refusal(request, reply);
}

/** One request, once: its answer, whatever the status. */
export async function attemptReply(request: Request): Promise<Outcome<Reply>> {
  try {
    const reply = await withDeadline(request, (signal) => readReply(request, signal));
    notify(request, reply.bytes.length);
    return { value: reply };
  } catch (cause) {
    return { error: brokenOff(request, cause), waitMs: null };
  }
}

/** The error of a broken connection or a passed deadline. @throws the caller's abort, and what is ours already */
export function brokenOff(request: Request, cause: unknown): SourceError {
  throwIfStopped(request.signal);
  if (cause instanceof WindhashError) throw cause;
  return fault(request, `could not be read: ${reasonOf(cause)}`, { cause, retryable: true });
}

/** Tells whoever counts that an answer came. */
export function notify({ onAnswer, attempt }: Request, bytes: number): void {
  onAnswer({ bytes, isRetry: attempt > 1 });
}

/** Now, Unix seconds. */
export function secondsOf({ nowMs }: Timing): number {
  return Math.floor(nowMs() / 1000);
}

async function readReply({ fetch, url }: Request, signal: AbortSignal): Promise<Reply> {
  const response = await fetch(url, { signal, headers: ACCEPT });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

/** What every request says about itself. */
export const ACCEPT = { accept: "application/json" } as const;

/** A body that is no JSON was cut short or comes from something in between: asking again may help. */
function readBody<T>(
  request: Request,
  { headers, bytes }: Reply,
  askedAt: number,
  interpret: (body: Body) => T,
): Outcome<T> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    return { error: notJson(request, bytes, cause), waitMs: null };
  }
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  try {
    return { value: interpret({ json, sha256, fetchedAt: statedTime(headers) ?? askedAt, url: request.url }) };
  } catch (error) {
    if (error instanceof SourceError && error.retryable) return { error, waitMs: null };
    throw error;
  }
}

/** The error of a body that is no JSON. @param bytes its beginning will do */
export function notJson(request: Request, bytes: Uint8Array, cause: unknown): SourceError {
  const what = `must be JSON, got ${bytes.length} bytes that are not: ${opening(bytes)}`;
  return fault(request, what, { status: 200, cause, retryable: true });
}

/** When the body was first asked for, where an archive states it. */
export function statedTime(headers: Headers): number | null {
  const text = headers.get(FETCHED_AT_HEADER);
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/** 404 is Elexon's way to say that there is nothing (yet). 429 and 5xx may pass; every other status will not. */
export function refusal(request: Request, { status, headers, bytes }: Reply): Outcome<never> {
  if (status === 404) return { error: unpublished(request), waitMs: null };
  const retryable = status === 429 || status >= 500;
  const what = `must be answered with status 200, got ${status}: ${opening(bytes)}`;
  const waitMs = retryable ? retryAfterMs(headers.get("retry-after"), request.timing.nowMs()) : null;
  return { error: fault(request, what, { status, retryable }), waitMs };
}

function unpublished({ endpoint, url, attempt }: Request): UnpublishedError {
  return new UnpublishedError(
    `Elexon has published no ${endpoint.name} there yet (404 from ${url}). Ask again later.`,
    {
      endpoint: endpoint.name,
      url,
      status: 404,
      attempts: attempt,
    },
  );
}

type FaultOptions = { readonly status?: number; readonly cause?: unknown; readonly retryable: boolean };

function fault({ endpoint, url, attempt }: Request, what: string, { status, ...options }: FaultOptions): SourceError {
  const advice = options.retryable ? "Ask again later." : "Look at what was asked for.";
  return new SourceError(
    `Elexon's ${endpoint.name} ${what} (attempt ${attempt}, ${url}). ${advice}`,
    { endpoint: endpoint.name, url, status: status ?? null, attempts: attempt },
    options,
  );
}

/** The beginning of a body, for a message. */
function opening(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 200)).replaceAll(/\s+/g, " ").trim();
  return text === "" ? "an empty body" : JSON.stringify(text);
}

/** `fetch` says only "fetch failed"; the reason is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
