import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  parseSettlementDate,
  parseSettlementPeriod,
  settlementDay,
  SourceError,
  UnpublishedError,
} from "@windhash/core";
import { describeWithData } from "@windhash/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as fault from "../test/faultServer.ts";
import { emptyFolder } from "../test/folder.ts";
import * as rows from "../test/rows.ts";
import { virtualTiming } from "../test/virtualTiming.ts";
import { recordingFetch } from "./archive/recordingFetch.ts";
import { elexonClient } from "./client/client.ts";
import { openArchive } from "./openArchive.ts";
import { elexonBalancingSource } from "./sources/balancingSource.ts";
import { elexonBmUnitSource } from "./sources/bmUnitSource.ts";

let server: fault.FaultServer;
beforeAll(async () => {
  server = await fault.startFaultServer();
});
afterAll(() => server.close());

const settlementDate = parseSettlementDate("2026-07-10");
const settlementPeriod = parseSettlementPeriod(20, settlementDate);
const bid = { settlementDate, settlementPeriod, side: "bid" } as const;
const offer = { settlementDate, settlementPeriod, side: "offer" } as const;
const HOUR = { startsAt: 1_656_633_600, endsAt: 1_656_637_200 };

describe("openArchive", () => {
  it("gives from recorded bodies exactly what was given while they were recorded", async () => {
    const directory = await emptyFolder();
    const recording = recordingFetch({ fetch, directory, now: () => 1_783_800_000 });
    const client = elexonClient({ fetch: recording, baseUrl: server.baseUrl, timing: virtualTiming() });
    const live = { balancing: elexonBalancingSource({ client }), units: elexonBmUnitSource({ client }) };

    server.script(
      fault.status(500),
      fault.json(rows.withMetadata("ISPSTACK", [rows.STACK_ROW])),
      fault.status(404),
      fault.json([rows.ACCEPTANCE_ROW]),
      fault.json({ data: [rows.ROW_COUNT_ROW] }),
      fault.json([rows.BM_UNIT_ROW]),
    );
    const stack = await live.balancing.stack(bid);
    await expect(live.balancing.stack(offer)).rejects.toBeInstanceOf(UnpublishedError);
    const acceptances = await live.balancing.acceptances(HOUR);
    const counts = await live.balancing.rowCounts({ settlementDate, dataset: "ISPSTACK" });
    const units = await live.units.bmUnits();

    const { kind, balancingSource, bmUnitSource } = await openArchive(directory);
    expect(kind).toBe("raw");
    expect(stack.fetchedAt).toBe(1_783_800_000);
    expect(await balancingSource.stack(bid)).toEqual(stack);
    await expect(balancingSource.stack(offer)).rejects.toBeInstanceOf(UnpublishedError);
    expect(await balancingSource.acceptances(HOUR)).toEqual(acceptances);
    expect(await balancingSource.rowCounts({ settlementDate, dataset: "ISPSTACK" })).toEqual(counts);
    expect(await bmUnitSource?.bmUnits()).toEqual(units);
  });

  it("says so when something was never recorded", async () => {
    const directory = await emptyFolder();
    await writeFile(join(directory, "index.ndjson"), "");
    const { balancingSource } = await openArchive(directory);
    const asked = balancingSource.stack(bid);
    await expect(asked).rejects.toThrow("not in the archive");
    await expect(asked).rejects.toBeInstanceOf(SourceError);
  });

  it("refuses a directory that does not exist", async () => {
    const directory = join(await emptyFolder(), "nowhere");
    await expect(openArchive(directory)).rejects.toThrow(/must be a directory that can be read.*nowhere/);
  });

  it("refuses a file", async () => {
    const file = join(await emptyFolder(), "file");
    await writeFile(file, "");
    await expect(openArchive(file)).rejects.toMatchObject({ code: "source" });
  });

  it.each([[[]], [["pn.ndjson.gz"]], [["boalf.ndjson.gz", "bod.ndjson.gz"]], [["readme.txt"]]])(
    "refuses a directory that is of neither kind: %j",
    async (names) => {
      const directory = await emptyFolder();
      for (const name of names) await writeFile(join(directory, name), "");
      await expect(openArchive(directory)).rejects.toThrow(
        /must hold index\.ndjson, or pn\.ndjson\.gz and boalf\.ndjson\.gz/,
      );
    },
  );
});

describeWithData("openArchive over two real days", "elexon/day-2022-01-01", (directory) => {
  it("recognises an extract", async () => {
    const { kind, balancingSource, bmUnitSource } = await openArchive(directory);
    expect([kind, bmUnitSource]).toEqual(["extract", null]);
    const day = settlementDay(parseSettlementDate("2022-01-01"));
    expect((await balancingSource.notifications(day)).rows).toHaveLength(9027);
  });
});
