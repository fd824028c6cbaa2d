import type { Stores } from "@windhash/core";
import type { Database } from "../db/database.ts";
import { migrate } from "../migrate.ts";
import { pgCalculationStore } from "./calculationStore.ts";
import { pgCurtailmentStore } from "./curtailmentStore.ts";
import { pgLedgerStore } from "./ledgerStore.ts";
import { pgNetworkStore } from "./networkStore.ts";
import { pgRegisterStore } from "./registerStore.ts";
import { pgRunStore } from "./runStore.ts";
import { pgSettingsStore } from "./settingsStore.ts";
import { pgSummaryStore } from "./summaryStore.ts";

/** Every store of a database whose tables are up to date. */
export function pgStores(database: Database): Stores {
  return {
    ...pgCurtailmentStore(database),
    ...pgCalculationStore(database),
    ...pgSummaryStore(database),
    ...pgNetworkStore(database),
    ...pgRegisterStore(database),
    ...pgSettingsStore(database),
    ...pgRunStore(database),
    ...pgLedgerStore(database),
  };
}

/**
 * Every store of a database, once its tables have been brought up to date.
 *
 * @throws {StoreError} see `migrate`
 */
export async function openStores(database: Database): Promise<Stores> {
  await migrate(database);
  return pgStores(database);
}
