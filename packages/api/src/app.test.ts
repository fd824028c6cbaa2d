import { expect, it, vi } from "vitest";
import { createApp } from "./app.ts";

const database = { kind: "embedded", state: "closed" } as const;
const app = createApp({ version: "1.2.3", database, onError: () => {} });

it.each(["/healthz", "/health"])("answers %s with its version and the state of its database", async (path) => {
  const response = await app.request(path);
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({ status: "ok", version: "1.2.3", database });
});

it("tells an unknown route in the form of RFC 9457", async () => {
  const response = await app.request("/api/nothing");
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toEqual({
    type: "urn:windhash:problem:not-found",
    title: "Not found",
    status: 404,
    detail: "A request must name a route of this API, got GET /api/nothing. Its health is at GET /healthz.",
  });
});

it("takes a wrong method for an unknown route", async () => {
  const response = await app.request("/healthz", { method: "DELETE" });
  expect(response.status).toBe(404);
});

it("keeps the cause of a defect to itself and its log", async () => {
  const onError = vi.fn<(error: unknown) => void>();
  const broken = createApp({ version: "1.2.3", database: null, onError });
  const defect = new Error("password is hunter2");
  broken.get("/broken", () => {
    throw defect;
  });
  const response = await broken.request("/broken");
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("hunter2");
  expect(onError).toHaveBeenCalledWith(defect);
});
