import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instant, secondsOf, secondsOrNull, settlementDate, settlementPeriod, timestamp } from "./scalars.ts";

describe("instant", () => {
  it.each([
    // The spelling of the live API and that of its document; `date -u -d` gives the seconds.
    ["2026-07-10T08:30:00Z", 1_783_672_200],
    ["2021-12-05T08:00:00.0000000+00:00", 1_638_691_200],
    ["2022-07-01T00:00Z", 1_656_633_600],
    ["2023-07-12 05:00:00Z", 1_689_138_000],
    ["2022-07-01T01:00:00+01:00", 1_656_633_600],
    ["2022-06-30T18:30:00-05:30", 1_656_633_600],
    ["2024-02-29T23:59:59Z", 1_709_251_199],
  ])("reads %s", (text, seconds) => {
    expect(secondsOf(instant.parse(text))).toBe(seconds);
  });

  it("reads both spellings of every second of two hundred years the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_208_988_800, max: 4_102_444_799 }), (seconds) => {
        const text = new Date(seconds * 1000).toISOString().slice(0, 19);
        expect(secondsOf(instant.parse(`${text}Z`))).toBe(seconds);
        expect(secondsOf(instant.parse(`${text}.0000000+00:00`))).toBe(seconds);
      }),
    );
  });

  it.each([
    "2022-02-30T00:00:00Z",
    "2023-02-29T00:00:00Z",
    "2022-13-01T00:00:00Z",
    "2022-00-10T00:00:00Z",
    "2022-01-00T00:00:00Z",
    "2022-01-01T24:00:00Z",
    "2022-01-01T00:60:00Z",
    "2022-01-01T00:00:60Z",
    "2022-01-01T00:00:00",
    "2022-01-01",
    "2022-01-01_00:00:00Z",
    "0050-01-01T00:00:00Z",
    "9999-12-31T23:59:59-01:00",
    "01/01/2022",
    "",
    1_640_995_200,
    null,
  ])("refuses %j", (value) => {
    expect(instant.safeParse(value).success).toBe(false);
  });

  it("refuses a fraction of a second, which no level has", () => {
    expect(instant.safeParse("2022-01-01T00:00:00.5Z").error?.issues[0]?.message).toContain("whole seconds");
  });
});

describe("timestamp", () => {
  it("is whole Unix seconds, without its fraction", () => {
    expect(secondsOf(timestamp.parse("2022-01-01T00:00:00.9934567+00:00"))).toBe(1_640_995_200);
    expect(secondsOrNull("2022-01-01T00:00:00Z")).toBe(1_640_995_200);
    expect([secondsOrNull(null), secondsOrNull(undefined)]).toEqual([null, null]);
  });

  it("refuses what is no timestamp", () => {
    expect(timestamp.safeParse("2022-02-30T00:00:00Z").success).toBe(false);
  });
});

describe("settlementDate and settlementPeriod", () => {
  it.each(["2022-01-01", "2024-02-29"])("take %s", (text) => {
    expect(settlementDate.parse(text)).toBe(text);
  });

  it.each(["2025-02-30", "2022-1-1", "2022-01-01T00:00:00Z", "", null, 20_220_101])("refuse the date %j", (value) => {
    expect(settlementDate.safeParse(value).success).toBe(false);
  });

  it.each([1, 46, 48, 50])("take period %d", (period) => {
    expect(settlementPeriod.parse(period)).toBe(period);
  });

  it.each([0, 51, 1.5, "1", null])("refuse the period %j", (value) => {
    expect(settlementPeriod.safeParse(value).success).toBe(false);
  });
});
