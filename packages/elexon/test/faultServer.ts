import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server does with one request. */
export type Reply = (response: ServerResponse, request: IncomingMessage) => void;

/** A server on this machine that answers the way it is told to. */
export type FaultServer = {
  /** Stands for Elexon's base url, with its path. */
  readonly baseUrl: string;
  /** Paths with query, in the order in which they were asked for. */
  readonly requests: readonly string[];
  /** Answers to the next requests; the last one answers all that follow. */
  readonly script: (...replies: readonly Reply[]) => void;
  readonly close: () => Promise<void>;
};

const BASE_PATH = "/bmrs/api/v1";

/** Starts a server that answers 404 until it has a script. */
export async function startFaultServer(): Promise<FaultServer> {
  const requests: string[] = [];
  let replies: readonly Reply[] = [status(404)];
  let next = 0;
  const server = createServer((request, response) => {
    requests.push((request.url ?? "").slice(BASE_PATH.length));
    const reply = replies[Math.min(next, replies.length - 1)];
    next += 1;
    reply?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE_PATH}`,
    requests,
    script: (...given) => {
      replies = given;
      next = 0;
      requests.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** 200 with a JSON body, in its exact text where a text is given. */
export function json(body: unknown): Reply {
  return (response) => {
    response.setHeader("content-type", "application/json");
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

/** Another status. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}, body = ""): Reply {
  return (response) => {
    response.writeHead(code, headers);
    response.end(body);
  };
}

/** 200 with a page for people, as a proxy in between gives. */
export const html: Reply = (response) => {
  response.setHeader("content-type", "text/html");
  response.end("<html><body>Service unavailable</body></html>");
};

/** The connection breaks before an answer. */
export const reset: Reply = (response) => {
  response.destroy();
};

/** The connection breaks in the middle of the body. */
export function half(body: unknown): Reply {
  return (response) => {
    const text = JSON.stringify(body);
    response.writeHead(200, { "content-type": "application/json", "content-length": String(text.length) });
    response.write(text.slice(0, Math.floor(text.length / 2)), () => setTimeout(() => response.destroy(), 5));
  };
}

/** The same without a stated length: the connection closes in an orderly way, and only the body itself tells. */
export function cutShort(body: unknown): Reply {
  return (response) => {
    const text = JSON.stringify(body);
    response.shouldKeepAlive = false;
    response.writeHead(200, {
      "content-type": "application/json",
      "transfer-encoding": "identity",
      connection: "close",
    });
    response.end(text.slice(0, Math.floor(text.length / 2)));
  };
}

/** No answer at all. */
export const silence: Reply = () => undefined;

/** Headers and half a body, then nothing. */
export function stall(body: unknown): Reply {
  return (response) => {
    const text = JSON.stringify(body);
    response.writeHead(200, { "content-type": "application/json", "content-length": String(text.length) });
    response.write(text.slice(0, 1));
  };
}
