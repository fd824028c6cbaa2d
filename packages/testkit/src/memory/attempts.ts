import type { CurtailmentStore, DayAttempts, FetchAttempt } from "@windhash/core";
import { at } from "../at.ts";
import type { MemoryTables } from "./tables.ts";

/** Attempts in memory. */
export function memoryAttempts(
  tables: Pick<MemoryTables, "attempts">,
): Pick<CurtailmentStore, "addAttempts" | "attempts" | "dayAttempts"> {
  const inOrder = () => tables.attempts.toSorted((a, b) => a.attemptedAt - b.attemptedAt);
  return {
    async addAttempts(attempts) {
      tables.attempts.push(...attempts);
    },
    attempts: async (settlementDate) => inOrder().filter((attempt) => attempt.settlementDate === settlementDate),
    async dayAttempts(range, until = Number.POSITIVE_INFINITY) {
      const tries = inOrder().filter(({ settlementDate: date, attemptedAt }) => {
        const isWithin = range === null || (date >= range.from && date <= range.to);
        return isWithin && attemptedAt <= until;
      });
      const dates = [...new Set(tries.map(({ settlementDate }) => settlementDate))].toSorted();
      return dates.map((date) => dayAttempts(tries.filter(({ settlementDate }) => settlementDate === date)));
    },
  };
}

/** @param tries of one day, oldest first */
function dayAttempts(tries: readonly FetchAttempt[]): DayAttempts {
  const lastOk = tries.findLastIndex(({ outcome }) => outcome === "ok");
  const failures = tries.slice(lastOk + 1);
  return {
    settlementDate: at(tries, 0).settlementDate,
    lastOkAt: tries[lastOk]?.attemptedAt ?? null,
    failures: failures.length,
    lastFailure: failures.at(-1) ?? null,
  };
}
