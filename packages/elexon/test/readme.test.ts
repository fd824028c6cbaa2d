import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ELEXON_BASE_URL } from "../src/client/client.ts";
import * as fault from "./faultServer.ts";
import * as rows from "./rows.ts";

let server: fault.FaultServer;
beforeAll(async () => {
  server = await fault.startFaultServer();
});
afterAll(() => server.close());

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");

it("the README's example runs as it stands and prints what the README says", async () => {
  const [, ...lines] = readFileSync(new URL("readmeExample.ts", import.meta.url), "utf8").split("\n");
  const code = lines.join("\n");
  const prints = /```text\n([^`]+)```/.exec(README)?.[1];
  expect(README).toContain(`\`\`\`ts\n${code}\`\`\``);
  const date = { settlementDate: "2025-03-11" };
  const at = { ...date, timeFrom: "2025-03-11T00:00:00Z", timeTo: "2025-03-11T00:30:00Z" };
  server.script(
    fault.json({ data: [1, 2].map((acceptanceId) => ({ ...rows.ACCEPTANCE_VOLUMES_ROW, ...date, acceptanceId })) }),
    fault.json(["T_ABRBO-1", "T_MOWEO-1", "T_MOWEO-1"].map((bmUnit) => ({ ...rows.NOTIFICATION_ROW, ...at, bmUnit }))),
  );
  const printed: string[] = [];
  const real = globalThis.fetch;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => real(url.replace(ELEXON_BASE_URL, server.baseUrl), init));
  vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(`${line}\n`));
  try {
    await import("./readmeExample.ts");
  } finally {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  }
  expect(printed.join("")).toBe(prints);
  expect(server.requests).toEqual([
    "/balancing/settlement/acceptance/volumes/all/bid/2025-03-11",
    "/datasets/PN/stream?from=2025-03-11T00:00:00Z&to=2025-03-11T23:59:59Z",
  ]);
});

it("the README names every method that there is", async () => {
  const { elexonClient } = await import("../src/client/client.ts");
  const client = elexonClient();
  for (const name of Object.keys(client)) expect(README).toContain(`\`${name}\``);
  for (const name of Object.keys(client.stream)) expect(README).toContain(`\`${name}\``);
});
