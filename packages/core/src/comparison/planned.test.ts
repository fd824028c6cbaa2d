import { describe, expect, it } from "vitest";
import type { BmUnitId } from "../curtailment/types.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { settlementDay } from "../settlement/periods.ts";
import { plansOf } from "./planned.ts";

const settlementDate = parseSettlementDate("2024-06-03");
const { startsAt } = settlementDay(settlementDate);
const bmUnitId = "T_MOWEO-1" as BmUnitId;
const notification = (from: number, to: number) => ({
  bmUnitId,
  startsAt: startsAt + from,
  endsAt: startsAt + to,
  levelFromMw: 10,
  levelToMw: 10,
});
const plans = plansOf([notification(900, 3600), notification(0, 900), notification(5400, 6000)]);

describe("plansOf", () => {
  it.each([
    [1, true],
    [2, true],
    [3, false],
    [4, false],
  ])("knows whether period %d is planned from beginning to end: %s", (period, isPlanned) => {
    const key = { settlementDate, settlementPeriod: parseSettlementPeriod(period, settlementDate) };
    expect(plans.coverPeriod({ bmUnitId, ...key })).toBe(isPlanned);
    expect(plans.coverPeriod({ bmUnitId: "T_BEATO-1" as BmUnitId, ...key })).toBe(false);
  });

  it("knows which units have any notification", () => {
    expect([plans.isNotified(bmUnitId), plans.isNotified("T_BEATO-1" as BmUnitId)]).toEqual([true, false]);
  });
});
