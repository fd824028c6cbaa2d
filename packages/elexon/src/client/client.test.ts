import { createHash } from "node:crypto";
import {
  type Interval,
  parseSettlementDate,
  parseSettlementPeriod,
  SourceError,
  UnpublishedError,
} from "@windhash/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as fault from "../../test/faultServer.ts";
import * as rows from "../../test/rows.ts";
import { START_S, virtualTiming } from "../../test/virtualTiming.ts";
import { elexonClient, type ElexonClientOptions } from "./client.ts";

let server: fault.FaultServer;
beforeAll(async () => {
  server = await fault.startFaultServer();
});
afterAll(() => server.close());

const JULY_10 = parseSettlementDate("2026-07-10");
const PERIOD_20 = parseSettlementPeriod(20, JULY_10);
const STACK_QUERY = { settlementDate: JULY_10, settlementPeriod: PERIOD_20, side: "bid" } as const;
const STACK_BODY = rows.withMetadata("ISPSTACK", [rows.STACK_ROW]);

/** 2022-07-01T00:00Z to 01:00Z: settlement periods 3 and 4 of that day. */
const HOUR: Interval = { startsAt: 1_656_633_600, endsAt: 1_656_637_200 };

function client(options: Partial<ElexonClientOptions> = {}) {
  const timing = virtualTiming();
  return { timing, ...elexonClient({ fetch, baseUrl: server.baseUrl, timing, ...options }) };
}

async function failure(promise: Promise<unknown>): Promise<SourceError> {
  const error = await promise.then(
    (value) => new Error(`nothing failed: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof SourceError) return error;
  throw error;
}

describe("elexonClient, what it asks for and gives", () => {
  it("reads one side of the settlement stack of one period", async () => {
    const body = JSON.stringify(STACK_BODY);
    server.script(fault.json(body));
    const answer = await client().settlementStack(STACK_QUERY);
    expect(server.requests).toEqual(["/balancing/settlement/stack/all/bid/2026-07-10/20"]);
    expect(answer.rows).toEqual([
      {
        settlementDate: "2026-07-10",
        settlementPeriod: 20,
        startTime: 1_783_672_200,
        createdDateTime: START_S,
        sequenceNumber: 1,
        id: "E_LITRB-1",
        acceptanceId: 49242,
        bidOfferPairId: 1,
        cadlFlag: false,
        soFlag: false,
        storProviderFlag: false,
        repricedIndicator: false,
        reserveScarcityPriceGbpPerMwh: 0,
        originalPriceGbpPerMwh: 90.25,
        volumeMwh: -0.004166666666666667,
        dmatAdjustedVolumeMwh: 0,
        arbitrageAdjustedVolumeMwh: null,
        nivAdjustedVolumeMwh: null,
        parAdjustedVolumeMwh: null,
        finalPriceGbpPerMwh: 90.25,
        transmissionLossMultiplier: 0.977241,
        tlmAdjustedVolumeMwh: null,
        tlmAdjustedCostGbp: null,
      },
    ]);
    expect(answer.bodySha256).toBe(createHash("sha256").update(body).digest("hex"));
    expect(answer.fetchedAt).toBe(START_S);
    expect(answer.url).toBe(`${server.baseUrl}/balancing/settlement/stack/all/bid/2026-07-10/20`);
  });

  it("reads one side of the accepted volumes of a day", async () => {
    server.script(fault.json(rows.withMetadata("BOAV", [rows.ACCEPTANCE_VOLUMES_ROW])));
    const answer = await client().acceptanceVolumes({
      settlementDate: parseSettlementDate("2023-03-01"),
      side: "offer",
    });
    expect(server.requests).toEqual(["/balancing/settlement/acceptance/volumes/all/offer/2023-03-01"]);
    expect(answer.rows).toMatchObject([
      {
        bmUnit: "T_ABRBO-1",
        acceptanceId: 76110,
        totalVolumeAcceptedMwh: -75.725,
        pairVolumesMwh: rows.ACCEPTANCE_VOLUMES_ROW.pairVolumes,
      },
    ]);
  });

  it("asks a stream for a span to its last second, as both of its ends are inclusive there", async () => {
    server.script(fault.json([rows.NOTIFICATION_ROW]));
    const answer = await client().notifications(HOUR);
    expect(server.requests).toEqual(["/datasets/PN/stream?from=2022-07-01T00:00:00Z&to=2022-07-01T00:59:59Z"]);
    expect(answer.rows).toMatchObject([{ timeFrom: HOUR.startsAt, timeTo: HOUR.startsAt + 1800, bmUnit: "T_ABRBO-1" }]);
  });

  it("reads acceptances that begin in the span, and bid-offer data that touch it", async () => {
    const before = { ...rows.ACCEPTANCE_ROW, timeFrom: "2022-06-30T23:50:00Z" };
    server.script(fault.json([before, rows.ACCEPTANCE_ROW]), fault.json([rows.BID_OFFER_ROW]));
    const asked = client();
    expect((await asked.acceptances(HOUR)).rows).toMatchObject([{ timeFrom: HOUR.startsAt + 600 }]);
    expect((await asked.bidOffers(HOUR)).rows).toMatchObject([
      { bidGbpPerMwh: -71.5, offerGbpPerMwh: 668.67, pairId: -1 },
    ]);
    expect(server.requests.map((path) => path.split("?")[0])).toEqual([
      "/datasets/BOALF/stream",
      "/datasets/BOD/stream",
    ]);
  });

  it("asks for the whole periods of a span that cuts through them, and gives only what touches it", async () => {
    const first = { ...rows.NOTIFICATION_ROW, timeFrom: "2022-07-01T00:30:00Z", timeTo: "2022-07-01T00:31:00Z" };
    const rest = { ...rows.NOTIFICATION_ROW, timeFrom: "2022-07-01T00:31:00Z", timeTo: "2022-07-01T01:00:00Z" };
    server.script(fault.json([first, rest]));
    const answer = await client().notifications({ startsAt: HOUR.startsAt + 1860, endsAt: HOUR.startsAt + 2000 });
    expect(server.requests).toEqual(["/datasets/PN/stream?from=2022-07-01T00:30:00Z&to=2022-07-01T00:59:59Z"]);
    expect(answer.rows).toMatchObject([{ timeFrom: HOUR.startsAt + 1860 }]);
  });

  it("takes a segment without length for one that begins where it stands", async () => {
    const at = (timeFrom: string) => ({ ...rows.NOTIFICATION_ROW, timeFrom, timeTo: timeFrom });
    server.script(fault.json([at("2022-07-01T00:00:00Z"), at("2022-07-01T00:59:00Z")]));
    expect((await client().notifications(HOUR)).rows).toHaveLength(2);
    server.script(fault.json([at("2022-07-01T01:00:00Z")]));
    await failure(client().notifications(HOUR));
  });

  it("reads the register, a bare array", async () => {
    server.script(fault.json([rows.BM_UNIT_ROW]));
    expect((await client().bmUnits()).rows).toMatchObject([
      { nationalGridBmUnit: "ABRBO-1", fuelType: "WIND", generationCapacityMw: "99.000", interconnectorId: null },
    ]);
    expect(server.requests).toEqual(["/reference/bmunits/all"]);
  });

  it("reads the source's own row counts of one day", async () => {
    server.script(fault.json({ data: [rows.ROW_COUNT_ROW] }));
    const answer = await client().rowCounts({ settlementDate: JULY_10, dataset: "ISPSTACK" });
    expect(server.requests).toEqual([
      "/data-status/ISPSTACK?settlementDateFrom=2026-07-10&settlementDateTo=2026-07-10",
    ]);
    expect(answer.rows).toEqual([rows.ROW_COUNT_ROW]);
  });

  it("gives an empty list only where Elexon gave one", async () => {
    server.script(fault.json({ metadata: {}, data: [] }));
    expect((await client().settlementStack(STACK_QUERY)).rows).toEqual([]);
  });

  it("takes the 50th period of the day on which the clock goes back", async () => {
    const settlementDate = parseSettlementDate("2025-10-26");
    const row = { ...rows.STACK_ROW, settlementDate, settlementPeriod: 50, startTime: "2025-10-26T23:30:00Z" };
    server.script(fault.json([row]));
    const settlementPeriod = parseSettlementPeriod(50, settlementDate);
    expect((await client().settlementStack({ settlementDate, settlementPeriod, side: "bid" })).rows).toHaveLength(1);
  });
});

describe("elexonClient, rows that do not belong", () => {
  it("refuses rows of another date", async () => {
    server.script(fault.json([rows.STACK_ROW, { ...rows.STACK_ROW, settlementDate: "2026-07-09" }]));
    const error = await failure(client({ retries: 2 }).settlementStack(STACK_QUERY));
    expect(error.details).toMatchObject({ row: 1, field: "settlementDate", value: '"2026-07-09"' });
    expect(error.retryable).toBe(true);
    expect(server.requests).toHaveLength(3);
  });

  it("asks again after another day's rows, and gives the right ones when they come", async () => {
    const other = rows.withMetadata("ISPSTACK", [{ ...rows.STACK_ROW, settlementDate: "2026-07-09" }]);
    server.script(fault.json(other), fault.json(STACK_BODY));
    const asked = client();
    expect((await asked.settlementStack(STACK_QUERY)).rows).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
    expect(asked.timing.slept.length).toBeGreaterThan(0);
  });

  it("asks again after a body that holds its rows twice", async () => {
    server.script(fault.json([rows.STACK_ROW, rows.STACK_ROW]), fault.json(STACK_BODY));
    expect((await client().settlementStack(STACK_QUERY)).rows).toHaveLength(1);
    server.script(fault.json([rows.STACK_ROW, rows.STACK_ROW]));
    expect(await failure(client().settlementStack(STACK_QUERY))).toMatchObject({
      retryable: true,
      details: { row: 1, field: "sequenceNumber", rule: "must be there once" },
    });
    server.script(fault.json([rows.ACCEPTANCE_VOLUMES_ROW, rows.ACCEPTANCE_VOLUMES_ROW]));
    const query = { settlementDate: parseSettlementDate("2023-03-01"), side: "bid" } as const;
    expect((await failure(client().acceptanceVolumes(query))).details).toMatchObject({ row: 1, field: "acceptanceId" });
  });

  it("takes rows that agree in all but one part of their key", async () => {
    const others = [
      { ...rows.STACK_ROW, id: "T_OTHER-1" },
      { ...rows.STACK_ROW, acceptanceId: 49243 },
      { ...rows.STACK_ROW, bidOfferPairId: -1 },
      { ...rows.STACK_ROW, sequenceNumber: 2 },
      { ...rows.STACK_ROW, id: null },
      { ...rows.STACK_ROW, id: null },
    ];
    server.script(fault.json([rows.STACK_ROW, ...others]));
    expect((await client().settlementStack(STACK_QUERY)).rows).toHaveLength(7);
    const volumes = [
      rows.ACCEPTANCE_VOLUMES_ROW,
      { ...rows.ACCEPTANCE_VOLUMES_ROW, settlementPeriod: 3 },
      { ...rows.ACCEPTANCE_VOLUMES_ROW, acceptanceId: 1 },
      { ...rows.ACCEPTANCE_VOLUMES_ROW, bmUnit: null, nationalGridBmUnit: null },
      { ...rows.ACCEPTANCE_VOLUMES_ROW, bmUnit: null, nationalGridBmUnit: null },
    ];
    server.script(fault.json(volumes));
    const query = { settlementDate: parseSettlementDate("2023-03-01"), side: "bid" } as const;
    expect((await client().acceptanceVolumes(query)).rows).toHaveLength(5);
  });

  it("refuses rows of another period", async () => {
    server.script(fault.json([{ ...rows.STACK_ROW, settlementPeriod: 21 }]));
    const error = await failure(client().settlementStack(STACK_QUERY));
    expect(error.details).toMatchObject({ row: 0, field: "settlementPeriod", value: "21" });
  });

  it.each([
    ["2025-03-30", 47],
    ["2023-03-01", 49],
  ])("refuses accepted volumes of %s in period %d, which the day does not have", async (date, settlementPeriod) => {
    server.script(fault.json([{ ...rows.ACCEPTANCE_VOLUMES_ROW, settlementDate: date, settlementPeriod }]));
    const query = { settlementDate: parseSettlementDate(date), side: "bid" } as const;
    const error = await failure(client().acceptanceVolumes(query));
    expect(error.details).toMatchObject({ field: "settlementPeriod", value: String(settlementPeriod) });
  });

  it.each(["notifications", "acceptances", "bidOffers"] as const)(
    "refuses %s that lie outside the span",
    async (method) => {
      const row = {
        notifications: rows.NOTIFICATION_ROW,
        acceptances: rows.ACCEPTANCE_ROW,
        bidOffers: rows.BID_OFFER_ROW,
      }[method];
      server.script(fault.json([{ ...row, timeFrom: "2022-07-02T00:00:00Z", timeTo: "2022-07-02T00:30:00Z" }]));
      const error = await failure(client()[method](HOUR));
      expect(error.details).toMatchObject({ row: 0, field: "timeFrom", value: '"2022-07-02T00:00:00Z"' });
    },
  );
});

describe("elexonClient, faults", () => {
  it("waits as long as Retry-After says before it asks again", async () => {
    server.script(fault.status(429, { "retry-after": "50" }), fault.json(STACK_BODY));
    const asked = client();
    expect((await asked.settlementStack(STACK_QUERY)).rows).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
    expect(asked.timing.slept.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(50_000, 6);
  });

  it("waits until the date that Retry-After says", async () => {
    const header = new Date((START_S + 7) * 1000).toUTCString();
    server.script(fault.status(503, { "retry-after": header }), fault.json(STACK_BODY));
    const asked = client();
    await asked.settlementStack(STACK_QUERY);
    expect(asked.timing.slept.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(7000, 6);
  });

  it("does not wait for a source that asks for an hour", async () => {
    server.script(fault.status(429, { "retry-after": "3600" }));
    const asked = client();
    const error = await failure(asked.settlementStack(STACK_QUERY));
    expect(error).toMatchObject({ retryable: true, details: { status: 429, attempts: 1 } });
    expect(asked.timing.slept).toEqual([]);
  });

  it("backs off further with every failure, as far as the dice say", async () => {
    server.script(fault.status(500), fault.status(502), fault.status(503), fault.json(STACK_BODY));
    const timing = virtualTiming([1, 0.5, 0.25]);
    await client({ timing, requestsPerSecond: Number.POSITIVE_INFINITY }).settlementStack(STACK_QUERY);
    expect(timing.slept).toEqual([1000, 1000, 1000]);
  });

  it("counts retries in the rate", async () => {
    server.script(fault.status(500), fault.status(500), fault.json(STACK_BODY));
    const timing = virtualTiming([0]);
    await client({ timing, requestsPerSecond: 2 }).settlementStack(STACK_QUERY);
    expect(timing.elapsedMs()).toBeCloseTo(1000, 6);
  });

  it.each([
    ["a refused rate", fault.status(429), 429],
    ["a server error", fault.status(500, {}, "oops"), 500],
    ["a server error without a body", fault.status(504), 504],
    ["a broken connection", fault.reset, null],
    ["half a body", fault.half(STACK_BODY), null],
    ["half a body without a stated length", fault.cutShort(STACK_BODY), 200],
    ["a page for people", fault.html, 200],
    ["an empty body", fault.json(""), 200],
    [
      "bytes that are no text",
      (response: Parameters<fault.Reply>[0]) => void response.end(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])),
      200,
    ],
  ])("asks again after %s, and in the end says what was wrong", async (_, reply, status) => {
    server.script(reply, fault.json(STACK_BODY));
    expect((await client().settlementStack(STACK_QUERY)).rows).toHaveLength(1);

    server.script(reply);
    const error = await failure(client({ retries: 2 }).settlementStack(STACK_QUERY));
    expect(server.requests).toHaveLength(3);
    expect(error.retryable).toBe(true);
    expect(error.details).toMatchObject({ status, attempts: 3, url: expect.stringContaining("/bid/2026-07-10/20") });
  });

  it.each([
    ["no answer", fault.silence],
    ["a body that stalls", fault.stall(STACK_BODY)],
  ])("gives up %s after the timeout, and asks again", async (_, reply) => {
    server.script(reply);
    const error = await failure(client({ retries: 1, timeoutMs: 50 }).settlementStack(STACK_QUERY));
    expect(error).toMatchObject({
      retryable: true,
      details: { status: null, attempts: 2 },
      cause: { name: "TimeoutError" },
    });
  });

  it.each([400, 401, 403, 405, 410, 422])("never asks again after %d", async (code) => {
    server.script(fault.status(code, {}, '{"errors":{"":["The date range must not exceed 7 days"]}}'));
    const error = await failure(client().settlementStack(STACK_QUERY));
    expect(server.requests).toHaveLength(1);
    expect(error).toMatchObject({ retryable: false, details: { status: code, attempts: 1 } });
    expect(error.message).toContain("must not exceed 7 days");
  });

  it.each([204, 206, 304])("takes %d for no answer", async (code) => {
    server.script(fault.status(code));
    expect((await failure(client().settlementStack(STACK_QUERY))).details.status).toBe(code);
  });

  it("says that nothing is published where Elexon says 404", async () => {
    server.script(fault.status(404));
    await expect(client().settlementStack(STACK_QUERY)).rejects.toBeInstanceOf(UnpublishedError);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ["an object of errors", { errors: {} }],
    ["a row that is none", [null]],
    ["a row without its fields", [{}]],
    ["a volume that is a text", [{ ...rows.STACK_ROW, volume: "1" }]],
  ])("refuses %s at once: asking again would not help", async (_, body) => {
    server.script(fault.json(body));
    const error = await failure(client().settlementStack(STACK_QUERY));
    expect(server.requests).toHaveLength(1);
    expect(error.retryable).toBe(false);
    expect(error.details.endpoint).toContain("settlement stack (ISPSTACK, bid, 2026-07-10 period 20)");
  });

  it("lets an error of ours through as it is", async () => {
    const own = new SourceError("not in the archive");
    const error = await failure(client({ fetch: () => Promise.reject(own) }).settlementStack(STACK_QUERY));
    expect(error).toBe(own);
  });
});

describe("elexonClient, telling of answers", () => {
  it("tells of every answer with its bytes, and which ones came of asking again", async () => {
    const body = JSON.stringify(STACK_BODY);
    server.script(fault.status(503, {}, "oops"), fault.reset, fault.json("<html>"), fault.json(body));
    const told: unknown[] = [];
    await client({ onAnswer: (answer) => told.push(answer) }).settlementStack(STACK_QUERY);
    expect(told).toEqual([
      { bytes: 4, isRetry: false },
      { bytes: 6, isRetry: true },
      { bytes: body.length, isRetry: true },
    ]);
  });
});

describe("elexonClient, when it is stopped", () => {
  it("does not ask at all when it is stopped already", async () => {
    server.script(fault.json(STACK_BODY));
    const stopped = client().settlementStack({ ...STACK_QUERY, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(server.requests).toEqual([]);
  });

  it("ends a request that is under way, and does not ask again", async () => {
    const controller = new AbortController();
    server.script(() => controller.abort());
    const stopped = client({ retries: 0 }).settlementStack({ ...STACK_QUERY, signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(server.requests).toHaveLength(1);
  });

  it("ends a wait", async () => {
    const controller = new AbortController();
    server.script((response) => {
      fault.status(429, { "retry-after": "100" })(response, undefined as never);
      setTimeout(() => controller.abort(), 20);
    });
    const real = elexonClient({ fetch, baseUrl: server.baseUrl });
    const stopped = real.settlementStack({ ...STACK_QUERY, signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(server.requests).toHaveLength(1);
  });
});
