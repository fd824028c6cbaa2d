import {
  type AcceptanceSegment,
  type BmUnitId,
  DIFFERENCE_TERMS,
  type LevelSegment,
  parseSettlementDate,
  type PeriodDifference,
  settlementDay,
  SourceError,
  sumOfTerms,
  UnpublishedError,
  volumesFromLevels,
} from "@windhash/core";
import { memoryStores } from "@windhash/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { script, type Script, scriptedSource, stackRow, units } from "../../test/scriptedSource.ts";
import { importDays } from "../import/importDays.ts";
import { planImport } from "../import/planImport.ts";
import { readVolumeFile } from "../import/readVolumeFile.ts";
import { ingestDay } from "../ingest/ingestDay.ts";
import { compareRange } from "./compareRange.ts";
import type { ComparedName } from "./readMethod.ts";

const settlementDate = parseSettlementDate("2024-06-03");
const day = settlementDay(settlementDate);
const [MOWEO, BEATO] = ["T_MOWEO-1", "T_BEATO-1"] as BmUnitId[] as [BmUnitId, BmUnitId];

type Levels = { notifications: LevelSegment[]; acceptances: AcceptanceSegment[] };

/** A unit that plans 100 MW all day, or from an hour of it. */
function planned(bmUnitId: BmUnitId, fromHour = 0): LevelSegment {
  return { bmUnitId, startsAt: day.startsAt + fromHour * 3600, endsAt: day.endsAt, levelFromMw: 100, levelToMw: 100 };
}

/** An instruction to a level, over minutes of the day. */
function accepted(
  bmUnitId: BmUnitId,
  acceptanceId: number,
  [from, to, levelMw]: readonly [number, number, number],
): AcceptanceSegment {
  const span = { startsAt: day.startsAt + from * 60, endsAt: day.startsAt + to * 60 };
  const acceptedAt = day.startsAt - 86_400 + acceptanceId;
  return { bmUnitId, acceptanceId, acceptedAt, ...span, levelFromMw: levelMw, levelToMw: levelMw, soFlag: true };
}

/** A source whose stack is, row by row, what its levels come to. */
function agreeingScript({ notifications, acceptances }: Levels): Script {
  const said = script();
  said.levels = {
    notifications,
    acceptances,
    bidOffers: null,
    covers: { startsAt: day.startsAt - 7200, endsAt: day.endsAt },
    isWhole: true,
  };
  const volumes = volumesFromLevels({
    settlementDate,
    notifications,
    acceptances,
    bidOffers: null,
    isWind: () => true,
  });
  said.stack = volumes.map(({ settlementPeriod, bmUnitId, side, acceptanceId, bidOfferPairId, volumeMwh }, index) => ({
    ...stackRow(settlementDate, settlementPeriod),
    bmUnitId,
    side,
    acceptanceId,
    bidOfferPairId,
    sequenceNumber: index + 1,
    volumeMwh: String(Number(volumeMwh.numerator) / Number(volumeMwh.denominator)),
  }));
  return said;
}

async function compared(
  said: Script,
  methods: readonly [ComparedName, ComparedName] = ["stack", "pn"],
  store = memoryStores(),
) {
  const { days } = await compareRange({
    settlementDates: [settlementDate],
    methods,
    source: scriptedSource(said),
    units,
    store,
  });
  return days[0]!;
}

async function differences(
  said: Script,
  methods?: readonly [ComparedName, ComparedName],
  store = memoryStores(),
): Promise<readonly PeriodDifference[]> {
  const result = await compared(said, methods, store);
  if (result.outcome !== "compared") throw new Error(`The day was ${result.outcome}.`);
  return result.periods;
}

/** The terms that are not zero, of each period that differs. */
function explained(periods: readonly PeriodDifference[]) {
  return periods
    .filter(({ difference }) => difference.netWh !== 0)
    .map(({ settlementPeriod, bmUnitId, terms }) => [
      settlementPeriod,
      bmUnitId,
      Object.fromEntries(Object.entries(terms).filter(([, energyWh]) => energyWh !== 0)),
    ]);
}

const TWO_UNITS: Levels = {
  notifications: [planned(MOWEO), planned(BEATO)],
  acceptances: [accepted(MOWEO, 7, [60, 105, 40]), accepted(MOWEO, 8, [75, 90, 70]), accepted(BEATO, 3, [200, 217, 0])],
};

describe("compareRange", () => {
  it("finds stack and levels in agreement where both tell of the same instructions", async () => {
    const instruction = fc.tuple(
      fc.integer({ min: 0, max: 1300 }),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 0, max: 120 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(MOWEO, BEATO), instruction), { maxLength: 8 }),
        async (instructions) => {
          const acceptances = instructions.map(([id, [from, length, levelMw]], index) =>
            accepted(id, index + 1, [from, from + length, levelMw]),
          );
          const periods = await differences(agreeingScript({ ...TWO_UNITS, acceptances }));
          for (const { difference, terms } of periods) {
            expect(Math.abs(difference.netWh)).toBeLessThanOrEqual(2);
            expect(terms.rounding).toBe(difference.netWh);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("tells an undo that one method lacks", async () => {
    const said = agreeingScript(TWO_UNITS);
    said.stack = said.stack.filter(({ side }) => side === "bid");
    const periods = await differences(said);
    expect(explained(periods)).toEqual([[3, MOWEO, { undo: 7_500_000 }]]);
  });

  it("tells a unit that has no notification, and still reads the day", async () => {
    const said = agreeingScript(TWO_UNITS);
    said.levels!.notifications = [planned(MOWEO), planned(BEATO, 12)];
    expect(explained(await differences(said))).toEqual([
      [7, BEATO, { noPlan: 16_666_667 }],
      [8, BEATO, { noPlan: 11_666_667 }],
    ]);
  });

  it("takes no instruction apart: all of one that reaches beyond the notifications is left out", async () => {
    const said = agreeingScript({ ...TWO_UNITS, acceptances: [accepted(BEATO, 3, [700, 760, 0])] });
    said.levels!.notifications = [planned(BEATO, 12)];
    expect((await differences(said)).map(({ terms, difference }) => [terms.noPlan, difference.netWh])).toEqual([
      [33_333_333, 33_333_333],
      [50_000_000, 50_000_000],
      [16_666_667, 16_666_667],
    ]);
  });

  it("tells a unit of which the levels do not know at all", async () => {
    const said = agreeingScript(TWO_UNITS);
    said.levels!.notifications = [planned(MOWEO)];
    said.levels!.acceptances = said.levels!.acceptances.filter(({ bmUnitId }) => bmUnitId === MOWEO);
    const terms = sumOfTerms((await differences(said)).map((period) => period.terms));
    expect(terms).toMatchObject({ unmapped: 28_333_334, noPlan: 0, other: 0 });
  });

  it("tells a volume that nothing explains", async () => {
    const said = agreeingScript(TWO_UNITS);
    said.stack.push({ ...stackRow(settlementDate, 40), volumeMwh: "-1" });
    expect(explained(await differences(said))).toEqual([[40, MOWEO, { other: 1_000_000 }]]);
  });

  it("adds up to the difference of what ingesting by each method stores", async () => {
    const said = agreeingScript(TWO_UNITS);
    said.stack = said.stack.slice(1);
    const stored = await Promise.all(
      (["stack", "pn"] as const).map(async (method) => {
        const store = memoryStores();
        await ingestDay({ settlementDate, method, source: scriptedSource(said), units, store, clock: () => 0 });
        return (await store.recordsOfDay(settlementDate)).reduce((sum, { netWh }) => sum + netWh, 0);
      }),
    );
    const terms = sumOfTerms((await differences(said)).map((period) => period.terms));
    expect(DIFFERENCE_TERMS.reduce((sum, term) => sum + terms[term], 0)).toBe(stored[0]! - stored[1]!);
  });

  it("counts the periods that are not sure on either side", async () => {
    expect(await compared(agreeingScript(TWO_UNITS))).toMatchObject({ unsurePeriods: [48, 0] });
  });
});

describe("compared with what is stored", () => {
  it("is all agreement for the method that it was stored by, and stores nothing", async () => {
    const [said, store] = [agreeingScript(TWO_UNITS), memoryStores()];
    await ingestDay({ settlementDate, method: "stack", source: scriptedSource(said), units, store, clock: () => 0 });
    const before = [await store.days(null), await store.attempts(settlementDate)];
    const periods = await differences(said, ["stored", "stack"], store);
    expect(periods.length).toBeGreaterThan(0);
    expect(periods.every(({ difference }) => difference.netWh === 0)).toBe(true);
    expect([await store.days(null), await store.attempts(settlementDate)]).toEqual(before);
  });

  it("knows the step of an imported file, joins its ids, and tells units that no register maps", async () => {
    const store = memoryStores();
    const rows = ["date,p,unit,mwh", `${settlementDate},7,BEATO-1,16.67`, `${settlementDate},7,NEWW-1,5`];
    const format = {
      columns: { date: "date", period: "p", id: "unit", volume: "mwh" },
      unit: "mwh",
      sign: "positive",
    } as const;
    const bytes = new TextEncoder().encode(rows.join("\n"));
    const file = readVolumeFile({ bytes, name: "mine.csv", format, now: 1_767_225_600 });
    const plan = await planImport({ file, units, attribution: null, store });
    await importDays({ plan, choice: { acceptRest: false, replace: false }, store, clock: () => 0 });
    const said = agreeingScript({ ...TWO_UNITS, acceptances: [accepted(BEATO, 3, [180, 190, 0])] });
    expect(explained(await differences(said, ["stored", "stack"], store))).toEqual([
      [7, "NEWW-1", { unmapped: 5_000_000 }],
      [7, BEATO, { rounding: 3_333 }],
    ]);
  });

  it("tells by which method a stored day was read, as that method again is no second opinion", async () => {
    const store = memoryStores();
    const said = agreeingScript(TWO_UNITS);
    await ingestDay({ settlementDate, method: "pn", source: scriptedSource(said), units, store, clock: () => 0 });
    expect(await compared(said, ["stored", "pn"], store)).toMatchObject({ outcome: "compared", storedMethod: "pn" });
    expect(await compared(said, ["stack", "pn"])).toMatchObject({ outcome: "compared", storedMethod: null });
  });

  it("says of a day that is not held that it is not held, and not that there was nothing", async () => {
    expect(await compared(agreeingScript(TWO_UNITS), ["stored", "pn"])).toEqual({
      settlementDate,
      outcome: "not-held",
    });
  });
});

describe("a day that cannot be read", () => {
  it.each([
    [new SourceError("The source answered 503."), "failed"],
    [new UnpublishedError("Nothing yet."), "unpublished"],
  ])("is told with its reason: %s", async (error, outcome) => {
    const said = agreeingScript(TWO_UNITS);
    for (let period = 1; period <= 48; period += 1) said.failures.set(period, error);
    expect(await compared(said)).toMatchObject({ outcome, error: { message: expect.stringContaining(error.message) } });
  });

  it("is told when its rows contradict each other", async () => {
    const said = agreeingScript(TWO_UNITS);
    said.levels!.acceptances.push({ ...said.levels!.acceptances[0]!, levelFromMw: 1 });
    expect(await compared(said)).toMatchObject({ outcome: "failed", error: { code: "source-row" } });
  });
});
