import {
  addDays,
  type HeldDay,
  parseSettlementDate,
  type PeriodState,
  type SettlementDate,
  settlementDates,
  settlementDay,
  settlementPeriods,
  settlementYear,
} from "@windhash/core";
import { type Calendar, calendarOf } from "@windhash/pipeline";
import { memoryStores } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { daysDocument, daysText } from "./days.ts";

const look = { isColoured: false, columns: null };
const today = parseSettlementDate("2026-01-15");

type Given = { readonly state: PeriodState; readonly method?: "stack" | "pn" | "import"; readonly reason?: string };

/** A calendar in which the days of a range are as they are given; the others are not held. */
async function calendar(
  range: Calendar["range"],
  given: Readonly<Record<string, Given>>,
  failed: readonly string[] = [],
): Promise<Calendar> {
  const stores = memoryStores();
  const tried = failed.map((date) => parseSettlementDate(date));
  await stores.addAttempts(
    tried.map((settlementDate) => ({
      settlementDate,
      settlementPeriod: null,
      method: "stack",
      attemptedAt: settlementDay(settlementDate).endsAt,
      outcome: "failed",
      message: "Elexon must answer, got 503.",
    })),
  );
  const days = async (): Promise<readonly HeldDay[]> =>
    Object.entries(given).map(([date, each]) => heldDay(parseSettlementDate(date), each));
  return calendarOf({ ...stores, days }, { range, today });
}

function heldDay(settlementDate: SettlementDate, { state, method = "stack", reason = "no count" }: Given): HeldDay {
  const isSure = state === "complete" || state === "empty";
  return {
    settlementDate,
    revision: 1,
    ledgerNo: 1,
    committedAt: settlementDay(settlementDate).endsAt,
    method,
    payloadHash: "",
    registerHash: "",
    periods: settlementPeriods(settlementDate).map((settlementPeriod) => ({
      settlementPeriod,
      state,
      reason: isSure ? null : reason,
      fetchedAt: null,
      sourceRows: 0,
    })),
    tally: { settlementDate, records: 0, grossWh: 0, undoWh: 0, checksum: "" },
  };
}

describe("days for people", () => {
  it("has one mark a day by state, those that failed since they were read with another, below the day numbers", async () => {
    const march = { from: parseSettlementDate("2025-03-03"), to: parseSettlementDate("2025-03-08") };
    const states = { "03": "complete", "04": "empty", "05": "provisional", "06": "unconfirmed" } as const;
    const given = Object.fromEntries(Object.entries(states).map(([day, state]) => [`2025-03-${day}`, { state }]));
    const text = daysText(look, await calendar(march, given, ["2025-03-03", "2025-03-07"]));
    expect(text.slice(2, 4)).toEqual([
      "           1       5         10        15        20        25        30",
      "  2025-03      #!o p u .!.",
    ]);
    expect(text.slice(5, 11).map((line) => line.slice(0, 8))).toEqual([
      "  #  1  ",
      "  o  1  ",
      "  p  1  ",
      "  u  1  ",
      "  .  2  ",
      "  !  2  ",
    ]);
  });

  it("fits a year into 80 columns, whatever its days are", async () => {
    const year = settlementYear("2025");
    const states = ["complete", "provisional", "unconfirmed", "empty"] as const;
    const reason = "1 acceptance of T_BHLAW-1 between 34000 and 34002 absent; ".repeat(4);
    const dates = settlementDates(year).filter((_, index) => index % 5 !== 0);
    const given = Object.fromEntries(dates.map((date, index) => [date, { state: states[index % 4]!, reason }]));
    const text = daysText(look, await calendar(year, given, dates.slice(0, 50)));
    expect(text.filter((line) => line.length > 80)).toEqual([]);
    expect(text.filter((line) => /^ {2}2025-\d\d {2}/.test(line))).toHaveLength(12);
    expect(text.at(-1)).toMatch(/^ {2}and \d+ more like these: --json has every day$/);
  });

  it("tells months of which nothing is there in one line, where there are many", async () => {
    const held = { "2024-01-31": { state: "complete" }, "2024-06-01": { state: "complete" } } as const;
    const text = daysText(look, await calendar(null, held));
    expect(text.filter((line) => /^ {2}2024/.test(line)).slice(0, 3)).toEqual([
      `  2024-01  ${" ".repeat(60)}#`,
      "  2024-02 to 2024-05: nothing held (121 days)",
      "  2024-06  #",
    ]);
  });

  it("lists what needs attention, days that are alike together, with why and what to type", async () => {
    const range = { from: parseSettlementDate("2025-03-01"), to: parseSettlementDate("2025-03-10") };
    const given = {
      "2025-03-01": { state: "complete" },
      "2025-03-02": { state: "provisional", reason: "fetched before 2025-03-05T00:00:00Z, likely to be restated" },
      "2025-03-03": { state: "provisional", reason: "fetched before 2025-03-06T00:00:00Z, likely to be restated" },
      "2025-03-04": { state: "unconfirmed", method: "pn", reason: "the source gave no count" },
      "2025-03-05": { state: "unconfirmed", method: "import", reason: "the source gave no count" },
      "2025-03-06": { state: "empty" },
      "2025-03-07": { state: "complete" },
    } as const;
    const text = daysText(look, await calendar(range, given, ["2025-03-06"]));
    expect(text.slice(text.indexOf("These need attention"))).toEqual([
      "These need attention",
      "",
      "  2025-03-02 to 2025-03-03: provisional",
      "    48 periods read before the day's end + 3 days, likely to be restated",
      "    windhash ingest 2025-03-02 --to 2025-03-03",
      "",
      "  2025-03-04: unconfirmed",
      "    periods 1 to 48: the source gave no count",
      "    windhash ingest 2025-03-04 --method pn",
      "",
      "  2025-03-05: unconfirmed",
      "    periods 1 to 48: the source gave no count",
      "    stands on a file, so always unconfirmed; Elexon is read instead with:",
      "    windhash ingest 2025-03-05 --force",
      "",
      "  2025-03-06: empty",
      "    1 failed look; the last 2025-03-07 00:00 UTC: Elexon must answer, got 503.",
      "    windhash ingest 2025-03-06 --force",
      "",
      "  2025-03-08 to 2025-03-10: not held",
      "    windhash ingest 2025-03-08 --to 2025-03-10",
    ]);
  });

  it("says of a long stretch that is not held how many days loading it is", async () => {
    const range = { from: parseSettlementDate("2024-01-01"), to: parseSettlementDate("2024-12-31") };
    const text = daysText(look, await calendar(range, { "2024-12-31": { state: "complete" } }));
    expect(text.at(-1)).toBe("    windhash ingest 2024-01-01 --to 2024-12-30   (365 days)");
  });

  it("says that nothing needs attention where all is well, and what is still to come", async () => {
    const range = { from: addDays(today, -1), to: addDays(today, 3) };
    const states = { state: "complete" } as const;
    const text = daysText(look, await calendar(range, { [range.from]: states, [today]: states }));
    expect(text.slice(-3)).toEqual([
      "  Days after 2026-01-15 are still to come.",
      "",
      "Nothing needs attention: every day is complete or empty.",
    ]);
    const future = { from: addDays(today, 1), to: addDays(today, 1) };
    expect(daysText(look, await calendar(future, {}))).toEqual(["2026-01-16: still to come"]);
  });

  it("tells one day in words", async () => {
    const day = parseSettlementDate("2025-03-30");
    const text = daysText(look, await calendar({ from: day, to: day }, { [day]: { state: "unconfirmed" } }));
    expect(text.slice(0, 8)).toEqual([
      "2025-03-30 (Sunday): what is held",
      "",
      "  state               unconfirmed",
      "  periods             46 unconfirmed",
      "  method              stack",
      "  committed           2025-03-30 23:00 UTC, revision 1",
      "  last look           not on record",
      "  failed looks since  0",
    ]);
  });

  it("says what to load where nothing is held", async () => {
    expect(daysText(look, await calendar(null, {}))).toEqual([expect.stringContaining("windhash demo")]);
  });
});

describe("days as JSON", () => {
  it("has of each day its state, periods by state, reasons and tries", async () => {
    const range = { from: parseSettlementDate("2025-03-01"), to: parseSettlementDate("2025-03-02") };
    const document = daysDocument(await calendar(range, { "2025-03-01": { state: "unconfirmed" } }, ["2025-03-02"]));
    expect(document).toMatchObject({ byState: { unconfirmed: 1, unknown: 1 } });
    expect(document["days"]).toEqual([
      {
        settlementDate: "2025-03-01",
        state: "unconfirmed",
        method: "stack",
        revision: 1,
        committedAt: "2025-03-02T00:00:00Z",
        periods: { expected: 48, present: 48, complete: 0, empty: 0, provisional: 0, unconfirmed: 48 },
        reasons: [{ reason: "no count", settlementPeriods: Array.from({ length: 48 }, (_, index) => index + 1) }],
        lastLookAt: null,
        failures: 0,
        lastFailure: null,
      },
      {
        settlementDate: "2025-03-02",
        state: "unknown",
        method: null,
        revision: null,
        committedAt: null,
        periods: { expected: 48, present: 0, complete: 0, empty: 0, provisional: 0, unconfirmed: 0 },
        reasons: [],
        lastLookAt: null,
        failures: 1,
        lastFailure: {
          attemptedAt: "2025-03-03T00:00:00Z",
          settlementPeriod: null,
          method: "stack",
          outcome: "failed",
          message: "Elexon must answer, got 503.",
        },
      },
    ]);
  });
});
