import type {
  AcceptedVolume,
  BitcoinCalculation,
  BmUnit,
  CalculationInputs,
  CalculationSettings,
  CalculationTally,
  CurtailmentRecord,
  CurtailmentTotals,
  FetchAttempt,
  HeldDay,
  NetworkHistory,
  ReconciliationRun,
  SettlementDate,
  SettlementDateRange,
} from "@windhash/core";

/** All that a held day has. */
export type MemoryDay = {
  readonly held: HeldDay;
  readonly records: readonly CurtailmentRecord[];
  readonly volumes: readonly AcceptedVolume[];
  readonly summary: CurtailmentTotals;
};

/** What the stores of one memory share. Values are replaced, never changed. */
export type MemoryTables = {
  readonly days: Map<SettlementDate, MemoryDay>;
  ledgerNo: number;
  readonly attempts: FetchAttempt[];
  readonly inputs: Map<string, CalculationInputs>;
  /** In key order. */
  readonly calculations: Map<SettlementDate, readonly BitcoinCalculation[]>;
  readonly tallies: Map<SettlementDate, readonly CalculationTally[]>;
  history: NetworkHistory | null;
  units: readonly BmUnit[];
  settings: CalculationSettings | null;
  readonly runs: ReconciliationRun[];
};

export function emptyTables(): MemoryTables {
  return {
    days: new Map(),
    ledgerNo: 0,
    attempts: [],
    inputs: new Map(),
    calculations: new Map(),
    tallies: new Map(),
    history: null,
    units: [],
    settings: null,
    runs: [],
  };
}

/** The values of the dates that lie in the range, in order of date. Null range: all. */
export function inRange<Value>(table: ReadonlyMap<SettlementDate, Value>, range: SettlementDateRange | null): Value[] {
  const dates = [...table.keys()].filter((date) => range === null || (date >= range.from && date <= range.to));
  return dates.toSorted().map((date) => table.get(date) as Value);
}
