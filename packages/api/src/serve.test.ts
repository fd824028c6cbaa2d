import { afterEach, expect, it } from "vitest";
import { createApp } from "./app.ts";
import { type RunningServer, serve } from "./serve.ts";

const hostname = "127.0.0.1";
const app = createApp({ version: "1.2.3", database: null, onError: () => {} });
const running: RunningServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function start(port: number): Promise<RunningServer> {
  const server = await serve({ app, hostname, port });
  running.push(server);
  return server;
}

it("answers on the port that it names", async () => {
  const { url } = await start(0);
  const response = await fetch(`${url}/healthz`);
  expect(await response.json()).toEqual({ status: "ok", version: "1.2.3", database: null });
});

it("refuses a port that is taken, naming it", async () => {
  const { port } = await start(0);
  await expect(serve({ app, hostname, port })).rejects.toMatchObject({
    code: "port-taken",
    details: { hostname, port },
  });
});

it("lets a request that is under way end before it closes, then frees the port", async () => {
  const slow = createApp({ version: "1.2.3", database: null, onError: () => {} });
  let began = (): void => {};
  let release = (): void => {};
  const beginning = new Promise<void>((resolve) => (began = resolve));
  const releasing = new Promise<void>((resolve) => (release = resolve));
  slow.get("/slow", async (context) => {
    began();
    await releasing;
    return context.text("done");
  });
  const server = await serve({ app: slow, hostname, port: 0 });
  const answer = fetch(`${server.url}/slow`);
  await beginning;
  const closing = server.close();
  release();
  expect(await (await answer).text()).toBe("done");
  await closing;
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow("fetch failed");
});
