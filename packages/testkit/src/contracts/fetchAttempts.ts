import { type CurtailmentStore, type FetchAttempt, parseSettlementPeriod } from "@windhash/core";
import { expect, it } from "vitest";
import type { Subject } from "./plain.ts";
import { DAY, expectHeld, LATER_DAY, NEXT_DAY, NOON, someDay } from "./someDays.ts";

/** What `CurtailmentStore` keeps of the tries to read a day. */
export function fetchAttemptsContract({ stores }: Subject<CurtailmentStore>): void {
  it("appends attempts and gives them oldest first, whatever came of them", async () => {
    const attempt = (attemptedAt: number, rest: Partial<FetchAttempt> = {}): FetchAttempt => ({
      settlementDate: DAY,
      settlementPeriod: null,
      method: "stack",
      outcome: "ok",
      message: null,
      attemptedAt,
      ...rest,
    });
    const period = parseSettlementPeriod(3, DAY);
    const failed = attempt(30, { settlementPeriod: period, outcome: "failed", message: "503 — try again" });
    const unpublished = attempt(30, { outcome: "unpublished", message: "not yet" });
    await stores().addAttempts([]);
    await stores().addAttempts([failed, attempt(20, { settlementDate: NEXT_DAY })]);
    await stores().addAttempts([unpublished, attempt(10)]);
    expect(await stores().attempts(DAY)).toEqual([attempt(10), failed, unpublished]);
    expect(await stores().attempts(NEXT_DAY)).toHaveLength(1);
  });

  it("tells what the attempts of days come to, also up to an earlier instant", async () => {
    const attempt = (attemptedAt: number, outcome: FetchAttempt["outcome"], settlementDate = DAY): FetchAttempt => ({
      settlementDate,
      settlementPeriod: null,
      method: "stack",
      outcome,
      message: outcome === "ok" ? null : `${outcome} at ${attemptedAt}`,
      attemptedAt,
    });
    const [early, ok, late, last] = [
      attempt(10, "failed"),
      attempt(20, "ok"),
      attempt(20, "unpublished"),
      attempt(40, "failed"),
    ] as const;
    const never = { ...attempt(5, "failed", NEXT_DAY), settlementPeriod: parseSettlementPeriod(3, NEXT_DAY) };
    const fine = attempt(7, "ok", LATER_DAY);
    await stores().addAttempts([last, early, ok, late, never, fine]);
    const days = await stores().dayAttempts(null);
    expect(days).toEqual([
      { settlementDate: DAY, lastOkAt: 20, failures: 2, lastFailure: last },
      { settlementDate: NEXT_DAY, lastOkAt: null, failures: 1, lastFailure: never },
      { settlementDate: LATER_DAY, lastOkAt: 7, failures: 0, lastFailure: null },
    ]);
    expect(await stores().dayAttempts({ from: NEXT_DAY, to: LATER_DAY })).toEqual(days.slice(1));
    expect(await stores().dayAttempts({ from: DAY, to: DAY }, 39)).toEqual([
      { settlementDate: DAY, lastOkAt: 20, failures: 1, lastFailure: late },
    ]);
    expect(await stores().dayAttempts(null, 19)).toEqual([
      { settlementDate: DAY, lastOkAt: null, failures: 1, lastFailure: early },
      ...days.slice(1),
    ]);
    expect(await stores().dayAttempts(null, 4)).toEqual([]);
  });

  it("changes nothing else by an attempt", async () => {
    const day = someDay();
    await stores().replaceDay(day, NOON);
    await stores().addAttempts([
      {
        settlementDate: DAY,
        settlementPeriod: null,
        method: "stack",
        attemptedAt: 5,
        outcome: "failed",
        message: "no",
      },
    ]);
    await expectHeld(stores(), day);
    expect(await stores().days(null)).toMatchObject([{ revision: 1 }]);
  });
}
