import { type CurtailmentDay, parseSettlementDate } from "@windhash/core";
import { curtailmentDay } from "@windhash/testkit";
import fc from "fast-check";

export const DAY = parseSettlementDate("2022-01-01");

/** So many versions of a day, no two alike, the same on every run. */
export function versions(count: number, date = DAY): CurtailmentDay[] {
  return fc
    .sample(curtailmentDay(date), { seed: 3, numRuns: count })
    .map((day, index) => ({ ...day, payloadHash: index.toString(16).padStart(64, "0") }));
}
