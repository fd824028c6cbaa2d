import { describe, expect, it } from "vitest";
import { SettlementError } from "../errors.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { heldPeriod, type PeriodReading } from "./heldPeriod.ts";

const settlementDate = parseSettlementDate("2025-07-01");
const settlementPeriod = parseSettlementPeriod(3, settlementDate);

/** London's 1 July 2025 ends at 23:00Z; three days later it is no longer likely to be restated. */
const settledAt = Date.UTC(2025, 6, 4, 23) / 1000;

const sound: PeriodReading = {
  settlementDate,
  settlementPeriod,
  sourceRows: 12,
  countedRows: 12,
  vouchedOtherwise: false,
  doubts: [],
  fetchedAt: settledAt,
  curtailed: true,
};

const held = (change: Partial<PeriodReading>) => heldPeriod({ ...sound, ...change });

describe("heldPeriod", () => {
  it("is complete when the source counts the rows that were read", () => {
    expect(held({})).toEqual({
      settlementPeriod: 3,
      state: "complete",
      reason: null,
      fetchedAt: settledAt,
      sourceRows: 12,
    });
  });

  it("is empty when the same holds and nothing was curtailed: a true zero", () => {
    expect(held({ curtailed: false })).toMatchObject({ state: "empty", reason: null });
    expect(held({ curtailed: false, sourceRows: 0, countedRows: 0 })).toMatchObject({ state: "empty", reason: null });
  });

  it("is provisional when fetched before the day's end + 3 days, to the second, and says until when", () => {
    expect(held({ fetchedAt: settledAt - 1 })).toMatchObject({
      state: "provisional",
      reason: "fetched before 2025-07-04T23:00:00Z, likely to be restated",
    });
    expect(held({ fetchedAt: settledAt })).toMatchObject({ state: "complete" });
  });

  it("gives the same reason however often it is fetched", () => {
    expect(held({ fetchedAt: settledAt - 90_000 }).reason).toBe(held({ fetchedAt: settledAt - 1 }).reason);
  });

  it("is provisional whatever else there is to say, also with nothing in it", () => {
    expect(held({ fetchedAt: 0, doubts: ["x"], countedRows: null, curtailed: false, sourceRows: 0 })).toMatchObject({
      state: "provisional",
    });
  });

  it("is unconfirmed in doubt, with every doubt, before any count", () => {
    const doubts = ["acceptances before 00:00 are absent", "1 acceptance of T_BHLAW-1 absent"];
    expect(held({ doubts, countedRows: 13 })).toMatchObject({ state: "unconfirmed", reason: doubts.join("; ") });
  });

  it("is unconfirmed when the source counts other rows, more or fewer", () => {
    const reason = "the source counts 13 rows, 12 were read";
    expect(held({ countedRows: 13, vouchedOtherwise: true })).toMatchObject({ state: "unconfirmed", reason });
    expect(held({ countedRows: 0, curtailed: false })).toMatchObject({
      state: "unconfirmed",
      reason: "the source counts 0 rows, 12 were read",
    });
  });

  it("is unconfirmed when nothing vouches for it, and an empty answer then is no zero", () => {
    const empty = held({ countedRows: null, sourceRows: 0, curtailed: false });
    expect(empty).toMatchObject({ state: "unconfirmed", reason: "the source gave no count" });
  });

  it("is complete without a count when something else vouches for it", () => {
    expect(held({ countedRows: null, vouchedOtherwise: true })).toMatchObject({ state: "complete", reason: null });
  });

  it("does not judge by the time of an extract that states none", () => {
    expect(held({ fetchedAt: null })).toMatchObject({ state: "complete", fetchedAt: null });
  });

  it("refuses a time that is no instant", () => {
    expect(() => held({ fetchedAt: 0.5 })).toThrow(SettlementError);
    expect(() => held({ fetchedAt: settledAt * 1000 })).toThrow(SettlementError);
  });
});
