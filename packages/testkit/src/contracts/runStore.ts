import { parseSettlementDate, type ReconciliationRun, type RunStore } from "@windhash/core";
import { describe, expect, it } from "vitest";
import type { Subject } from "./plain.ts";

const DAY = parseSettlementDate("2022-01-01");
const run = (startedAt: number, findings: ReconciliationRun["findings"] = []): ReconciliationRun => ({
  startedAt,
  endedAt: startedAt + 5,
  command: "windhash reconcile 500",
  from: DAY,
  to: DAY,
  historyDigest: "ab".repeat(32),
  findings,
});

/** The contract of `RunStore`. */
export function runStoreContract({ stores }: Subject<RunStore>): void {
  describe("RunStore", () => {
    it("numbers runs from 1 and gives the newest first, with their findings in order", async () => {
      const finding = { settlementDate: DAY, minerModelId: "S9", keys: 3, effectMsat: -12n, repaired: false };
      const findings = [
        { ...finding, kind: "stale" as const },
        { ...finding, kind: "missing" as const, effectMsat: 9_007_199_254_740_993n, repaired: true },
        { ...finding, kind: "tally" as const, keys: 0, effectMsat: 0n },
      ];
      expect(await stores().addRun(run(100))).toBe(1);
      expect(await stores().addRun(run(50, findings))).toBe(2);
      expect(await stores().runs(10)).toEqual([
        { ...run(50, findings), runNo: 2 },
        { ...run(100), runNo: 1 },
      ]);
      expect(await stores().runs(1)).toEqual([{ ...run(50, findings), runNo: 2 }]);
    });

    it("keeps a run during which the clock was set back, as one that took no time", async () => {
      await stores().addRun({ ...run(100), endedAt: 40 });
      expect(await stores().runs(1)).toEqual([{ ...run(100), endedAt: 100, runNo: 1 }]);
    });
  });
}
