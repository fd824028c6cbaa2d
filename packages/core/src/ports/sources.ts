import type {
  AcceptanceSegment,
  AcceptanceVolumesRow,
  BidOfferPair,
  BmUnit,
  LevelSegment,
  StackRow,
} from "../curtailment/sourceRows.ts";
import type { Side } from "../curtailment/types.ts";
import type { Interval, SettlementDate, SettlementPeriod } from "../settlement/types.ts";

/** The part of a WHATWG `AbortSignal` that the ports pass on; any AbortSignal fits. */
export type StopSignal = {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
};

/** Rows as the source gave them, with where and when from. */
export type Fetched<Row> = {
  readonly rows: readonly Row[];
  /** sha256, hexadecimal, of the raw bodies. */
  readonly payloadHash: string;
  /** Unix seconds of the oldest body; null where an extract states none. */
  readonly fetchedAt: number | null;
};

/** Level rows, with the span that the source could speak for. */
export type FetchedLevels<Row> = Fetched<Row> & {
  /** An extract may begin or end inside the span that was asked for. */
  readonly covers: Interval;
  /**
   * True only when the extract itself states that it holds every row of its units in `covers`, and the statement is checked
   * against loss. A stream or a folder of files cannot say so: what is cut off looks as if it had never been.
   */
  readonly isWhole: boolean;
};

/** Datasets of which the source states its own row counts. */
export type CountedDataset = "ISPSTACK" | "BOAV" | "BOALF" | "PN" | "BOD";

/**
 * The balancing mechanism, read from outside. Every method throws `SourceError` when it cannot be read and `UnpublishedError`
 * when the source says that there is nothing yet: never an empty list for a failure. `signal` aborts.
 */
export interface BalancingSource {
  /** One side of the settlement stack of one period, all units. */
  stack(query: {
    readonly settlementDate: SettlementDate;
    readonly settlementPeriod: SettlementPeriod;
    readonly side: Side;
    readonly signal?: StopSignal;
  }): Promise<Fetched<StackRow>>;

  /** Accepted volumes of a whole day, one side, all units. */
  acceptanceVolumes(query: {
    readonly settlementDate: SettlementDate;
    readonly side: Side;
    readonly signal?: StopSignal;
  }): Promise<Fetched<AcceptanceVolumesRow>>;

  /** Physical notifications that touch the span. */
  notifications(query: Interval & { readonly signal?: StopSignal }): Promise<FetchedLevels<LevelSegment>>;

  /** Acceptance segments that begin in the span: ask from two hours before what is wanted. */
  acceptances(query: Interval & { readonly signal?: StopSignal }): Promise<FetchedLevels<AcceptanceSegment>>;

  /** Bid-offer pairs of the span; null where the source keeps none for it (prices are then unknown). */
  bidOffers(query: Interval & { readonly signal?: StopSignal }): Promise<Fetched<BidOfferPair> | null>;

  /** The source's own row count of each period; null where the source states none. */
  rowCounts(query: {
    readonly settlementDate: SettlementDate;
    readonly dataset: CountedDataset;
    readonly signal?: StopSignal;
  }): Promise<ReadonlyMap<SettlementPeriod, number> | null>;
}

/** The register of BM units, read from outside. */
export interface BmUnitSource {
  /** Every unit, current rows. */
  bmUnits(query?: { readonly signal?: StopSignal }): Promise<Fetched<BmUnit>>;
}
