import { type Interval, parseSettlementDate, parseSettlementPeriod, SourceError } from "@windhash/core";
import { describeWithData } from "@windhash/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "../../test/apiDocument.ts";
import * as fault from "../../test/faultServer.ts";
import { HOUR, METHOD_CASES } from "../../test/methodCases.ts";
import * as rows from "../../test/rows.ts";
import { START_S, virtualTiming } from "../../test/virtualTiming.ts";
import { elexonClient } from "./client.ts";

let server: fault.FaultServer;
beforeAll(async () => {
  server = await fault.startFaultServer();
});
afterAll(() => server.close());

function client(retries = 0) {
  return elexonClient({ fetch, baseUrl: server.baseUrl, timing: virtualTiming(), retries });
}

async function failure(promise: Promise<unknown>): Promise<SourceError> {
  const error = await promise.then(
    (value) => new Error(`nothing failed: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof SourceError) return error;
  throw error;
}

const CASES = Object.entries(METHOD_CASES);
const MARCH_1 = parseSettlementDate("2023-03-01");
const DAY_S = 86_400;

describe.each(CASES)("%s", (_, { row, run, asked }) => {
  it("asks for its path and gives the row", async () => {
    server.script(fault.json({ data: [row] }));
    const answer = await run(client());
    expect(server.requests).toEqual([asked]);
    expect(answer.rows).toHaveLength(1);
    expect(answer.fetchedAt).toBe(START_S);
  });
});

describeWithData(
  "what the client asks for, against the API document",
  "elexon/openapi/insights-openapi.json",
  (file) => {
    const document = documentOf(file);

    it.each(CASES)("%s: the path is there, and takes every key that is sent", (_, { asked, documented }) => {
      const [path = "", query = ""] = asked.split("?");
      const pattern = documented.replaceAll(/\{[^}]+\}/g, "[^/]+");
      expect(path).toMatch(new RegExp(`^${pattern}$`));
      const known = (document.paths[documented]?.get.parameters ?? []).filter((parameter) => parameter.in === "query");
      expect(known.map(({ name }) => name)).toEqual(expect.arrayContaining([...new URLSearchParams(query).keys()]));
    });

    it.each(["unitLevels", "unitAcceptances", "unitBidOffers"] as const)("%s may name one unit", (method) => {
      const parameters = document.paths[METHOD_CASES[method].documented]?.get.parameters ?? [];
      expect(parameters.find(({ name }) => name === "bmUnit")?.schema.type).toBe("string");
    });
  },
);

describe("the traps of the API", () => {
  it("gives one data type of the indicative volumes, which hold each volume four times", async () => {
    const types = ["Original", "Original-Priced", "Re-priced", "Tagged"] as const;
    server.script(fault.json({ data: types.map((dataType) => ({ ...rows.INDICATIVE_VOLUMES_ROW, dataType })) }));
    for (const dataType of types) {
      const answer = await client().indicativeVolumes({ settlementDate: MARCH_1, side: "bid", dataType });
      expect(answer.rows.map((row) => row.dataType)).toEqual([dataType]);
    }
  });

  it.each([null, "ORIGINAL", ""])(
    "refuses the data type %j, which a filter would drop in silence",
    async (dataType) => {
      server.script(fault.json({ data: [{ ...rows.INDICATIVE_VOLUMES_ROW, dataType }] }));
      const query = { settlementDate: MARCH_1, side: "bid", dataType: "Original" } as const;
      expect((await failure(client().indicativeVolumes(query))).details).toMatchObject({ row: 0, field: "dataType" });
    },
  );

  it("does not compile for more than one unit, nor without a data type", async () => {
    server.script(fault.json({ data: [] }));
    const asked = client();
    // @ts-expect-error these endpoints answer for one unit
    await asked.unitAcceptances({ ...HOUR, bmUnitId: ["T_ABRBO-1", "T_ABRBO-2"] });
    // @ts-expect-error these endpoints answer for one unit
    await asked.unitBidOffers({ ...HOUR, bmUnitIds: ["T_ABRBO-1"] });
    // @ts-expect-error four data types hold the same volumes
    await asked.indicativeVolumes({ settlementDate: MARCH_1, side: "bid" });
    expect(server.requests).toHaveLength(3);
  });

  it("gives metered volumes the names of all other datasets", async () => {
    server.script(fault.json([rows.METERED_VOLUMES_ROW]));
    const settlementDate = parseSettlementDate("2022-08-12");
    expect((await client().meteredVolumes({ settlementDate })).rows).toMatchObject([
      { bmUnit: "T_CNQPS-1", nationalGridBmUnit: "CNQPS-1", halfHourEndTime: 1_660_276_800, quantityMwh: 116.109 },
    ]);
  });

  it("asks for all 50 periods of the day on which the clock goes back", async () => {
    const settlementDate = parseSettlementDate("2025-10-26");
    server.script(fault.json([]));
    await client().meteredVolumes({ settlementDate });
    await client().meteredVolumes({ settlementDate, settlementPeriod: parseSettlementPeriod(50, settlementDate) });
    expect(server.requests.map((path) => path.replace(/.*settlementPeriodFrom=/, ""))).toEqual([
      "1&settlementPeriodTo=50",
      "50&settlementPeriodTo=50",
    ]);
  });

  it("gives a segment once that Elexon gives for both of its periods, and as often as it came where that is asked", async () => {
    const repeated = [rows.ACCEPTANCE_ROW, { ...rows.ACCEPTANCE_ROW, levelTo: 6 }, rows.ACCEPTANCE_ROW];
    server.script(fault.json(repeated));
    const asked = client();
    expect((await asked.acceptances(HOUR)).rows.map((row) => row.levelToMw)).toEqual([5, 6]);
    expect((await asked.acceptances({ ...HOUR, withRepeats: true })).rows).toHaveLength(3);
    expect((await asked.latestAcceptances()).rows).toHaveLength(2);
    expect((await asked.unitAcceptances({ ...HOUR, bmUnitId: "ABRBO-1" })).rows).toHaveLength(2);
  });

  it.each([
    ["bmUnit", "T_OTHER-1"],
    ["acceptanceNumber", 7],
    ["timeFrom", "2022-07-01T00:11:00Z"],
    ["timeTo", "2022-07-01T00:38:00Z"],
    ["levelFrom", 47],
    ["levelTo", 6],
  ])("takes segments that differ in %s for two", async (field, value) => {
    server.script(fault.json([rows.ACCEPTANCE_ROW, { ...rows.ACCEPTANCE_ROW, [field]: value }]));
    expect((await client().acceptances(HOUR)).rows).toHaveLength(2);
  });

  it.each(["unitLevels", "unitAcceptances", "unitBidOffers", "notifications", "indicativeCashflows"] as const)(
    "%s refuses another unit than the one asked for",
    async (method) => {
      const { row, run } = METHOD_CASES[method];
      server.script(fault.json({ data: [row, { ...row, bmUnit: "T_OTHER-1", nationalGridBmUnit: "OTHER-1" }] }));
      expect(await failure(run(client()))).toMatchObject({
        retryable: true,
        details: { row: 1, field: "bmUnit", value: '"T_OTHER-1"' },
      });
    },
  );

  it.each(["QPN", null])("refuses physical data of the dataset %j where another was asked for", async (dataset) => {
    server.script(fault.json({ data: [{ ...rows.NOTIFICATION_ROW, dataset }] }));
    const query = { ...HOUR, bmUnitId: "ABRBO-1", dataset: "PN" } as const;
    expect((await failure(client().unitLevels(query))).details).toMatchObject({ row: 0, field: "dataset" });
  });

  it("passes over pairs of a unit that only meet an end of the span, which that endpoint gives too", async () => {
    const at = (timeFrom: string, timeTo: string) => ({ ...rows.BID_OFFER_ROW, timeFrom, timeTo });
    server.script(
      fault.json({
        data: [
          at("2022-06-30T23:30:00Z", "2022-07-01T00:00:00Z"),
          at("2022-07-01T00:00:00Z", "2022-07-01T00:30:00Z"),
          at("2022-07-01T01:00:00Z", "2022-07-01T01:30:00Z"),
        ],
      }),
    );
    const query = { ...HOUR, bmUnitId: "ABRBO-1" };
    expect((await client().unitBidOffers(query)).rows.map((row) => row.timeFrom)).toEqual([HOUR.startsAt]);
    server.script(fault.json({ data: [at("2022-07-01T01:00:01Z", "2022-07-01T01:30:00Z")] }));
    expect((await failure(client().unitBidOffers(query))).details).toMatchObject({ row: 0, field: "timeFrom" });
  });

  it.each([
    ["unitLevels", 7 * DAY_S],
    ["unitAcceptances", 7 * DAY_S],
    ["unitBidOffers", 7 * DAY_S],
    ["generationPerType", 4 * DAY_S],
  ] as const)("%s does not ask for more than the endpoint gives", async (method, longestS) => {
    server.script(fault.json({ data: [] }));
    const ask = (span: Interval) => client()[method]({ ...span, bmUnitId: "ABRBO-1", dataset: "PN" });
    await ask({ startsAt: HOUR.startsAt, endsAt: HOUR.startsAt + longestS });
    expect(server.requests).toHaveLength(1);
    const error = await failure(ask({ startsAt: HOUR.startsAt, endsAt: HOUR.startsAt + longestS + 1 }));
    expect(server.requests).toHaveLength(1);
    expect(error.message).toContain("`stream`");
  });

  it.each([
    [HOUR.startsAt, HOUR.startsAt],
    [HOUR.endsAt, HOUR.startsAt],
    [HOUR.startsAt, HOUR.startsAt + 0.5],
    [Number.NaN, HOUR.endsAt],
  ])("refuses the span %d to %d", async (startsAt, endsAt) => {
    server.script(fault.json([]));
    expect((await failure(client().acceptances({ startsAt, endsAt }))).retryable).toBe(false);
    expect(server.requests).toEqual([]);
  });

  it("takes row counts of all the days asked for, each period once, and of no other day", async () => {
    const query = { from: MARCH_1, to: parseSettlementDate("2023-03-02"), dataset: "BOAV" } as const;
    const row = { settlementDate: "2023-03-01", settlementPeriod: 1, dataPointCount: 5 };
    const next = { ...row, settlementDate: "2023-03-02" };
    server.script(fault.json({ data: [row, next] }));
    expect((await client().rowCounts(query)).rows).toEqual([row, next]);
    for (const wrong of [row, { ...row, settlementDate: "2023-03-03" }, { ...next, settlementPeriod: 49 }]) {
      server.script(fault.json({ data: [row, wrong] }));
      expect((await failure(client().rowCounts(query))).details).toMatchObject({ row: 1 });
    }
  });

  it("refuses the system prices of a period stated twice", async () => {
    server.script(fault.json({ data: [rows.SYSTEM_PRICES_ROW, rows.SYSTEM_PRICES_ROW] }));
    const settlementDate = parseSettlementDate("2026-07-10");
    expect((await failure(client().systemPrices({ settlementDate }))).details).toMatchObject({ row: 1 });
  });

  it("refuses generation that was published at another time", async () => {
    server.script(fault.json({ data: [{ ...rows.GENERATION_PER_TYPE_ROW, publishTime: "2022-07-01T01:00:00Z" }] }));
    expect((await failure(client().generationPerType(HOUR))).details).toMatchObject({ row: 0, field: "publishTime" });
  });
});

describe("health", () => {
  it.each([
    [200, true],
    [503, false],
  ] as const)("takes %d for an answer, whatever the body", async (status, isHealthy) => {
    server.script(fault.status(status, {}, "2"));
    expect(await client(3).health()).toEqual({ isHealthy, status, fetchedAt: START_S });
    expect(server.requests).toEqual(["/health"]);
  });

  it("asks again after any other failure", async () => {
    server.script(fault.status(500), fault.reset, fault.status(429), fault.status(200));
    expect(await client(3).health()).toMatchObject({ isHealthy: true });
    server.script(fault.status(500));
    expect((await failure(client().health())).details.status).toBe(500);
  });
});
