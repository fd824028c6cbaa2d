import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Bodies, anotherDay } from "./bodies.ts";
import { type Chance, chanceOf, wholeNumber } from "./chance.ts";

/**
 * What a source does instead of answering.
 *
 * `empty` and `fewer`: status 200 with no rows, or not all of them. `twice`: every row of the body two times. `other-day`: the rows
 * of the day before or after. `cut`: JSON that ends too early, in an orderly way. `broken`: a connection that ends within the
 * body. `page`: HTML with status 200. `silence`: nothing at all. `slow`: the true body, in pieces.
 */
export type FaultName =
  | "429-retry-after"
  | "429"
  | "500"
  | "502"
  | "503"
  | "silence"
  | "reset"
  | "broken"
  | "cut"
  | "page"
  | "empty"
  | "fewer"
  | "other-day"
  | "twice"
  | "slow";

/** How often a source fails, and how. */
export type Faults = {
  /** Of all answers, 0 to 1. */
  readonly share: number;
  /** How often each comes, in proportion; one that is left out never does. */
  readonly weights: Readonly<Partial<Record<FaultName, number>>>;
};

/** Every fault, those that only a time limit ends rarely. */
export const ALL_FAULTS: Faults["weights"] = {
  "429-retry-after": 10,
  "429": 10,
  "500": 6,
  "502": 6,
  "503": 6,
  silence: 1,
  reset: 8,
  broken: 6,
  cut: 8,
  page: 8,
  empty: 10,
  fewer: 6,
  "other-day": 8,
  twice: 8,
  slow: 8,
};

/**
 * The fault of the n-th answer to a url, or null: by seed, url and n alone, so that it does not depend on what else is asked for at
 * the same time.
 */
export function drawFault(faults: Faults, chance: Chance): FaultName | null {
  if (chance() >= faults.share) return null;
  const weights = Object.entries(faults.weights) as [FaultName, number][];
  let left = chance() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of weights) {
    left -= weight;
    if (left < 0) return name;
  }
  return null;
}

/** What is answered, and by what it is drawn. */
export type Question = { readonly url: URL; readonly bodies: Bodies; readonly chance: Chance };

/** Answers with a fault. Gives the fault that it came to: null where this one changes nothing of this body. */
export async function answerWithFault(
  response: ServerResponse,
  fault: FaultName,
  question: Question,
): Promise<FaultName | null> {
  const truth = question.bodies(question.url);
  if (truth === null || fault === "slow") return answerSlowly(response, truth, fault);
  if (fault in REFUSALS)
    return refuse(response, REFUSALS[fault] ?? 500, fault === "429-retry-after" ? question.chance : null);
  if (fault in FORGERIES) return forge(response, fault, truth, question);
  if (fault === "reset") response.destroy();
  if (fault === "page") end(response, "<html><body>Service unavailable</body></html>", "text/html");
  if (fault === "cut") endAtOnce(response, truth.slice(0, cutPoint(truth, question.chance)));
  if (fault === "broken") await breakOff(response, truth, question.chance);
  return fault;
}

/** Answers with a body, or with 404 where there is none. */
export function answer(response: ServerResponse, body: string | null): void {
  if (body === null) response.writeHead(404).end("");
  else end(response, body);
}

const REFUSALS: Partial<Record<FaultName, number>> = {
  "429-retry-after": 429,
  "429": 429,
  "500": 500,
  "502": 502,
  "503": 503,
};

function refuse(response: ServerResponse, status: number, retryAfter: Chance | null): FaultName {
  const headers = retryAfter === null ? {} : { "retry-after": String(wholeNumber(retryAfter, 1, 20)) };
  response.writeHead(status, headers).end(status === 500 ? '{"status":500}' : "<html><body>no</body></html>");
  return retryAfter === null ? (String(status) as FaultName) : "429-retry-after";
}

/** Bodies of status 200 that are JSON with rows, and not the truth. */
const FORGERIES: Partial<
  Record<FaultName, (rows: readonly unknown[], question: Question) => readonly unknown[] | null>
> = {
  empty: () => [],
  fewer: (rows, { chance }) =>
    chance() < 0.5 ? rows.slice(wholeNumber(chance, 1, 20)) : rows.slice(0, rows.length >> 1),
  twice: (rows) => rows.flatMap((row) => [row, row]),
  "other-day": (_, { url, bodies, chance }) => {
    const moved = anotherDay(url, chance() < 0.5 ? 1 : -1);
    const body = moved && bodies(moved);
    return body === null ? null : rowsOf(JSON.parse(body));
  },
};

function forge(response: ServerResponse, fault: FaultName, truth: string, question: Question): FaultName | null {
  const json: unknown = JSON.parse(truth);
  const rows = rowsOf(json);
  const forged = rows && (FORGERIES[fault]?.(rows, question) ?? null);
  const text =
    forged === null ? truth : JSON.stringify(Array.isArray(json) ? forged : { ...(json as object), data: forged });
  end(response, text);
  return text === truth ? null : fault;
}

function rowsOf(json: unknown): readonly unknown[] | null {
  const rows: unknown = Array.isArray(json) ? json : (json as { readonly data?: unknown } | null)?.data;
  return Array.isArray(rows) ? rows : null;
}

function end(response: ServerResponse, body: string, type = "application/json; charset=utf-8"): void {
  response.writeHead(200, { "content-type": type }).end(body);
}

/** Without a stated length, so that only the body itself tells that it is not whole. */
function endAtOnce(response: ServerResponse, body: string): void {
  response.shouldKeepAlive = false;
  response.writeHead(200, { "content-type": "application/json", "transfer-encoding": "identity", connection: "close" });
  response.end(body);
}

async function breakOff(response: ServerResponse, body: string, chance: Chance): Promise<void> {
  response.writeHead(200, { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) });
  await new Promise<void>((resolve) => response.write(body.slice(0, cutPoint(body, chance)), () => resolve()));
  await sleep(2);
  response.destroy();
}

/** Within the body: JSON that lacks its last character is not whole. */
function cutPoint(body: string, chance: Chance): number {
  return wholeNumber(chance, 1, body.length - 1);
}

const PIECES = 5;

async function answerSlowly(
  response: ServerResponse,
  body: string | null,
  fault: FaultName,
): Promise<FaultName | null> {
  if (body === null || fault !== "slow") {
    answer(response, body);
    return null;
  }
  response.writeHead(200, { "content-type": "application/json" });
  const length = Math.ceil(body.length / PIECES);
  for (let at = 0; at < body.length && !response.destroyed; at += length) {
    response.write(body.slice(at, at + length));
    await sleep(3);
  }
  response.end();
  return fault;
}

/** The chance by which the n-th answer to a url is drawn. */
export function chanceOfAnswer(seed: number, url: string, n: number): Chance {
  return chanceOf(seed, "fault", url, n);
}
