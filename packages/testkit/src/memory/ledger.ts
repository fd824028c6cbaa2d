import type { LedgerStore } from "@windhash/core";
import { memoryCalculated } from "./calculations.ts";
import { memoryDays } from "./curtailment.ts";
import { memorySummaryStore } from "./reference.ts";
import { type MemoryTables, noTables } from "./tables.ts";

/** The past in memory: pictures of every moment. */
export function memoryLedgerStore(tables: MemoryTables): LedgerStore {
  return {
    ledgerEntryAt: async (instant) => tables.ledger.findLast(({ committedAt }) => committedAt <= instant) ?? null,
    asOf(ledgerNo) {
      const told = ledgerNo < 1 ? noTables() : (tables.past[ledgerNo - 1] ?? tables);
      return {
        ...memoryDays(told),
        ...memoryCalculated(told),
        ...memorySummaryStore(told),
        bmUnits: async () => told.units,
        settings: async () => told.settings,
      };
    },
  };
}
