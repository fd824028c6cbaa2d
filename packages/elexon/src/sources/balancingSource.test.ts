import { createHash } from "node:crypto";
import { parseSettlementDate, parseSettlementPeriod } from "@windhash/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as fault from "../../test/faultServer.ts";
import * as rows from "../../test/rows.ts";
import { START_S, virtualTiming } from "../../test/virtualTiming.ts";
import { elexonClient } from "../client/client.ts";
import { elexonBalancingSource } from "./balancingSource.ts";

let server: fault.FaultServer;
beforeAll(async () => {
  server = await fault.startFaultServer();
});
afterAll(() => server.close());

const JULY_10 = parseSettlementDate("2026-07-10");
const PERIOD_20 = parseSettlementPeriod(20, JULY_10);
const HOUR = { startsAt: 1_656_633_600, endsAt: 1_656_637_200 };

function source() {
  const client = elexonClient({ fetch, baseUrl: server.baseUrl, timing: virtualTiming(), retries: 0 });
  return elexonBalancingSource({ client });
}

async function stackRows(...given: readonly object[]) {
  server.script(fault.json(given));
  return (await source().stack({ settlementDate: JULY_10, settlementPeriod: PERIOD_20, side: "bid" })).rows;
}

describe("elexonBalancingSource", () => {
  it("keeps every digit of volumes and prices of the settlement stack", async () => {
    expect(await stackRows(rows.STACK_ROW)).toEqual([
      {
        settlementDate: "2026-07-10",
        settlementPeriod: 20,
        side: "bid",
        bmUnitId: "E_LITRB-1",
        acceptanceId: 49242,
        bidOfferPairId: 1,
        sequenceNumber: 1,
        soFlag: false,
        volumeMwh: "-0.004166666666666667",
        originalPriceGbpPerMwh: "90.25",
      },
    ]);
  });

  it("keeps rows of no BM unit, and what is null in them stays null", async () => {
    const adjustment = {
      ...rows.STACK_ROW,
      id: "2",
      acceptanceId: null,
      bidOfferPairId: null,
      soFlag: null,
      originalPrice: null,
    };
    const [bare, none] = await stackRows(adjustment, { ...adjustment, id: null });
    expect(bare).toMatchObject({
      bmUnitId: "2",
      acceptanceId: null,
      bidOfferPairId: null,
      soFlag: null,
      originalPriceGbpPerMwh: null,
    });
    expect(none?.bmUnitId).toBeNull();
  });

  it("writes a number that JSON has with an exponent as a plain decimal", async () => {
    expect(await stackRows({ ...rows.STACK_ROW, volume: -1e-7, originalPrice: 2.5e-8 })).toMatchObject([
      { volumeMwh: "-0.0000001", originalPriceGbpPerMwh: "0.000000025" },
    ]);
  });

  it("gives a price of 0 as 0 and not as null", async () => {
    expect((await stackRows({ ...rows.STACK_ROW, originalPrice: 0 }))[0]?.originalPriceGbpPerMwh).toBe("0");
  });

  it("gives accepted volumes by pair, without the pairs that state none", async () => {
    server.script(fault.json({ data: [rows.ACCEPTANCE_VOLUMES_ROW] }));
    const { rows: volumes } = await source().acceptanceVolumes({
      settlementDate: parseSettlementDate("2023-03-01"),
      side: "bid",
    });
    expect(volumes).toHaveLength(1);
    expect(volumes[0]).toMatchObject({ settlementPeriod: 2, side: "bid", bmUnitId: "T_ABRBO-1", acceptanceId: 76110 });
    expect([...volumes[0]!.pairVolumesMwh]).toEqual([
      [-2, "-0.5"],
      [-1, "-75.725"],
      [3, "0"],
    ]);
  });

  it("gives levels in Unix seconds and megawatts, and covers what was asked", async () => {
    server.script(fault.json([rows.NOTIFICATION_ROW]));
    const fetched = await source().notifications(HOUR);
    expect(fetched.covers).toEqual(HOUR);
    expect(fetched.isWhole).toBe(false);
    expect(fetched.rows).toEqual([
      { bmUnitId: "T_ABRBO-1", startsAt: HOUR.startsAt, endsAt: HOUR.startsAt + 1800, levelFromMw: 5, levelToMw: 46 },
    ]);
  });

  it("gives repeated acceptance segments as often as Elexon does", async () => {
    server.script(fault.json([rows.ACCEPTANCE_ROW, rows.ACCEPTANCE_ROW]));
    const fetched = await source().acceptances(HOUR);
    const segment = {
      bmUnitId: "T_ABRBO-1",
      startsAt: HOUR.startsAt + 600,
      endsAt: HOUR.startsAt + 2220,
      levelFromMw: 46,
      levelToMw: 5,
      acceptanceId: 1_234_567,
      acceptedAt: HOUR.startsAt + 120,
      soFlag: true,
    };
    expect(fetched).toMatchObject({ rows: [segment, segment], covers: HOUR });
  });

  it("gives bid-offer pairs with their prices as numerals", async () => {
    server.script(fault.json([rows.BID_OFFER_ROW]));
    const fetched = await source().bidOffers(HOUR);
    expect(fetched?.rows).toEqual([
      {
        bmUnitId: "T_ABRBO-1",
        startsAt: HOUR.startsAt,
        endsAt: HOUR.startsAt + 1800,
        levelFromMw: -50,
        levelToMw: -50,
        pairId: -1,
        bidGbpPerMwh: "-71.5",
        offerGbpPerMwh: "668.67",
      },
    ]);
  });

  it("names a unit by its National Grid id where Elexon has named none", async () => {
    server.script(fault.json([{ ...rows.NOTIFICATION_ROW, bmUnit: null }]));
    expect((await source().notifications(HOUR)).rows[0]?.bmUnitId).toBe("ABRBO-1");
  });

  it("refuses a level that names no unit", async () => {
    server.script(
      fault.json([rows.NOTIFICATION_ROW, { ...rows.NOTIFICATION_ROW, bmUnit: null, nationalGridBmUnit: " " }]),
    );
    await expect(source().notifications(HOUR)).rejects.toMatchObject({
      code: "source",
      details: { row: 1, field: "bmUnit" },
    });
  });

  it("stamps rows with the hash of the body and the time at which it was asked for", async () => {
    const body = JSON.stringify([rows.NOTIFICATION_ROW]);
    server.script(fault.json(body));
    expect(await source().notifications(HOUR)).toMatchObject({
      payloadHash: createHash("sha256").update(body).digest("hex"),
      fetchedAt: START_S,
    });
  });
});

describe("elexonBalancingSource, row counts", () => {
  const query = { settlementDate: JULY_10, dataset: "ISPSTACK" } as const;

  it("gives the source's own count of each period", async () => {
    server.script(fault.json([rows.ROW_COUNT_ROW, { ...rows.ROW_COUNT_ROW, settlementPeriod: 21, dataPointCount: 0 }]));
    expect([...((await source().rowCounts(query)) ?? [])]).toEqual([
      [20, 153],
      [21, 0],
    ]);
  });

  it.each([
    ["an empty list", fault.json({ data: [] })],
    ["404", fault.status(404)],
  ])("knows none where Elexon gives %s", async (_, reply) => {
    server.script(reply);
    expect(await source().rowCounts(query)).toBeNull();
  });

  it("takes a failure for no count either, but says so", async () => {
    server.script(fault.status(500));
    await expect(source().rowCounts(query)).rejects.toMatchObject({ code: "source" });
  });

  it("refuses two counts of one period", async () => {
    server.script(fault.json([rows.ROW_COUNT_ROW, rows.ROW_COUNT_ROW]));
    await expect(source().rowCounts(query)).rejects.toMatchObject({ code: "source", details: { row: 1 } });
  });
});
