import { attemptReply, type Outcome, refusal, type Request, secondsOf, statedTime } from "./attempt.ts";

/** What `GET /health` answers; both are answers. */
export type ElexonHealth = {
  /** False: "unhealthy or in degraded state", by the API document. */
  readonly isHealthy: boolean;
  readonly status: 200 | 503;
  /** Unix seconds at which it was asked. */
  readonly fetchedAt: number;
};

/** One request for the health. Its body means nothing that the document states, and is not read. */
export async function attemptHealth(request: Request): Promise<Outcome<ElexonHealth>> {
  const askedAt = secondsOf(request.timing);
  const outcome = await attemptReply(request);
  if (!("value" in outcome)) return outcome;
  const { status, headers } = outcome.value;
  if (status !== 200 && status !== 503) return refusal(request, outcome.value);
  return { value: { isHealthy: status === 200, status, fetchedAt: statedTime(headers) ?? askedAt } };
}
