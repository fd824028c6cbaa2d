import type {
  AcceptedVolume,
  CurtailmentDay,
  CurtailmentMethod,
  CurtailmentRecord,
  HeldPeriod,
  UnmappedBids,
} from "../curtailment/types.ts";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import type { MinerModel } from "../miners/types.ts";
import type { BitcoinCalculation, CalculationInputs, MiningBasis } from "../mining/types.ts";
import type { NetworkHistory } from "../network/types.ts";
import type { CalculationChange, CalculationTally, RecordTally } from "../reconciliation/types.ts";
import type { SettlementDate, SettlementDateRange, SettlementPeriod } from "../settlement/types.ts";
import type { SummaryGroup, SummaryGrouping } from "../summary/types.ts";

/** A try to read a day from its source. Append-only; a failed one changes nothing else. */
export type FetchAttempt = {
  readonly settlementDate: SettlementDate;
  /** Null when the try was of the whole day. */
  readonly settlementPeriod: SettlementPeriod | null;
  readonly method: CurtailmentMethod;
  /** Unix seconds. */
  readonly attemptedAt: number;
  readonly outcome: "ok" | "failed" | "unpublished";
  /** The error's message; null when it went well. */
  readonly message: string | null;
};

/** What is known of the tries to read one day, without reading them all. */
export type DayAttempts = {
  readonly settlementDate: SettlementDate;
  /** Of the last that went well, Unix seconds; null: none did. */
  readonly lastOkAt: number | null;
  /** Tries that went wrong since then. */
  readonly failures: number;
  /** The last of these; null when there is none. */
  readonly lastFailure: FetchAttempt | null;
};

/** A commit that reports can show, of any kind. */
export type LedgerEntry = {
  /** 1, 2, ... over everything, in commit order, without gaps. */
  readonly ledgerNo: number;
  /** Unix seconds; never earlier than that of the entry before, also when the clock was set back. */
  readonly committedAt: number;
  /** `calculations`: of a day, `register`: of BM units, `settings`: models and basis. */
  readonly kind: "day" | "calculations" | "register" | "settings";
  /** Null for the register and the settings. */
  readonly settlementDate: SettlementDate | null;
};

/** A record in one of its versions: it held from `revision` of its day up to, not including, `replacedIn`. */
export type RecordVersion = {
  readonly record: CurtailmentRecord;
  readonly revision: number;
  /** Null: it still holds. */
  readonly replacedIn: number | null;
};

/** A day as committed. */
export type DayRevision = {
  readonly settlementDate: SettlementDate;
  /** 1, 2, ... within the day. */
  readonly revision: number;
  /** Of its ledger entry. */
  readonly ledgerNo: number;
  /** Unix seconds. */
  readonly committedAt: number;
  readonly method: CurtailmentMethod;
  readonly payloadHash: string;
  readonly registerHash: string;
};

/** A stored day without its rows. */
export type HeldDay = DayRevision & {
  /** Every period of the date that is held, in order. */
  readonly periods: readonly HeldPeriod[];
  readonly tally: RecordTally;
};

/** What `replaceDay` did. */
export type DayChange = {
  /** False when the same method, payload, register and states were held already: then nothing was written. */
  readonly changed: boolean;
  readonly revision: number;
  /** Records that are new, that have another value now, and that are gone. */
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
};

/** Where curtailment is kept. The settlement day is the unit of writing. */
export interface CurtailmentStore {
  /**
   * Replaces all that is held of the day in one transaction: a new revision; replaced records move to history. Doing it twice
   * changes nothing and writes nothing.
   *
   * @param commit.ifRevision the revision that the day must be held in, 0: not at all; any when absent
   * @throws {DayMovedError} when it is held in another one; nothing is written then
   */
  replaceDay(
    day: CurtailmentDay,
    commit: { readonly committedAt: number; readonly ifRevision?: number },
  ): Promise<DayChange>;
  /** Adds to the list of attempts; touches nothing else. */
  addAttempts(attempts: readonly FetchAttempt[]): Promise<void>;
  /** The attempts of a day, oldest first. */
  attempts(settlementDate: SettlementDate): Promise<readonly FetchAttempt[]>;
  /** What the attempts of the range come to, in order; a day without any is absent. @param until only those up to this instant, Unix seconds */
  dayAttempts(range: SettlementDateRange | null, until?: number): Promise<readonly DayAttempts[]>;
  /** Every revision of the days of the range, by date and revision, with what its records added up to. */
  revisions(range: SettlementDateRange | null): Promise<readonly (DayRevision & { readonly tally: RecordTally })[]>;
  /** Every version of every record of the day, in order of key and revision. */
  recordVersions(settlementDate: SettlementDate): Promise<readonly RecordVersion[]>;
  /** Bids of units of unknown fuel, by date and unit. */
  unmappedBids(range: SettlementDateRange | null): Promise<readonly UnmappedBids[]>;
  /** Held days of the range in order; a day that is not held is absent. Null range: all. */
  days(range: SettlementDateRange | null): Promise<readonly HeldDay[]>;
  /** The day's records in key order; empty when the day is not held. */
  recordsOfDay(settlementDate: SettlementDate): Promise<readonly CurtailmentRecord[]>;
  /** The day's acceptance-level facts in key order. */
  volumesOfDay(settlementDate: SettlementDate): Promise<readonly AcceptedVolume[]>;
  /** Records of the range in key order, streamed. */
  records(range: SettlementDateRange): AsyncIterable<CurtailmentRecord>;
  /** Sums of the rows as they are now, by day: what the stored tallies are checked against. */
  recordSums(range: SettlementDateRange | null): Promise<readonly Omit<RecordTally, "checksum">[]>;
  /**
   * What `daily_summaries` holds for the day, or null: read for verification only; people read `SummaryStore`.
   */
  storedSummary(settlementDate: SettlementDate): Promise<SummaryGroup["totals"] | null>;
}

/** Sums of the calculations of one day and one model as they are now. */
export type CalculationSum = Pick<
  CalculationTally,
  "settlementDate" | "minerModelId" | "calculations" | "energyWh" | "bitcoinMsat"
>;

/** Where calculations are kept. */
export interface CalculationStore {
  /** Stores inputs by their id. Held ones with another content than the given were damaged, and are put right. */
  putInputs(inputs: readonly CalculationInputs[]): Promise<void>;
  /** The inputs with these ids; an unknown id is absent from the map. */
  inputs(ids: readonly string[]): Promise<ReadonlyMap<string, CalculationInputs>>;
  /** The day's calculations in key order (period, BM unit, miner model). */
  calculationsOfDay(settlementDate: SettlementDate): Promise<readonly BitcoinCalculation[]>;
  /**
   * Applies the change in one transaction; the inputs are stored as by `putInputs`, also where no row changes. A change of
   * tallies is an entry of the ledger.
   *
   * @param commit.committedAt Unix seconds
   * @throws {DayMovedError} when the day's revision is not the one that the change was worked out from
   */
  applyChange(
    change: CalculationChange,
    inputs: readonly CalculationInputs[],
    commit: { readonly committedAt: number },
  ): Promise<void>;
  /** Tallies as stored when the calculations were written. */
  calculationTallies(range: SettlementDateRange | null): Promise<readonly CalculationTally[]>;
  /** Sums of the rows as they are now, by day and model; days without records included. */
  calculationSums(range: SettlementDateRange | null): Promise<readonly CalculationSum[]>;
}

/** Summaries, computed from what is stored. Sums are exact and equal to core's. */
export interface SummaryStore {
  /** Totals of the range's held days; all zero and without bitcoin when nothing is held. */
  total(range: SettlementDateRange): Promise<SummaryGroup>;
  /** The breakdown, in order of group (`period` and `day`) or of net energy, most first, then group. */
  groups(range: SettlementDateRange, by: SummaryGrouping): Promise<readonly SummaryGroup[]>;
}

/** Where the network's history is kept. */
export interface NetworkStore {
  /** Null when the store holds none. */
  loadHistory(): Promise<NetworkHistory | null>;
  /** Replaces nothing: the stored epochs must be the beginning of the given ones. @throws {StoreError} otherwise */
  saveHistory(history: NetworkHistory, source: string): Promise<void>;
}

/** Where the register of BM units is kept. */
export interface RegisterStore {
  /** Every row, by National Grid id and `validFrom`; empty when the store holds none. */
  bmUnits(): Promise<readonly BmUnit[]>;
  /** When the register was stated that the newest of the rows held came from, Unix seconds; null when the store holds none. */
  statedAt(): Promise<number | null>;
  /**
   * Adds rows and updates those with the same National Grid id and `validFrom`; of given rows with the same two the first counts.
   * A unit that is not given keeps its row, for stored days stand on it. Writes nothing when all is held already.
   */
  putBmUnits(
    units: readonly BmUnit[],
    stated: { readonly source: string; readonly statedAt: number; readonly committedAt: number },
  ): Promise<{ readonly changed: boolean }>;
}

/** What a database calculates: its active models and its one basis. */
export type CalculationSettings = { readonly models: readonly MinerModel[]; readonly basis: MiningBasis };

/** Where a database keeps what it calculates. One choice per database. */
export interface SettingsStore {
  /** Null when nothing was chosen yet. */
  settings(): Promise<CalculationSettings | null>;
  /** Writes nothing when they are already so. @param commit.committedAt Unix seconds */
  saveSettings(settings: CalculationSettings, commit: { readonly committedAt: number }): Promise<void>;
}

/** A recorded reconciliation. */
export type ReconciliationRun = {
  /** Unix seconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** The command as typed. */
  readonly command: string;
  readonly from: SettlementDate;
  readonly to: SettlementDate;
  readonly historyDigest: string;
  readonly findings: readonly ReconciliationFinding[];
};

/**
 * How many keys of one day and model were found different, and repaired or not. `tally`: the rows were sound, but what was stored
 * as their sum did not agree with them.
 */
export type ReconciliationFinding = {
  readonly settlementDate: SettlementDate;
  readonly minerModelId: string;
  readonly kind: "missing" | "orphan" | "stale" | "wrong" | "tally";
  readonly keys: number;
  /** Sum of (expected - stored), msat. */
  readonly effectMsat: bigint;
  readonly repaired: boolean;
};

/** The record of reconciliations: who changed what, when. Append-only. */
export interface RunStore {
  /** Keeps the run and gives its number. An end before its start (a clock that was set back) is kept as the start. */
  addRun(run: ReconciliationRun): Promise<number>;
  /** Newest first. */
  runs(limit: number): Promise<readonly (ReconciliationRun & { readonly runNo: number })[]>;
}

/** What a database held at an earlier moment: read by the same methods as what it holds now, and with the same meaning. */
export type PastStores = Pick<CurtailmentStore, "days" | "recordsOfDay" | "volumesOfDay"> &
  Pick<CalculationStore, "calculationTallies" | "calculationsOfDay"> &
  SummaryStore &
  Pick<RegisterStore, "bmUnits"> &
  Pick<SettingsStore, "settings">;

/** The order of all commits, and with it the past. */
export interface LedgerStore {
  /** The last entry that was committed at or before the instant, Unix seconds; null: there was none yet. */
  ledgerEntryAt(instant: number): Promise<LedgerEntry | null>;
  /**
   * Everything as it was once that entry was committed. Nothing is copied: older rows are kept beside the newer ones, and bitcoin
   * that was replaced is worked out again from the records and inputs of its time and must give the sum that was told then.
   *
   * @throws {StoreError} on reading, when it does not
   */
  asOf(ledgerNo: number): PastStores;
}

/** Every store of one database. */
export type Stores = LedgerStore &
  CurtailmentStore &
  CalculationStore &
  SummaryStore &
  NetworkStore &
  RegisterStore &
  SettingsStore &
  RunStore;
