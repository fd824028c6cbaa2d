import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parseSettlementDate } from "@windhash/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { ALL_FAULTS } from "./faults.ts";
import { type ReplayedFrom, type ReplayServer, startReplayServer } from "./replayServer.ts";
import { syntheticWorld } from "./world.ts";

const WORLD = syntheticWorld({ seed: 3 });

type Options = Parameters<typeof startReplayServer>[1];
type Row = Readonly<Record<string, unknown>>;

async function started(from: ReplayedFrom, options?: Options): Promise<ReplayServer> {
  const server = await startReplayServer(from, options);
  onTestFinished(() => server.close());
  return server;
}

async function rowsOf(server: ReplayServer, path: string): Promise<readonly Row[]> {
  const json = (await (await fetch(`${server.baseUrl}${path}`)).json()) as { readonly data: readonly Row[] } | Row[];
  return Array.isArray(json) ? json : json.data;
}

const countsPath = (dataset: string, date: string) =>
  `/data-status/${dataset}?settlementDateFrom=${date}&settlementDateTo=${date}`;

describe("a made-up world over HTTP", () => {
  it.each([
    ["2025-03-30", 46],
    ["2025-07-01", 48],
    ["2025-10-26", 50],
  ])("counts as many stack rows of %s as it gives, in each of its %i periods", async (date, periods) => {
    const server = await started({ world: WORLD });
    const counts = await rowsOf(server, countsPath("ISPSTACK", date));
    expect(counts).toHaveLength(periods);
    for (const { settlementPeriod, dataPointCount } of counts) {
      const sides = await Promise.all(
        ["bid", "offer"].map((side) =>
          rowsOf(server, `/balancing/settlement/stack/all/${side}/${date}/${String(settlementPeriod)}`),
        ),
      );
      expect([settlementPeriod, sides.flat().length]).toEqual([settlementPeriod, dataPointCount]);
    }
    const beyond = await fetch(`${server.baseUrl}/balancing/settlement/stack/all/bid/${date}/${periods + 1}`);
    expect(beyond.status).toBe(404);
  });

  it("holds what real days hold: undos, flags, adjustment actions, other units, rows of nothing, and quiet periods", async () => {
    const server = await started({ world: WORLD });
    const date = "2025-07-01";
    const paths = Array.from({ length: 48 }, (_, at) => `/balancing/settlement/stack/all/offer/${date}/${at + 1}`);
    const offers = (await Promise.all(paths.map((path) => rowsOf(server, path)))).flat();
    const truth = WORLD.truth(parseSettlementDate(date));
    expect(truth.some(({ undoWh, netWh }) => undoWh > 0 && netWh > 0)).toBe(true);
    expect(truth.some(({ soGrossWh, grossWh }) => soGrossWh > 0 && soGrossWh < grossWh)).toBe(true);
    expect(new Set(truth.map(({ settlementPeriod }) => settlementPeriod)).size).toBeLessThan(48);
    expect(offers.some(({ id, acceptanceId }) => id === "1" && acceptanceId === null)).toBe(true);
    expect(offers.some(({ id, bidOfferPairId }) => String(id).includes("CCG") && bidOfferPairId === 1)).toBe(true);
    expect(offers.some(({ volume }) => volume === 0)).toBe(true);
    const volumes = await rowsOf(server, `/balancing/settlement/acceptance/volumes/all/bid/${date}`);
    expect(volumes.some(({ totalVolumeAccepted }) => totalVolumeAccepted === 0)).toBe(true);
    const plans = await rowsOf(server, `/datasets/PN/stream?from=${date}T12:00:00Z&to=${date}T12:29:59Z`);
    expect(plans.map(({ bmUnit }) => bmUnit).filter((id) => id === null)).toHaveLength(1);
  });

  it("writes times in both of the spellings that the API has", async () => {
    const server = await started({ world: WORLD });
    const spellings = await Promise.all(
      ["PN", "BOD", "BOALF"].flatMap((dataset) =>
        ["2025-07-01", "2025-07-02"].map((date) =>
          rowsOf(server, `/datasets/${dataset}/stream?from=${date}T00:00:00Z&to=${date}T23:59:59Z`),
        ),
      ),
    );
    const both = await rowsOf(server, "/balancing/settlement/acceptance/volumes/all/bid/2025-07-01");
    const texts = [...spellings.flat().map(({ timeFrom }) => timeFrom), ...both.map(({ startTime }) => startTime)];
    for (const end of ["Z", ".0000000+00:00"]) expect(texts.some((text) => String(text).endsWith(end))).toBe(true);
  });
});

describe("faults", () => {
  it("come in the same order for the same seed, and to all names", async () => {
    const faults = { share: 0.5, weights: { ...ALL_FAULTS, silence: 0 } };
    const run = async (seed: number) => {
      const server = await started({ world: WORLD }, { faults, seed });
      for (let n = 0; n < 150; n += 1) {
        const body = fetch(`${server.baseUrl}/balancing/settlement/acceptance/volumes/all/bid/2025-07-01`);
        await body.then((response) => response.text()).catch(() => undefined);
      }
      return server.served.map(({ fault }) => fault);
    };
    const [first, again, other] = [await run(1), await run(1), await run(2)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const names = new Set<string | null>([...first, ...other]);
    for (const name of Object.keys(ALL_FAULTS)) expect([name, names.has(name)]).toEqual([name, name !== "silence"]);
  });
});

describe("an archive over HTTP", () => {
  it("answers its newest body byte for byte, whatever the order of the query, and 404 for what it lacks", async () => {
    const archive = mkdtempSync(join(tmpdir(), "windhash-replay-"));
    onTestFinished(() => rmSync(archive, { recursive: true, force: true }));
    const entries = ['[{"a":1.0}]', '[ {"a":2.50} ]'].map((body, fetchedAt) => {
      const sha256 = createHash("sha256").update(body).digest("hex");
      mkdirSync(join(archive, "objects", sha256.slice(0, 2)), { recursive: true });
      writeFileSync(join(archive, "objects", sha256.slice(0, 2), `${sha256.slice(2)}.gz`), gzipSync(body));
      return { url: "/bmrs/api/v1/datasets/X?a=1&b=2", fetchedAt, status: 200, sha256, bytes: body.length };
    });
    writeFileSync(join(archive, "index.ndjson"), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    const server = await started({ archive });
    const found = await fetch(`${server.baseUrl}/datasets/X?b=2&a=1`);
    expect([found.status, await found.text()]).toEqual([200, '[ {"a":2.50} ]']);
    expect((await fetch(`${server.baseUrl}/datasets/Y`)).status).toBe(404);
  });
});
