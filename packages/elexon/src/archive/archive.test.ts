import { createHash } from "node:crypto";
import { appendFile, mkdir, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { SourceError } from "@windhash/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as fault from "../../test/faultServer.ts";
import { emptyFolder } from "../../test/folder.ts";
import { FETCHED_AT_HEADER } from "../client/fetch.ts";
import { readEntries } from "./entries.ts";
import { recordingFetch } from "./recordingFetch.ts";
import { replayFetch } from "./replayFetch.ts";

let server: fault.FaultServer;
beforeAll(async () => {
  server = await fault.startFaultServer();
});
afterAll(() => server.close());

const JANUARY_2 = 1_641_081_600;

type Answer = { readonly path?: string; readonly at?: number; readonly reply: fault.Reply };

/** Records one answer of the server. */
async function record(directory: string, { path = "/stack", at = JANUARY_2, reply }: Answer): Promise<Response> {
  server.script(reply);
  return recordingFetch({ fetch, directory, now: () => at })(`${server.baseUrl}${path}`);
}

function replay(directory: string, path = "/stack", host = server.baseUrl): Promise<Response> {
  return replayFetch({ directory })(`${host}${path}`);
}

/** The only object of an archive. */
async function objectPath(directory: string): Promise<string> {
  const names = await readdir(join(directory, "objects"), { recursive: true });
  const files = names.filter((name) => name.endsWith(".gz"));
  expect(files).toHaveLength(1);
  return join(directory, "objects", files[0]!);
}

describe("what an archive keeps", () => {
  it("names an object by the hash of the body, compressed, and lists it in the index", async () => {
    const directory = await emptyFolder();
    const body = '{"data":[ {"volume":-0.10} ]}';
    const response = await record(directory, { path: "/stack?b=2&a=1", reply: fault.json(body) });
    expect(await response.text()).toBe(body);
    expect(response.headers.get(FETCHED_AT_HEADER)).toBe(String(JANUARY_2));

    const sha256 = createHash("sha256").update(body).digest("hex");
    const object = join(directory, "objects", sha256.slice(0, 2), `${sha256.slice(2)}.gz`);
    expect(gunzipSync(await readFile(object)).toString()).toBe(body);
    const line = await readFile(join(directory, "index.ndjson"), "utf8");
    expect(line.endsWith("}\n")).toBe(true);
    expect(JSON.parse(line)).toEqual({
      url: "/bmrs/api/v1/stack?a=1&b=2",
      fetchedAt: JANUARY_2,
      status: 200,
      sha256,
      bytes: body.length,
    });
  });

  it("keeps a body once, however often it comes", async () => {
    const directory = await emptyFolder();
    await record(directory, { at: 1, reply: fault.json([1]) });
    await record(directory, { at: 2, path: "/other", reply: fault.json([1]) });
    await objectPath(directory);
    expect(await readEntries(directory)).toHaveLength(2);
  });

  it("keeps 404, which is a statement of the source", async () => {
    const directory = await emptyFolder();
    await record(directory, { reply: fault.status(404, {}, "nothing here") });
    const response = await replay(directory);
    expect([response.status, await response.text()]).toEqual([404, "nothing here"]);
  });

  it.each([
    ["429", fault.status(429)],
    ["500", fault.status(500)],
    ["400", fault.status(400)],
    ["a page for people", fault.html],
    ["an empty body", fault.json("")],
    ["an error that is JSON", fault.json({ errorType: "Internal", detail: "try later" })],
    ["a wrapper without rows", fault.json({ data: null })],
  ])("does not keep %s, and does not let it take the place of an answer", async (_, reply) => {
    const directory = await emptyFolder();
    await record(directory, { at: 1, reply: fault.json([1]) });
    await record(directory, { at: 2, reply });
    expect(await readEntries(directory)).toHaveLength(1);
    expect(await (await replay(directory)).json()).toEqual([1]);
  });

  it("passes what it does not keep through as it is, headers and all", async () => {
    const response = await record(await emptyFolder(), { reply: fault.status(429, { "retry-after": "7" }, "slower") });
    expect([response.status, response.headers.get("retry-after"), await response.text()]).toEqual([429, "7", "slower"]);
  });

  it("does not keep what was not simply asked for", async () => {
    const directory = await emptyFolder();
    const recording = recordingFetch({ fetch, directory, now: () => JANUARY_2 });
    server.script(fault.json([1]));
    const url = `${server.baseUrl}/stack`;
    for (const response of [
      await recording(url, { method: "post" }),
      await recording(new Request(url, { method: "POST" })),
    ]) {
      expect(await response.json()).toEqual([1]);
    }
    expect(await readdir(directory)).toEqual([]);
  });

  it("lets a broken connection break", async () => {
    const directory = await emptyFolder();
    await expect(record(directory, { reply: fault.half([1, 2, 3]) })).rejects.toThrow("terminated");
    await expect(replay(directory)).rejects.toBeInstanceOf(SourceError);
  });

  it("gives no answer that it could not keep", async () => {
    const directory = join(await emptyFolder(), "file");
    await writeFile(directory, "in the way");
    const failed = record(directory, { reply: fault.json([1]) });
    await expect(failed).rejects.toMatchObject({ code: "source", retryable: false, details: { directory } });
  });

  it("leaves no half-written file behind", async () => {
    const directory = await emptyFolder();
    await record(directory, { reply: fault.json([1]) });
    const names = await readdir(directory, { recursive: true });
    expect(names.filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("takes a hundred answers at the same time, from several recorders", async () => {
    const directory = await emptyFolder();
    server.script((response, request) => fault.json(JSON.stringify([request.url]))(response, request));
    const recorders = [1, 2, 3, 4].map((at) => recordingFetch({ fetch, directory, now: () => at }));
    const paths = Array.from({ length: 100 }, (_, index) => `/stack/${index}`);
    await Promise.all(paths.map((path, index) => recorders[index % 4]!(`${server.baseUrl}${path}`)));
    expect(await readEntries(directory)).toHaveLength(100);
    for (const path of paths) expect(await (await replay(directory, path)).json()).toEqual([`/bmrs/api/v1${path}`]);
  });
});

describe("what an archive replays", () => {
  it("is byte for byte what was recorded, with the time at which it was fetched", async () => {
    const directory = await emptyFolder();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue()).map((rows) => JSON.stringify(rows)),
        fc.nat(4_000_000_000),
        fc.nat(1_000_000),
        async (body, at, number) => {
          const path = `/stack?number=${number}&at=${at}&body=${encodeURIComponent(body)}`;
          await record(directory, { path, at, reply: fault.json(body) });
          const response = await replay(directory, path);
          expect(response.status).toBe(200);
          expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(body))).toBe(true);
          expect(response.headers.get(FETCHED_AT_HEADER)).toBe(String(at));
        },
      ),
      { numRuns: 30 },
    );
  });

  it("is the newest answer, whichever was written last", async () => {
    const directory = await emptyFolder();
    await record(directory, { at: 20, reply: fault.json(["second"]) });
    await record(directory, { at: 10, reply: fault.json(["first"]) });
    expect(await (await replay(directory)).json()).toEqual(["second"]);
  });

  it.each([
    ["before", 10],
    ["after", 30],
  ])("is the answer rather than a 404, though that was asked for %s it", async (_, at) => {
    const directory = await emptyFolder();
    await record(directory, { at: 20, reply: fault.json(["answer"]) });
    await record(directory, { at, reply: fault.status(404, {}, "a proxy's page") });
    expect(await (await replay(directory)).json()).toEqual(["answer"]);
  });

  it("is the later line of two answers of the same second", async () => {
    const directory = await emptyFolder();
    await record(directory, { at: 20, reply: fault.json(["first"]) });
    await record(directory, { at: 20, reply: fault.json(["second"]) });
    expect(await (await replay(directory)).json()).toEqual(["second"]);
  });

  it("does not depend on the host or on the order of the query", async () => {
    const directory = await emptyFolder();
    await record(directory, { path: "/x?bmUnit=B&to=2&bmUnit=A&from=1", reply: fault.json([1]) });
    const response = await replay(
      directory,
      "/x?from=1&to=2&bmUnit=A&bmUnit=B",
      "https://data.elexon.co.uk/bmrs/api/v1",
    );
    expect(await response.json()).toEqual([1]);
  });

  it("takes a text, a URL and a Request alike", async () => {
    const directory = await emptyFolder();
    await record(directory, { reply: fault.json([1]) });
    const url = `${server.baseUrl}/stack`;
    for (const input of [url, new URL(url), new Request(url)]) {
      expect(await (await replayFetch({ directory })(input)).json()).toEqual([1]);
    }
  });

  it("is an error for what was never recorded, and never a request", async () => {
    const directory = await emptyFolder();
    await record(directory, { reply: fault.json([1]) });
    const before = server.requests.length;
    await expect(replay(directory, "/other")).rejects.toMatchObject({
      code: "source",
      details: { isInArchive: false },
    });
    await expect(replay(directory, "/other")).rejects.toThrow(/\/bmrs\/api\/v1\/other, which is not in the archive/);
    expect(server.requests).toHaveLength(before);
  });

  it("passes over other statuses that somebody wrote into the index", async () => {
    const directory = await emptyFolder();
    await record(directory, { at: 1, reply: fault.json([1]) });
    const line = await readFile(join(directory, "index.ndjson"), "utf8");
    await appendFile(
      join(directory, "index.ndjson"),
      line.replace('"status":200', '"status":500').replace(":1,", ":2,"),
    );
    expect((await replay(directory)).status).toBe(200);
  });
});

describe("a damaged archive", () => {
  it("is detected when an object holds other bytes than its name says", async () => {
    const directory = await emptyFolder();
    await record(directory, { reply: fault.json([1]) });
    await writeFile(await objectPath(directory), gzipSync("[2]"));
    await expect(replay(directory)).rejects.toThrow(/must hold the bytes of its name.*sha256/);
  });

  it("is detected at whatever byte an object is cut short", async () => {
    const directory = await emptyFolder();
    await record(directory, { reply: fault.json(Array.from({ length: 40 }, (_, index) => index)) });
    const path = await objectPath(directory);
    const whole = await readFile(path);
    for (let length = 0; length < whole.length; length += 1) {
      await writeFile(path, whole.subarray(0, length));
      await expect(replay(directory)).rejects.toThrow(/must hold the bytes of its name/);
    }
  });

  it("is detected when an object is absent, and mended by recording the answer again", async () => {
    const directory = await emptyFolder();
    await record(directory, { reply: fault.json([1]) });
    await truncate(await objectPath(directory), 3);
    await expect(replay(directory)).rejects.toBeInstanceOf(SourceError);
    await record(directory, { reply: fault.json([1]) });
    expect(await (await replay(directory)).json()).toEqual([1]);
  });

  it("passes over a last line that a crash has torn at any byte, and keeps the lines before and after it", async () => {
    const directory = await emptyFolder();
    await record(directory, { path: "/first", reply: fault.json([1]) });
    const index = join(directory, "index.ndjson");
    const first = await stat(index);
    await record(directory, { path: "/torn", reply: fault.json([2]) });
    const whole = await readFile(index);
    for (let length = first.size + 1; length < whole.length - 1; length += 7) {
      await writeFile(index, whole.subarray(0, length));
      expect(await (await replay(directory, "/first")).json()).toEqual([1]);
      await expect(replay(directory, "/torn")).rejects.toThrow("not in the archive");
      await record(directory, { path: "/after", reply: fault.json([3]) });
      expect(await (await replay(directory, "/after")).json()).toEqual([3]);
      await record(directory, { path: "/torn", reply: fault.json([2]) });
      expect(await (await replay(directory, "/torn")).json()).toEqual([2]);
    }
  });

  it("takes a last line that lacks only its line end", async () => {
    const directory = await emptyFolder();
    await record(directory, { reply: fault.json([1]) });
    const index = join(directory, "index.ndjson");
    await truncate(index, (await stat(index)).size - 1);
    expect(await (await replay(directory)).json()).toEqual([1]);
    await record(directory, { path: "/after", reply: fault.json([2]) });
    expect(await readEntries(directory)).toHaveLength(2);
  });

  it.each([
    ["is no JSON", '{"url" "x"}'],
    ["lacks a field", '{"url":"/x","fetchedAt":1,"status":200,"bytes":2}'],
    [
      "names its object in another way",
      '{"url":"/x","fetchedAt":1,"status":200,"sha256":"../../etc/passwd","bytes":2}',
    ],
  ])("is detected when a whole line of the index %s", async (_, line) => {
    const directory = await emptyFolder();
    await record(directory, { reply: fault.json([1]) });
    await appendFile(join(directory, "index.ndjson"), `${line}\n`);
    await expect(replay(directory)).rejects.toThrow(/index\.ndjson, line 2/);
  });

  it("is detected when there is no index", async () => {
    const directory = await emptyFolder();
    await mkdir(join(directory, "objects"));
    await expect(replay(directory)).rejects.toThrow(/must have an index\.ndjson/);
  });
});
