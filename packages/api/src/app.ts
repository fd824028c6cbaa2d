import { Hono } from "hono";
import { INTERNAL, notFound, problemResponse } from "./problem.ts";

/** What the API tells about the database behind it. */
export type DatabaseHealth = {
  readonly kind: "embedded" | "server";
  /** `closed`: nothing that is served now needs it, so other commands may open it. */
  readonly state: "open" | "closed";
};

/** What the API stands on. */
export type AppDeps = {
  /** Version of windhash. */
  readonly version: string;
  /** Null when there is none. */
  readonly database: DatabaseHealth | null;
  /** Told of defects; the response says nothing of them. */
  readonly onError: (error: unknown) => void;
};

/** What `/healthz` and `/health` answer. */
export type Health = { readonly status: "ok"; readonly version: string; readonly database: DatabaseHealth | null };

/** The HTTP API, as an app over WHATWG requests; it opens no port. */
export function createApp({ version, database, onError }: AppDeps): Hono {
  const app = new Hono();
  const health: Health = { status: "ok", version, database };
  for (const path of ["/healthz", "/health"]) {
    app.get(path, (context) => context.json(health, 200, { "cache-control": "no-store" }));
  }
  app.notFound((context) => problemResponse(context, notFound({ method: context.req.method, path: context.req.path })));
  app.onError((error, context) => {
    onError(error);
    return problemResponse(context, INTERNAL);
  });
  return app;
}
