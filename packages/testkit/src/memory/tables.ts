import type {
  AcceptedVolume,
  BitcoinCalculation,
  BmUnit,
  CalculationInputs,
  CalculationSettings,
  CalculationTally,
  CurtailmentRecord,
  CurtailmentTotals,
  DayRevision,
  FetchAttempt,
  HeldDay,
  LedgerEntry,
  NetworkHistory,
  ReconciliationRun,
  RecordTally,
  RecordVersion,
  SettlementDate,
  SettlementDateRange,
  UnmappedBids,
} from "@windhash/core";

/** All that a held day has. */
export type MemoryDay = {
  readonly held: HeldDay;
  readonly records: readonly CurtailmentRecord[];
  readonly volumes: readonly AcceptedVolume[];
  readonly summary: CurtailmentTotals;
};

/** What the past is told of. Values are replaced, never changed, so a copy of the maps is a picture of a moment. */
export type ToldTables = {
  readonly days: Map<SettlementDate, MemoryDay>;
  /** In key order. */
  readonly calculations: Map<SettlementDate, readonly BitcoinCalculation[]>;
  readonly tallies: Map<SettlementDate, readonly CalculationTally[]>;
  units: readonly BmUnit[];
  settings: CalculationSettings | null;
};

/** What the stores of one memory share. */
export type MemoryTables = ToldTables & {
  readonly ledger: LedgerEntry[];
  /** By ledger number less 1: how everything was once that entry was committed. */
  readonly past: ToldTables[];
  readonly revisions: Map<SettlementDate, readonly (DayRevision & { readonly tally: RecordTally })[]>;
  readonly versions: Map<SettlementDate, readonly RecordVersion[]>;
  readonly unmapped: Map<SettlementDate, readonly UnmappedBids[]>;
  readonly attempts: FetchAttempt[];
  readonly inputs: Map<string, CalculationInputs>;
  history: NetworkHistory | null;
  readonly runs: ReconciliationRun[];
};

export function emptyTables(): MemoryTables {
  return {
    ...noTables(),
    ledger: [],
    past: [],
    revisions: new Map(),
    versions: new Map(),
    unmapped: new Map(),
    attempts: [],
    inputs: new Map(),
    history: null,
    runs: [],
  };
}

/** Before the first entry. */
export function noTables(): ToldTables {
  return { days: new Map(), calculations: new Map(), tallies: new Map(), units: [], settings: null };
}

/** Appends an entry of the ledger, lets its change be made, and takes the picture of that moment. */
export function commitEntry(
  tables: MemoryTables,
  entry: Omit<LedgerEntry, "ledgerNo">,
  change: (entry: LedgerEntry) => void,
): void {
  const last = tables.ledger.at(-1)?.committedAt ?? entry.committedAt;
  const committed = { ledgerNo: tables.ledger.length + 1, ...entry, committedAt: Math.max(last, entry.committedAt) };
  change(committed);
  tables.ledger.push(committed);
  const { days, calculations, tallies, units, settings } = tables;
  tables.past.push({
    days: new Map(days),
    calculations: new Map(calculations),
    tallies: new Map(tallies),
    units,
    settings,
  });
}

/** The values of the dates that lie in the range, in order of date. Null range: all. */
export function inRange<Value>(table: ReadonlyMap<SettlementDate, Value>, range: SettlementDateRange | null): Value[] {
  const dates = [...table.keys()].filter((date) => range === null || (date >= range.from && date <= range.to));
  return dates.toSorted().map((date) => table.get(date) as Value);
}
