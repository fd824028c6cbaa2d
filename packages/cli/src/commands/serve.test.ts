import { EventEmitter } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { DEFAULT_PORT } from "../arguments/port.ts";
import { capture, surroundings, windhash, windhashJson } from "../../test/windhash.ts";
import { run } from "../run.ts";

/** Starts to serve, waits until it says where, does `work` there, then stops it by a signal. */
async function whileServing<Result>(
  argv: readonly string[],
  work: (url: string) => Promise<Result>,
  environment: Readonly<Record<string, string>> = {},
) {
  const [stdout, stderr, signals] = [capture(), capture(), new EventEmitter()];
  const serving = new Promise<string>((resolve) => {
    const write = stdout.write.bind(stdout);
    stdout.write = (text) => {
      write(text);
      const [url] = /http:\/\/[\d.:]+/.exec(text) ?? [];
      if (url !== undefined) resolve(url);
      return true;
    };
  });
  const ended = run(argv, { ...surroundings({ stdout, stderr }), signals, environment });
  const result = await Promise.race([serving.then(work), ended.then(() => null)]);
  signals.emit("SIGTERM");
  return { code: await ended, stdout: stdout.text(), stderr: stderr.text(), result };
}

const health = async (url: string) => (await fetch(`${url}/healthz`)).json();

it("serves its health, says where, and stops on SIGTERM with exit code 0", async () => {
  const ran = await whileServing(["serve", "--port", "0"], health);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(
    /^windhash is serving on http:\/\/127\.0\.0\.1:\d+ {2}\(health: \/healthz and \/health\)\n$/,
  );
  expect(ran.result).toEqual({ status: "ok", version: "0.0.0", database: { kind: "embedded", state: "closed" } });
});

it("tells where it serves as a document too", async () => {
  const ran = await whileServing(["serve", "--port", "0", "--json"], async (url) => url);
  expect(JSON.parse(ran.stdout)).toEqual({ url: ran.result, port: Number(ran.result?.split(":").at(-1)) });
});

it("takes the port of the environment, and the typed one before it", async () => {
  const port = await freePort();
  const named = await whileServing(["serve"], async (url) => url, { PORT: String(port) });
  expect(named.result).toBe(`http://127.0.0.1:${port}`);
  const typed = await whileServing(["serve", "--port", String(port)], async (url) => url, { PORT: "nonsense" });
  expect(typed.result).toBe(`http://127.0.0.1:${port}`);
  expect(await windhash(["serve"], { environment: { PORT: "nonsense" } })).toMatchObject({
    code: 2,
    stderr: 'windhash: PORT must be a whole number from 0 (any free port) to 65535, got "nonsense".\n',
  });
});

it("refuses a port that was chosen and is taken", () =>
  withTakenPort(0, async (port) => {
    const { code, document } = await windhashJson(["serve", "--port", String(port)]);
    expect({ code, error: document.error.code }).toEqual({ code: 1, error: "port-taken" });
  }));

it("picks a free port where the usual one is taken and none was chosen", () =>
  withTakenPort(DEFAULT_PORT, async () => {
    const ran = await whileServing(["serve"], health);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toBe(`windhash: port ${DEFAULT_PORT} is taken, so another one is used\n`);
    expect(ran.result).toMatchObject({ status: "ok" });
  }));

/** Holds a port while `work` runs; if somebody else holds it already, that will do. */
async function withTakenPort<Result>(port: number, work: (port: number) => Promise<Result>): Promise<Result> {
  const server = createServer();
  const taken = await new Promise<number>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(port) : reject(error),
    );
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
  try {
    return await work(taken);
  } finally {
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
}

function freePort(): Promise<number> {
  return withTakenPort(0, async (port) => port);
}
