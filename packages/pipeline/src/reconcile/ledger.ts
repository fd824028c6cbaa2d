import type {
  CalculationSettings,
  CalculationSum,
  CalculationTally,
  HeldDay,
  NetworkHistory,
  RecordTally,
  SettlementDate,
  SettlementDateRange,
  Stores,
} from "@windhash/core";
import { StoreError } from "@windhash/core";

/** The stores that calculating, reconciling and verifying need. */
export type LedgerStores = Pick<
  Stores,
  | "days"
  | "recordsOfDay"
  | "volumesOfDay"
  | "recordSums"
  | "storedSummary"
  | "replaceDay"
  | "calculationsOfDay"
  | "inputs"
  | "applyChange"
  | "calculationTallies"
  | "calculationSums"
  | "addRun"
  | "loadHistory"
  | "settings"
>;

/** What a database is to hold: its models, its one basis, and the network history that it calculates with. */
export type Ledger = CalculationSettings & { readonly stores: LedgerStores; readonly history: NetworkHistory };

/** Opens the ledger of a database. @throws {StoreError} when it has no settings or no network history yet */
export async function openLedger(stores: LedgerStores): Promise<Ledger> {
  const [settings, history] = await Promise.all([stores.settings(), stores.loadHistory()]);
  if (settings === null)
    throw new StoreError("A database must hold its miner models and basis before it calculates, got none.");
  if (history === null) throw new StoreError("A database must hold a network history before it calculates, got none.");
  return { stores, history, ...settings };
}

/** A held day with everything that is known of it without reading its rows one by one. */
export type DayOverview = {
  readonly settlementDate: SettlementDate;
  readonly held: HeldDay | null;
  /** Sums of the record rows as they are now; null when there are none. */
  readonly recordSum: Omit<RecordTally, "checksum"> | null;
  readonly tallies: readonly CalculationTally[];
  readonly sums: readonly CalculationSum[];
};

/** Every day of the range of which anything is stored, in order. Null range: all days. */
export async function overviewDays(
  stores: LedgerStores,
  range: SettlementDateRange | null,
): Promise<readonly DayOverview[]> {
  const [days, recordSums, tallies, sums] = await Promise.all([
    stores.days(range),
    stores.recordSums(range),
    stores.calculationTallies(range),
    stores.calculationSums(range),
  ]);
  const overviews = new Map<SettlementDate, { -readonly [Key in keyof DayOverview]: DayOverview[Key] }>();
  const of = (settlementDate: SettlementDate) => {
    const known = overviews.get(settlementDate) ?? {
      settlementDate,
      held: null,
      recordSum: null,
      tallies: [],
      sums: [],
    };
    overviews.set(settlementDate, known);
    return known;
  };
  for (const held of days) of(held.settlementDate).held = held;
  for (const sum of recordSums) of(sum.settlementDate).recordSum = sum;
  for (const tally of tallies) of(tally.settlementDate).tallies = [...of(tally.settlementDate).tallies, tally];
  for (const sum of sums) of(sum.settlementDate).sums = [...of(sum.settlementDate).sums, sum];
  return [...overviews.values()].toSorted((a, b) => (a.settlementDate < b.settlementDate ? -1 : 1));
}
