import type { Stores } from "@windhash/core";
import { memoryCalculationStore } from "./calculations.ts";
import { memoryCurtailmentStore } from "./curtailment.ts";
import { memoryLedgerStore } from "./ledger.ts";
import {
  memoryNetworkStore,
  memoryRegisterStore,
  memoryRunStore,
  memorySettingsStore,
  memorySummaryStore,
} from "./reference.ts";
import { emptyTables } from "./tables.ts";

/** Every store in memory: the meaning of the ports in the fewest words, and quick enough for tests of what stands on them. */
export function memoryStores(): Stores {
  const tables = emptyTables();
  return {
    ...memoryCurtailmentStore(tables),
    ...memoryCalculationStore(tables),
    ...memorySummaryStore(tables),
    ...memoryNetworkStore(tables),
    ...memoryRegisterStore(tables),
    ...memorySettingsStore(tables),
    ...memoryRunStore(tables),
    ...memoryLedgerStore(tables),
  };
}
