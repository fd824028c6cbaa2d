import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { archiveBodies, canonicalUrl } from "./archiveBodies.ts";
import { BASE_PATH, type Bodies, worldBodies } from "./bodies.ts";
import { answer, answerWithFault, chanceOfAnswer, drawFault, type FaultName, type Faults } from "./faults.ts";
import type { World } from "./world.ts";

/** What a server answers from: the folder of an archive, or a made-up world. */
export type ReplayedFrom = { readonly archive: string } | { readonly world: World };

/** A request as it was served. */
export type ServedRequest = { readonly url: string; readonly fault: FaultName | null };

/** A server on this machine that stands for the Insights API. */
export type ReplayServer = {
  /** Stands for Elexon's base url, path included. */
  readonly baseUrl: string;
  /** In the order in which their answers were decided on. */
  readonly served: readonly ServedRequest[];
  /** From now on these faults, or none. */
  readonly setFaults: (faults: Faults | null) => void;
  readonly close: () => Promise<void>;
};

/**
 * Starts a server that speaks the Insights API: recorded bodies byte for byte, or those of a made-up world; 404 for anything else.
 *
 * @param options.faults none by default
 * @param options.seed of the faults: the n-th answer to a url fails in the same way for the same seed
 */
export async function startReplayServer(
  from: ReplayedFrom,
  options: { readonly faults?: Faults | null; readonly seed?: number } = {},
): Promise<ReplayServer> {
  const bodies = remembering("archive" in from ? archiveBodies(from.archive) : worldBodies(from.world));
  const served: ServedRequest[] = [];
  const asked = new Map<string, number>();
  let faults = options.faults ?? null;
  const reply = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const key = canonicalUrl(url);
    const n = (asked.get(key) ?? 0) + 1;
    asked.set(key, n);
    const chance = chanceOfAnswer(options.seed ?? 0, key, n);
    const fault = faults === null ? null : drawFault(faults, chance);
    const came = fault === null ? null : await answerWithFault(response, fault, { url, bodies, chance });
    if (fault === null) answer(response, bodies(url));
    served.push({ url: key, fault: came });
  };
  const server = createServer((request, response) => {
    reply(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE_PATH}`,
    served,
    setFaults(given) {
      faults = given;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Bodies that are asked for again and again, as a source that fails makes one do. */
const MOST_REMEMBERED = 5000;

function remembering(bodies: Bodies): Bodies {
  const known = new Map<string, string | null>();
  return (url) => {
    const key = canonicalUrl(url);
    const held = known.get(key);
    if (held !== undefined) return held;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const body = bodies(url);
    known.set(key, body);
    return body;
  };
}
