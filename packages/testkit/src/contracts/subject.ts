import type { Stores } from "@windhash/core";
import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { calculationStoreContract } from "./calculationStore.ts";
import { curtailmentStoreContract } from "./curtailmentStore.ts";
import { ledgerStoreContract } from "./ledgerStore.ts";
import { networkStoreContract } from "./networkStore.ts";
import { registerStoreContract } from "./registerStore.ts";
import { runStoreContract } from "./runStore.ts";
import { settingsStoreContract } from "./settingsStore.ts";
import { summaryStoreContract } from "./summaryStore.ts";

/** Stores under test. */
export type OpenedStores = {
  readonly stores: Stores;
  /** Makes them hold nothing again. */
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Some engines take seconds to start. */
const OPEN_MS = 120_000;

/** Runs the contract of every port against one implementation. */
export function storesContract(name: string, open: () => Promise<OpenedStores>): void {
  describe(name, () => {
    let opened: OpenedStores;
    beforeAll(async () => {
      opened = await open();
    }, OPEN_MS);
    beforeEach(() => opened.clear());
    afterAll(() => opened?.close());
    const subject = { stores: () => opened.stores, clear: () => opened.clear() };
    curtailmentStoreContract(subject);
    calculationStoreContract(subject);
    summaryStoreContract(subject);
    networkStoreContract(subject);
    registerStoreContract(subject);
    settingsStoreContract(subject);
    runStoreContract(subject);
    ledgerStoreContract(subject);
  });
}
