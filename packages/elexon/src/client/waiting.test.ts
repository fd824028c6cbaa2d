import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backOffMs, retryAfterMs } from "./waiting.ts";

describe("backOffMs", () => {
  it("doubles its bound from one second up to a minute", () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 8, 30].map((failed) => backOffMs(failed, () => 1));
    expect(bounds).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it("spreads evenly over the whole bound (full jitter), so that it may also be no wait at all", () => {
    expect(backOffMs(3, () => 0)).toBe(0);
    expect(backOffMs(3, () => 0.25)).toBe(1000);
  });
});

describe("retryAfterMs", () => {
  // The two examples of RFC 9110, section 10.2.3.
  it("reads seconds", () => {
    expect(retryAfterMs("120", 0)).toBe(120_000);
  });

  it("reads an HTTP date", () => {
    expect(retryAfterMs("Fri, 31 Dec 1999 23:59:59 GMT", Date.UTC(1999, 11, 31, 23, 59, 0))).toBe(59_000);
  });

  it("takes a date in the past as now", () => {
    expect(retryAfterMs("Fri, 31 Dec 1999 23:59:59 GMT", Date.UTC(2022, 0, 1))).toBe(0);
  });

  it("agrees between the two spellings, for every number of seconds", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (seconds) => {
        const date = new Date(seconds * 1000).toUTCString();
        expect(retryAfterMs(date, 0)).toBe(retryAfterMs(String(seconds), 0));
      }),
    );
  });

  it.each([null, "", "soon", "-1", "1.5", "0x10", "Fri, 99 Dec"])("gives nothing for %j", (header) => {
    expect(retryAfterMs(header, 0)).toBeNull();
  });
});
