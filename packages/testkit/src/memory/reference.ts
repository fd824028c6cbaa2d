import {
  bitcoinTotals,
  groupRows,
  type NetworkHistory,
  type NetworkStore,
  type RegisterStore,
  type RunStore,
  type SettingsStore,
  StoreError,
  type SummaryStore,
  totalsOf,
} from "@windhash/core";
import { commitEntry, inRange, type MemoryTables, type ToldTables } from "./tables.ts";

/** Summaries by core's own pure functions. */
export function memorySummaryStore(tables: ToldTables): SummaryStore {
  return {
    async total(range) {
      const records = inRange(tables.days, range).flatMap((day) => day.records);
      const bitcoin = bitcoinTotals(inRange(tables.calculations, range).flat());
      const group = range.from === range.to ? range.from : `${range.from}/${range.to}`;
      return { group, name: null, totals: totalsOf(records), bitcoin };
    },
    groups: async (range, by) =>
      groupRows({
        records: inRange(tables.days, range).flatMap((day) => day.records),
        calculations: inRange(tables.calculations, range).flat(),
        units: tables.units,
        by,
      }),
  };
}

/** The network's history in memory. */
export function memoryNetworkStore(tables: MemoryTables): NetworkStore {
  return {
    loadHistory: async () => tables.history,
    async saveHistory(history) {
      if (tables.history !== null && !isBeginning(tables.history, history))
        throw new StoreError("A network history must begin with the stored one.");
      tables.history = history;
    },
  };
}

function isBeginning(held: NetworkHistory, given: NetworkHistory): boolean {
  const same = (a: readonly unknown[], b: readonly unknown[]) =>
    JSON.stringify(a) === JSON.stringify(b.slice(0, a.length));
  return same(held.epochs, given.epochs) && same(held.halvings, given.halvings) && given.knownUntil >= held.knownUntil;
}

/** The register in memory. */
export function memoryRegisterStore(tables: MemoryTables): RegisterStore {
  let statedAts: ReadonlyMap<string, number> = new Map();
  return {
    bmUnits: async () => tables.units,
    statedAt: async () => (statedAts.size === 0 ? null : Math.max(...statedAts.values())),
    async putBmUnits(units, { committedAt, statedAt }) {
      const held = new Map(tables.units.map((unit) => [identity(unit), unit]));
      const given = new Map(units.toReversed().map((unit) => [identity(unit), unit]));
      const ordered = [...new Map([...held, ...given]).values()].toSorted((a, b) =>
        identity(a) < identity(b) ? -1 : 1,
      );
      const changed = JSON.stringify(ordered) !== JSON.stringify(tables.units);
      if (!changed) return { changed };
      const isHeld = (unit: (typeof units)[number]) =>
        JSON.stringify(held.get(identity(unit))) === JSON.stringify(unit);
      const written = ordered.filter((unit) => !isHeld(unit)).map((unit) => [identity(unit), statedAt] as const);
      statedAts = new Map([...statedAts, ...written]);
      commitEntry(tables, { committedAt, kind: "register", settlementDate: null }, () => (tables.units = ordered));
      return { changed };
    },
  };
}

/** A row that has always held comes before those that begin on a date. */
function identity({ nationalGridId, validFrom }: MemoryTables["units"][number]): string {
  return `${nationalGridId}\0${validFrom ?? ""}`;
}

/** What is calculated, in memory. */
export function memorySettingsStore(tables: MemoryTables): SettingsStore {
  return {
    settings: async () => tables.settings,
    async saveSettings({ models, basis }, { committedAt }) {
      const settings = { models: models.toSorted((a, b) => (a.id < b.id ? -1 : 1)), basis };
      if (JSON.stringify(tables.settings) === JSON.stringify(settings)) return;
      commitEntry(tables, { committedAt, kind: "settings", settlementDate: null }, () => (tables.settings = settings));
    },
  };
}

/** Recorded reconciliations in memory. */
export function memoryRunStore(tables: MemoryTables): RunStore {
  return {
    addRun: async (run) => tables.runs.push({ ...run, endedAt: Math.max(run.startedAt, run.endedAt) }),
    runs: async (limit) =>
      tables.runs
        .map((run, index) => ({ ...run, runNo: index + 1 }))
        .toReversed()
        .slice(0, limit),
  };
}
