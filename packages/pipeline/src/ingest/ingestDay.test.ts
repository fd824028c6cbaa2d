import { parseSettlementDate, settlementDay, SourceError, UnpublishedError } from "@windhash/core";
import { memoryStores } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { script, scriptedSource, stackRow, units } from "../../test/scriptedSource.ts";
import { ingestDay } from "./ingestDay.ts";

const settlementDate = parseSettlementDate("2024-06-03");

/** 2024-06-07T12:00Z, when the day is no longer provisional. */
const COMMITTED_AT = 1_717_761_600;

/** Stores and a source whose script can be changed; `ingest` runs one ingestion of the stack. */
function bench(date = settlementDate) {
  const said = script();
  const store = memoryStores();
  const source = scriptedSource(said);
  const ingest = (now = COMMITTED_AT) =>
    ingestDay({ settlementDate: date, method: "stack", source, units, store, clock: () => now });
  return { said, store, ingest };
}

describe("ingestDay from the settlement stack", () => {
  it("stores records of wind units, with every period's state", async () => {
    const { said, store, ingest } = bench();
    said.stack = [
      stackRow(settlementDate, 5),
      stackRow(settlementDate, 5, { side: "offer", volumeMwh: "0.5", originalPriceGbpPerMwh: "-10" }),
      stackRow(settlementDate, 6, { bmUnitId: units[3]!.elexonId as never }),
    ];
    said.counts = (period) => (period === 5 ? 2 : period === 6 ? 1 : 0);
    const outcome = await ingest();
    expect(outcome).toMatchObject({ outcome: "stored", totals: { records: 1, grossWh: 10_500_000, undoWh: 500_000 } });
    const records = await store.recordsOfDay(settlementDate);
    expect(records.map(({ paymentGbp }) => paymentGbp?.toFixed(6))).toEqual(["732.625000"]);
    const [day] = await store.days(null);
    const states = day!.periods.map(({ state }) => state);
    expect(states.filter((state) => state === "complete")).toHaveLength(1);
    expect(states[4]).toBe("complete");
    expect(states[5]).toBe("empty");
  });

  it.each([
    ["2025-03-30", 46],
    ["2025-10-26", 50],
    ["2024-06-03", 48],
  ])("asks for both sides of every period of %s", async (date, periods) => {
    const { said, ingest } = bench(parseSettlementDate(date));
    await ingest();
    expect(new Set(said.asked).size).toBe(2 * periods);
    expect(said.asked).toHaveLength(2 * periods);
  });

  it("writes nothing the second time", async () => {
    const { said, store, ingest } = bench();
    said.stack = [stackRow(settlementDate, 1)];
    await ingest();
    const before = [await store.days(null), await store.attempts(settlementDate)];
    expect((await ingest()).outcome).toBe("unchanged");
    expect([await store.days(null), await store.attempts(settlementDate)]).toEqual(before);
  });

  it("writes down that it asked later and was answered the same, without another revision", async () => {
    const { said, store, ingest } = bench();
    said.stack = [stackRow(settlementDate, 1)];
    said.fetchedAt = COMMITTED_AT - 60;
    await ingest();
    const held = await store.days(null);
    said.fetchedAt = COMMITTED_AT + 86_400;
    expect((await ingest(COMMITTED_AT + 86_460)).outcome).toBe("unchanged");
    expect(await store.days(null)).toEqual(held);
    const attempts = await store.attempts(settlementDate);
    expect(attempts.map(({ outcome, attemptedAt }) => [outcome, attemptedAt])).toEqual([
      ["ok", COMMITTED_AT],
      ["ok", COMMITTED_AT + 86_460],
    ]);
  });

  it("writes nothing when it is answered from an archive that is older than the last look", async () => {
    const { said, store, ingest } = bench();
    said.stack = [stackRow(settlementDate, 1)];
    said.fetchedAt = COMMITTED_AT - 3600;
    await ingest();
    const before = [await store.days(null), await store.attempts(settlementDate)];
    for (const fetchedAt of [COMMITTED_AT - 7200, COMMITTED_AT - 3600, COMMITTED_AT - 60, null]) {
      said.fetchedAt = fetchedAt;
      expect((await ingest(COMMITTED_AT + 86_400)).outcome).toBe("unchanged");
    }
    expect([await store.days(null), await store.attempts(settlementDate)]).toEqual(before);
  });

  it("says what units of unknown fuel were bid down, whose energy is in no record", async () => {
    const { said, store, ingest } = bench();
    const unknown = { bmUnitId: "T_NEWWO-1" as never };
    said.stack = [
      stackRow(settlementDate, 5),
      stackRow(settlementDate, 6, unknown),
      stackRow(settlementDate, 7, unknown),
    ];
    expect(await ingest()).toMatchObject({ totals: { grossWh: 10_500_000 } });
    expect(await store.unmappedBids(null)).toMatchObject([
      { settlementDate, bmUnitId: "T_NEWWO-1", grossWh: 21_000_000, paidGrossWh: 21_000_000, periods: 2 },
    ]);
  });

  it("stores the day also where the rows of a unit of unknown fuel break a rule", async () => {
    const { said, ingest } = bench();
    const broken = stackRow(settlementDate, 6, { bmUnitId: "T_NEWWO-1" as never, volumeMwh: "5" });
    said.stack = [stackRow(settlementDate, 5), broken];
    expect(await ingest()).toMatchObject({ outcome: "stored", totals: { records: 1 } });
  });

  it("leaves the stored day untouched when one period fails, and keeps the attempt", async () => {
    const { said, store, ingest } = bench();
    said.stack = [stackRow(settlementDate, 1), stackRow(settlementDate, 2)];
    await ingest();
    const before = [await store.days(null), await store.recordsOfDay(settlementDate)];
    said.stack = [];
    said.failures.set(7, new SourceError("The source answered 503."));
    const outcome = await ingest();
    expect(outcome.outcome).toBe("failed");
    expect([await store.days(null), await store.recordsOfDay(settlementDate)]).toEqual(before);
    const failed = (await store.attempts(settlementDate)).filter((attempt) => attempt.outcome === "failed");
    expect(failed.map((attempt) => [attempt.settlementPeriod, attempt.message])).toContainEqual([
      7,
      "The source answered 503.",
    ]);
  });

  it("does not make an empty day of a source that cannot be reached", async () => {
    const { said, store, ingest } = bench();
    for (let period = 1; period <= 48; period += 1) said.failures.set(period, new SourceError("No connection."));
    expect((await ingest()).outcome).toBe("failed");
    expect(await store.days(null)).toEqual([]);
  });

  it("tells a day that is not published yet from a failure", async () => {
    const { said, store, ingest } = bench();
    for (let period = 1; period <= 48; period += 1) said.failures.set(period, new UnpublishedError("Nothing yet."));
    expect((await ingest()).outcome).toBe("unpublished");
    expect(await store.days(null)).toEqual([]);
  });

  it("keeps a period unconfirmed whose rows are not as many as the source counts", async () => {
    const { said, ingest } = bench();
    said.stack = [stackRow(settlementDate, 9)];
    said.counts = () => 1;
    const outcome = await ingest();
    const periods = "periods" in outcome ? outcome.periods : [];
    expect(periods[8]).toMatchObject({ state: "complete", reason: null });
    expect(periods[9]).toMatchObject({ state: "unconfirmed", reason: "the source counts 1 rows, 0 were read" });
  });

  it("does not let fewer rows than the source counts replace a period that is complete", async () => {
    const { said, store, ingest } = bench();
    said.stack = [stackRow(settlementDate, 5)];
    said.counts = (period) => (period === 5 ? 1 : 0);
    await ingest();
    const before = [await store.days(null), await store.recordsOfDay(settlementDate)];
    said.stack = [];
    expect(await ingest()).toMatchObject({
      outcome: "failed",
      error: { message: expect.stringMatching(/got fewer for 5\./) },
    });
    expect([await store.days(null), await store.recordsOfDay(settlementDate)]).toEqual(before);
  });

  it("says how many records undo more than was bid", async () => {
    const { said, ingest } = bench();
    said.stack = [stackRow(settlementDate, 5), stackRow(settlementDate, 5, { side: "offer", volumeMwh: "11" })];
    expect(await ingest()).toMatchObject({ negativeNets: 1, totals: { netWh: -500_000 } });
  });

  it("keeps everything unconfirmed where the source gives no count", async () => {
    const { ingest } = bench();
    const outcome = await ingest();
    expect("periods" in outcome && outcome.periods.every(({ state }) => state === "unconfirmed")).toBe(true);
  });

  it("calls a day provisional by when it was fetched, and makes a revision when it no longer is", async () => {
    const { said, store, ingest } = bench();
    said.counts = () => 0;
    said.fetchedAt = settlementDay(settlementDate).endsAt + 86_400;
    const held = async () => {
      const [day] = await store.days(null);
      return { revision: day?.revision, states: [...new Set(day?.periods.map(({ state }) => state))] };
    };
    await ingest();
    expect(await held()).toEqual({ revision: 1, states: ["provisional"] });
    said.fetchedAt = settlementDay(settlementDate).endsAt + 3 * 86_400;
    expect((await ingest()).outcome).toBe("stored");
    expect(await held()).toEqual({ revision: 2, states: ["empty"] });
  });

  it("replaces what the source restates", async () => {
    const { said, store, ingest } = bench();
    said.counts = (period) => said.stack.filter(({ settlementPeriod }) => settlementPeriod === period).length;
    said.stack = [stackRow(settlementDate, 1), stackRow(settlementDate, 2)];
    await ingest();
    said.stack = [stackRow(settlementDate, 1, { volumeMwh: "-20" }), stackRow(settlementDate, 3)];
    expect(await ingest()).toMatchObject({
      outcome: "stored",
      change: { revision: 2, added: 1, updated: 1, removed: 1 },
    });
    const records = await store.recordsOfDay(settlementDate);
    expect(records.map(({ settlementPeriod, grossWh }) => [settlementPeriod, grossWh])).toEqual([
      [1, 20_000_000],
      [3, 10_500_000],
    ]);
  });
});

describe("ingestDay over what is held", () => {
  it("keeps a complete day when the source says nothing at all and counts nothing, unless it is forced to", async () => {
    const { said, store, ingest } = bench();
    said.counts = (period) => said.stack.filter(({ settlementPeriod }) => settlementPeriod === period).length;
    said.stack = [stackRow(settlementDate, 1), stackRow(settlementDate, 2)];
    await ingest();
    const held = [await store.days(null), await store.recordsOfDay(settlementDate)];
    [said.stack, said.counts] = [[], null];
    expect(await ingest()).toMatchObject({ outcome: "failed", error: { message: expect.stringContaining("1, 2") } });
    expect([await store.days(null), await store.recordsOfDay(settlementDate)]).toEqual(held);
    expect((await store.attempts(settlementDate)).at(-1)).toMatchObject({ outcome: "failed" });
    const source = scriptedSource(said);
    const forced = { settlementDate, method: "stack" as const, source, units, store, clock: () => COMMITTED_AT };
    expect((await ingestDay({ ...forced, force: true })).outcome).toBe("stored");
  });

  it("keeps an unconfirmed day when its rows are gone", async () => {
    const { said, store, ingest } = bench();
    said.stack = [stackRow(settlementDate, 1)];
    await ingest();
    said.stack = [];
    expect((await ingest()).outcome).toBe("failed");
    expect(await store.recordsOfDay(settlementDate)).toHaveLength(1);
  });

  it("takes no older answer, as an archive may give, for what is held", async () => {
    const { said, store, ingest } = bench();
    said.stack = [stackRow(settlementDate, 1)];
    said.fetchedAt = COMMITTED_AT;
    await ingest();
    said.stack = [stackRow(settlementDate, 1, { volumeMwh: "-99" })];
    said.fetchedAt = COMMITTED_AT - 1;
    const message = expect.stringContaining("must not be replaced by an older answer, got one of 2024-06-07T11:59:59Z");
    expect(await ingest()).toMatchObject({ outcome: "failed", error: { message } });
    said.fetchedAt = COMMITTED_AT;
    expect((await ingest()).outcome).toBe("stored");
    expect((await store.days(null))[0]?.revision).toBe(2);
  });

  it("fails where another process wrote the day meanwhile, and leaves what that wrote", async () => {
    const { said, store, ingest } = bench();
    said.stack = [stackRow(settlementDate, 1)];
    const source = scriptedSource(said);
    const slow: typeof source = {
      ...source,
      async rowCounts(query) {
        await ingest();
        return source.rowCounts(query);
      },
    };
    const input = { settlementDate, method: "stack" as const, source: slow, units, store, clock: () => COMMITTED_AT };
    expect(await ingestDay(input)).toMatchObject({ outcome: "failed", error: { code: "day-moved" } });
    expect((await store.days(null))[0]?.revision).toBe(1);
  });
});

describe("ingestDay from levels", () => {
  const day = settlementDay(settlementDate);
  const hours = (from: number, to: number) => ({
    startsAt: day.startsAt + from * 3600,
    endsAt: day.startsAt + to * 3600,
  });
  const bmUnitId = "T_MOWEO-1" as never;
  const acceptance = (acceptanceId: number, from: number, to: number) => ({
    ...hours(from, to),
    bmUnitId,
    acceptanceId,
    acceptedAt: day.startsAt + from * 3600 - 600,
    levelFromMw: 40,
    levelToMw: 40,
    soFlag: true,
  });
  const ingestLevels = (said: ReturnType<typeof script>) =>
    ingestDay({
      settlementDate,
      method: "pn",
      source: scriptedSource(said),
      units,
      store: memoryStores(),
      clock: () => 0,
    });
  const withLevels = (covers: { startsAt: number; endsAt: number }, isWhole = true) => {
    const said = script();
    const notifications = [{ ...hours(0, 24), bmUnitId, levelFromMw: 100, levelToMw: 100 }];
    said.levels = {
      notifications,
      acceptances: [acceptance(7, 5, 6), acceptance(8, 10, 11)],
      bidOffers: null,
      covers,
      isWhole,
    };
    return said;
  };

  it("integrates what was instructed away, and does not know payments without prices", async () => {
    const outcome = await ingestLevels(withLevels({ startsAt: day.startsAt - 7200, endsAt: day.endsAt }));
    expect(outcome).toMatchObject({
      outcome: "stored",
      totals: { grossWh: 120_000_000, paymentGbp: null, unpricedWh: 120_000_000 },
    });
    const states = "periods" in outcome ? outcome.periods.map(({ state }) => state) : [];
    expect(states.filter((state) => state === "complete")).toHaveLength(4);
    expect(states.filter((state) => state === "empty")).toHaveLength(44);
  });

  it("leaves the first two hours unconfirmed where acceptances before the day are absent", async () => {
    const outcome = await ingestLevels(withLevels(day));
    const periods = "periods" in outcome ? outcome.periods : [];
    expect(periods.map(({ state }) => state).slice(0, 5)).toEqual([...Array<string>(4).fill("unconfirmed"), "empty"]);
    expect(periods[0]?.reason).toMatch(
      /acceptances before 2024-06-02T23:00:00Z are absent \(1 of 1 units start already reduced\)/,
    );
  });

  it("keeps every period unconfirmed where neither a count nor the extract says that nothing was cut off", async () => {
    const outcome = await ingestLevels(withLevels({ startsAt: day.startsAt - 7200, endsAt: day.endsAt }, false));
    const periods = "periods" in outcome ? outcome.periods : [];
    expect(new Set(periods.map(({ state }) => state))).toEqual(new Set(["unconfirmed"]));
    expect(periods[9]?.reason).toBe("the source gave no count");
  });

  it("is not troubled by the numbers of units that are not wind", async () => {
    const said = withLevels({ startsAt: day.startsAt - 7200, endsAt: day.endsAt });
    const gas = { bmUnitId: units[3]!.elexonId as never };
    said.levels!.notifications.push({ ...hours(0, 24), ...gas, levelFromMw: 100, levelToMw: 100 });
    said.levels!.acceptances.push({ ...acceptance(3, 2, 3), ...gas }, { ...acceptance(9, 20, 21), ...gas });
    const outcome = await ingestLevels(said);
    expect("periods" in outcome && outcome.periods.some(({ state }) => state === "unconfirmed")).toBe(false);
  });

  it("doubts the periods around an acceptance number that was skipped", async () => {
    const said = withLevels({ startsAt: day.startsAt - 7200, endsAt: day.endsAt });
    said.levels!.acceptances[1] = acceptance(9, 10, 11);
    const outcome = await ingestLevels(said);
    const doubted = "periods" in outcome ? outcome.periods.filter(({ state }) => state === "unconfirmed") : [];
    expect(doubted.map(({ settlementPeriod }) => settlementPeriod)).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
    ]);
    expect(doubted[0]?.reason).toBe("1 acceptance of T_MOWEO-1 between 7 and 9 absent");
  });

  it("refuses an extract that does not reach over the day", async () => {
    const outcome = await ingestLevels(withLevels(hours(0, 23)));
    expect(outcome).toMatchObject({
      outcome: "failed",
      error: { code: "source", message: expect.stringMatching(/whole settlement day/) },
    });
  });
});
