import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** What an error response says, in the form of RFC 9457. */
export type Problem = {
  /** Stable, for programs: names the kind of problem. */
  readonly type: `urn:windhash:problem:${string}`;
  /** The kind of problem, for people. */
  readonly title: string;
  readonly status: ContentfulStatusCode;
  /** What happened this time, and what to do. */
  readonly detail: string;
};

/** No route has that path. */
export function notFound({ method, path }: { readonly method: string; readonly path: string }): Problem {
  return {
    type: "urn:windhash:problem:not-found",
    title: "Not found",
    status: 404,
    detail: `A request must name a route of this API, got ${method} ${path}. Its health is at GET /healthz.`,
  };
}

/** A defect of ours. The cause stays in the log: it may hold what a stranger should not read. */
export const INTERNAL: Problem = {
  type: "urn:windhash:problem:internal",
  title: "Internal error",
  status: 500,
  detail: "The request could not be answered. The server's log says why.",
};

/** The response that tells a problem. */
export function problemResponse(context: Context, problem: Problem): Response {
  return context.body(JSON.stringify(problem), problem.status, { "content-type": "application/problem+json" });
}
