import { parseSettlementDate, parseSettlementPeriod, settlementDay, SourceError, WindhashError } from "@windhash/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as fault from "../../test/faultServer.ts";
import * as rows from "../../test/rows.ts";
import { virtualTiming } from "../../test/virtualTiming.ts";
import { elexonClient, type ElexonClientOptions } from "./client.ts";

let server: fault.FaultServer;
beforeAll(async () => {
  server = await fault.startFaultServer();
});
afterAll(() => server.close());

function client(options: Partial<ElexonClientOptions> = {}) {
  return elexonClient({ fetch, baseUrl: server.baseUrl, timing: virtualTiming(), retries: 2, ...options });
}

/** 2022-07-01T00:00Z to 01:00Z: settlement periods 3 and 4 of that day. */
const HOUR = { startsAt: 1_656_633_600, endsAt: 1_656_637_200 };
const MARCH_1 = parseSettlementDate("2023-03-01");
const MARCH_2 = parseSettlementDate("2023-03-02");

/** What an iterator gave before it ended, and what it threw. */
async function taken<Row>(iterable: AsyncIterable<Row>): Promise<{ rows: Row[]; error: unknown }> {
  const given: Row[] = [];
  try {
    for await (const row of iterable) given.push(row);
    return { rows: given, error: null };
  } catch (error) {
    return { rows: given, error };
  }
}

function notification(level: number, timeFrom = "2022-07-01T00:00:00Z", timeTo = "2022-07-01T00:30:00Z") {
  return { ...rows.NOTIFICATION_ROW, levelFrom: level, timeFrom, timeTo };
}

/** Rows that fill several chunks. */
const MANY = Array.from({ length: 3000 }, (_, level) => notification(level));

/** The body in pieces of so many bytes, each on its own. */
function inPieces(body: unknown, size: number): fault.Reply {
  return (response) => {
    const bytes = Buffer.from(JSON.stringify(body));
    const write = (at: number): void => {
      if (at >= bytes.length) response.end();
      else response.write(bytes.subarray(at, at + size), () => setImmediate(write, at + size));
    };
    write(0);
  };
}

/** So many bytes of the body; then the connection closes as if that were all. */
function firstBytes(body: unknown, length: number): fault.Reply {
  return (response) => {
    response.shouldKeepAlive = false;
    response.writeHead(200, { "transfer-encoding": "identity", connection: "close" });
    response.end(Buffer.from(JSON.stringify(body)).subarray(0, length));
  };
}

describe("elexonClient().stream", () => {
  it("gives the rows that the whole answer gives, from either wrapper and however it comes", async () => {
    const places = ["Whitelee €𝄞", 'a "quoted], [name', "Llŷn"].map((bmUnit, level) => ({
      ...notification(level),
      bmUnit,
    }));
    for (const body of [places, { data: places }, rows.withMetadata("PN", places)]) {
      server.script(fault.json(body));
      const { rows: whole } = await client().notifications(HOUR);
      for (const size of [1, 7, 1000]) {
        server.script(inPieces(body, size));
        expect(await taken(client().stream.notifications(HOUR))).toEqual({ rows: whole, error: null });
      }
    }
  });

  it("gives the first rows while the rest has not come yet", async () => {
    let finish: () => void = () => undefined;
    server.script((response) => {
      const text = JSON.stringify(MANY);
      response.write(text.slice(0, text.length / 2));
      finish = () => response.end(text.slice(text.length / 2));
    });
    let count = 0;
    for await (const row of client().stream.notifications(HOUR)) {
      expect(row.levelFromMw).toBe(count);
      count += 1;
      if (count === 1) finish();
    }
    expect(count).toBe(3000);
  });

  it("gives nothing for an empty list", async () => {
    server.script(fault.json([]));
    expect(await taken(client().stream.notifications(HOUR))).toEqual({ rows: [], error: null });
  });

  it("asks again as long as no row has been given", async () => {
    server.script(
      fault.status(503),
      fault.reset,
      fault.html,
      firstBytes([notification(1)], 40),
      fault.json([{ ...notification(1), timeFrom: "2022-07-02T00:00:00Z", timeTo: "2022-07-02T00:30:00Z" }]),
      fault.json([notification(1)]),
    );
    const { rows: given, error } = await taken(client({ retries: 5 }).stream.notifications(HOUR));
    expect(error).toBeNull();
    expect(given).toHaveLength(1);
    expect(server.requests).toHaveLength(6);
  });

  it.each([
    ["half a body", fault.half(MANY)],
    ["half a body without a stated length", fault.cutShort(MANY)],
    ["all but the last bracket", firstBytes(MANY, JSON.stringify(MANY).length - 1)],
    ["a body that stalls", stallAfter(MANY)],
  ])("throws at the end of %s, and has given only true rows", async (_, reply) => {
    server.script(reply);
    const { rows: given, error } = await taken(client({ timeoutMs: 200 }).stream.notifications(HOUR));
    expect(error).toMatchObject({ code: "source", retryable: true });
    expect(given.length).toBeGreaterThan(0);
    expect(given.map((row) => row.levelFromMw)).toEqual(given.map((_row, level) => level));
    expect(server.requests).toHaveLength(1);
  });

  it("names the row that is wrong by its number in the whole body", async () => {
    server.script(fault.json([...MANY, { ...notification(1), levelFrom: "high" }]));
    const { rows: given, error } = await taken(client().stream.notifications(HOUR));
    expect(error).toMatchObject({ code: "source", retryable: false, details: { row: 3000, field: "levelFrom" } });
    expect(given.length).toBeLessThanOrEqual(3000);
  });

  it("finds a row twice that came in different pieces", async () => {
    const row = rows.ACCEPTANCE_VOLUMES_ROW;
    const volumes = Array.from({ length: 500 }, (_, acceptanceId) => ({ ...row, acceptanceId }));
    server.script(inPieces([...volumes, volumes[0]], 1000));
    const query = { from: MARCH_1, to: MARCH_1, side: "bid" } as const;
    const { error } = await taken(client().stream.acceptanceVolumes(query));
    expect(error).toMatchObject({ code: "source", retryable: true, details: { row: 500, field: "acceptanceId" } });
  });

  it("says that nothing is published where Elexon says 404", async () => {
    server.script(fault.status(404));
    expect(await taken(client().stream.notifications(HOUR))).toMatchObject({
      rows: [],
      error: { code: "unpublished" },
    });
  });

  it("stops asking when its reader has had enough, and lets the connection go", async () => {
    let isClosed = false;
    server.script((response) => {
      response.on("close", () => {
        isClosed = true;
      });
      response.write(JSON.stringify(MANY).slice(0, -1));
    });
    for await (const row of client().stream.notifications(HOUR)) {
      if (row.levelFromMw === 5) break;
    }
    await expect.poll(() => isClosed).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it("ends when it is stopped", async () => {
    const controller = new AbortController();
    server.script(stallAfter(MANY));
    const stream = client().stream.notifications({ ...HOUR, signal: controller.signal });
    const reading = taken(stream);
    setTimeout(() => controller.abort(), 50);
    expect((await reading).error).toMatchObject({ name: "AbortError" });
  });

  it("tells of every answer with all its bytes", async () => {
    const told: unknown[] = [];
    server.script(fault.status(503, {}, "oops"), fault.json(MANY));
    await taken(client({ onAnswer: (answer) => told.push(answer) }).stream.notifications(HOUR));
    expect(told).toEqual([
      { bytes: 4, isRetry: false },
      { bytes: JSON.stringify(MANY).length, isRetry: true },
    ]);
  });

  it("gives true rows in their order and then the end or an error of ours, under any sequence of faults", async () => {
    const five = MANY.slice(0, 5);
    const replies = fc.constantFrom<fault.Reply>(
      fault.json(five),
      fault.json({ data: five }),
      fault.status(429),
      fault.status(500),
      fault.reset,
      fault.html,
      fault.half(five),
      fault.cutShort(five),
      fault.json(""),
      fault.json({ data: null }),
      fault.json([{}]),
      firstBytes(five, 700),
      inPieces(five, 300),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(replies, { minLength: 1, maxLength: 4 }), async (script) => {
        server.script(...script);
        const { rows: given, error } = await taken(client().stream.notifications(HOUR));
        expect(given.map((row) => row.levelFromMw)).toEqual([0, 1, 2, 3, 4].slice(0, given.length));
        expect(error ?? given).toSatisfy((end) => end instanceof WindhashError || (end as unknown[]).length === 5);
      }),
      { numRuns: 60 },
    );
  });
});

describe("elexonClient().stream, over ranges", () => {
  it("asks for one settlement day after another, and only when the rows before have been taken", async () => {
    server.script(fault.json({ data: [rows.ACCEPTANCE_VOLUMES_ROW] }), (response) => {
      fault.json({ data: [{ ...rows.ACCEPTANCE_VOLUMES_ROW, settlementDate: MARCH_2 }] })(response, undefined as never);
    });
    const given: string[] = [];
    for await (const row of client().stream.acceptanceVolumes({ from: MARCH_1, to: MARCH_2, side: "bid" })) {
      given.push(row.settlementDate);
      expect(server.requests).toHaveLength(given.length);
    }
    expect(given).toEqual([MARCH_1, MARCH_2]);
    expect(server.requests.map((path) => path.split("/").at(-1))).toEqual([MARCH_1, MARCH_2]);
  });

  it.each([
    ["2025-03-30", 46],
    ["2025-10-26", 50],
  ])("asks for each period of %s, which has %d", async (date, count) => {
    server.script(fault.json([]));
    const settlementDate = parseSettlementDate(date);
    const query = { from: settlementDate, to: settlementDate, side: "offer" } as const;
    expect((await taken(client().stream.settlementStack(query))).error).toBeNull();
    expect(server.requests).toHaveLength(count);
    expect(server.requests.at(-1)).toBe(
      `/balancing/settlement/stack/all/offer/${date}/${parseSettlementPeriod(count, settlementDate)}`,
    );
  });

  it.each(["indicativeCashflows", "systemPrices", "meteredVolumes", "indicativeVolumes"] as const)(
    "asks for %s day by day",
    async (method) => {
      server.script(fault.json([]));
      const query = { from: MARCH_1, to: MARCH_2, side: "bid", dataType: "Original" } as const;
      expect(await taken<unknown>(client().stream[method](query))).toEqual({ rows: [], error: null });
      expect(server.requests.map((path) => /2023-03-0\d/.exec(path)?.[0])).toEqual([MARCH_1, MARCH_2]);
    },
  );

  it.each([
    ["notifications", rows.NOTIFICATION_ROW],
    ["quiescentNotifications", rows.NOTIFICATION_ROW],
    ["maximumExportLimits", rows.LIMIT_ROW],
    ["maximumImportLimits", rows.LIMIT_ROW],
    ["bidOffers", rows.BID_OFFER_ROW],
    ["acceptances", rows.ACCEPTANCE_ROW],
    ["unitLevels", rows.NOTIFICATION_ROW],
    ["unitAcceptances", rows.ACCEPTANCE_ROW],
    ["unitBidOffers", rows.BID_OFFER_ROW],
  ] as const)(
    "%s: gives every row that is there once, wherever the range begins and the seams lie",
    async (method, row) => {
      // Half an hour each from ten past, so that one lies over every midnight, from 2022-06-28 to 2022-07-12, of a source that gives
      // all that touches what it is asked for.
      const [first, count] = [Date.UTC(2022, 5, 28, 0, 10) / 1000, 14 * 48];
      const source = Array.from({ length: count }, (_, at) => ({
        ...row,
        timeFrom: iso(first + at * 1800),
        timeTo: iso(first + at * 1800 + 1800),
      }));
      server.script((response, request) => {
        const asked = new URL(request.url ?? "", "http://localhost").searchParams;
        const [from, to] = [asked.get("from") ?? "", asked.get("to") ?? ""];
        fault.json(source.filter(({ timeFrom, timeTo }) => timeFrom <= to && timeTo > from))(response, request);
      });
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 400_000 }),
          fc.integer({ min: 1, max: 700_000 }),
          async (from, lengthS) => {
            const span = { startsAt: first + from, endsAt: first + from + lengthS };
            const query = { ...span, bmUnitId: "ABRBO-1", dataset: "PN" } as const;
            const { rows: given, error } = await taken<{ readonly timeFrom: number }>(client().stream[method](query));
            expect(error).toBeNull();
            const isOfBegin = method.toLowerCase().includes("acceptances");
            const expected = Array.from({ length: count }, (_, at) => first + at * 1800).filter(
              (at) => at < span.endsAt && (isOfBegin ? at >= span.startsAt : at + 1800 > span.startsAt),
            );
            expect(given.map((found) => found.timeFrom)).toEqual(expected);
          },
        ),
        { numRuns: 8 },
      );
    },
  );

  it("asks a unit's endpoints for no more than 7 days, and generation for no more than 4", async () => {
    server.script(fault.json([]));
    const span = {
      startsAt: settlementDay(parseSettlementDate("2025-10-20")).startsAt,
      endsAt: settlementDay(parseSettlementDate("2025-11-02")).endsAt,
    };
    await taken(client().stream.unitAcceptances({ ...span, bmUnitId: "ABRBO-1" }));
    expect(server.requests.map((path) => /from=([^&]+)/.exec(path)?.[1])).toEqual([
      "2025-10-19T23:00:00Z",
      "2025-10-25T23:00:00Z",
      "2025-11-01T00:00:00Z",
    ]);
    server.script(fault.json([]));
    await taken(client().stream.generationPerType(span));
    expect(server.requests).toHaveLength(4);
  });

  it("keeps to the rate of the client, together with its other requests", async () => {
    server.script(fault.json([]));
    const timing = virtualTiming();
    const asked = client({ timing, requestsPerSecond: 2 });
    await asked.bmUnits();
    await taken(asked.stream.systemPrices({ from: MARCH_1, to: MARCH_2 }));
    await asked.bmUnits();
    expect(timing.slept).toEqual([500, 500, 500]);
  });

  it("refuses an empty span", async () => {
    const { error } = await taken(client().stream.acceptances({ startsAt: 1800, endsAt: 1800 }));
    expect(error).toBeInstanceOf(SourceError);
  });
});

function iso(instant: number): string {
  return `${new Date(instant * 1000).toISOString().slice(0, 19)}Z`;
}

/** Half the body, then nothing. */
function stallAfter(body: unknown): fault.Reply {
  return (response) => {
    const text = JSON.stringify(body);
    response.write(text.slice(0, text.length / 2));
  };
}
