import { describe, expect, it } from "vitest";
import { UsageError } from "../usageError.ts";
import { typedInstant, typedPastInstant } from "./instant.ts";

const asOf = (text: string) => typedInstant(text, { name: "--as-of", dateIs: "last" });

describe("an instant as typed", () => {
  // GNU date: date -u -d '2025-03-11T18:00:00Z' +%s
  it.each([
    ["2025-03-11T18:00:00Z", 1_741_716_000],
    ["2025-03-11T18:00Z", 1_741_716_000],
    ["2025-03-11 18:00:00z", 1_741_716_000],
    ["2025-03-11T18:00:00.999Z", 1_741_716_000],
    ["2025-03-11T19:00:00+01:00", 1_741_716_000],
    ["2025-03-11T13:30:00-0430", 1_741_716_000],
    ["2024-02-29T00:00:00Z", 1_709_164_800],
  ])("is %s", (text, instant) => {
    expect(asOf(text)).toBe(instant);
  });

  // London keeps UTC + 1 on 2025-06-01, and goes from it to UTC on 2025-10-26.
  it("is the last second of a date in London, or its first", () => {
    expect(asOf("2025-06-01")).toBe(asOf("2025-06-01T22:59:59Z"));
    expect(asOf("2025-10-26")).toBe(asOf("2025-10-26T23:59:59Z"));
    expect(typedInstant("2025-06-01", { name: "--since", dateIs: "first" })).toBe(asOf("2025-05-31T23:00:00Z"));
  });

  it.each([
    "2025-03-11T18:00:00",
    "18:00",
    "yesterday",
    "2025-03-11T24:00:00Z",
    "2025-03-11T18:60:00Z",
    "2025-02-29T12:00:00Z",
    "2025-02-30",
    "2025-3-1T12:00:00Z",
    "1741716000",
    "2025-03-11T18:00:00+15:00",
    "",
  ])("is refused: %s", (text) => {
    expect(() => asOf(text)).toThrow(UsageError);
  });
});

describe("a moment to look back to", () => {
  const now = asOf("2025-06-01T12:00:00Z");
  const back = (text: string) => typedPastInstant(text, { name: "--as-of", now });

  it("may be now, and the end of a date that has ended", () => {
    expect([back("2025-06-01T12:00:00Z"), back("2025-05-31")]).toEqual([now, asOf("2025-05-31T22:59:59Z")]);
  });

  it("is refused where it is the end of today, before which what is told of it may change", () => {
    expect(() => back("2025-06-01")).toThrow(
      /a date that has ended, got 2025-06-01, .*2025-06-01T22:59:59Z. Give a time/,
    );
    expect(() => back("2025-06-01")).toThrow(UsageError);
    const ended = typedPastInstant("2025-06-01", { name: "--as-of", now: asOf("2025-06-01") });
    expect(ended).toBe(asOf("2025-06-01T22:59:59Z"));
  });

  it.each(["2025-06-01T12:00:01Z", "2025-06-02", "2099-12-31"])("is refused where it is still to come: %s", (text) => {
    expect(() => back(text)).toThrow(/must not be later than now, 2025-06-01T12:00:00Z/);
  });
});
