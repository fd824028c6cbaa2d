import type {
  AcceptanceSegment,
  BalancingSource,
  BidOfferPair,
  BmUnit,
  BmUnitId,
  Fetched,
  Interval,
  LevelSegment,
  SettlementDate,
  SettlementPeriod,
  StackRow,
} from "@windhash/core";
import { parseSettlementPeriod, settlementPeriods, sha256Hex, SourceError } from "@windhash/core";

/** What a scripted source answers; everything may be changed between two ingestions. */
export type Script = {
  stack: StackRow[];
  /** Periods whose stack cannot be read, with the error that is thrown. */
  failures: Map<number, Error>;
  /** The source's own count of stack rows by period; null: it states none. */
  counts: ((period: SettlementPeriod) => number) | null;
  fetchedAt: number | null;
  levels: {
    notifications: LevelSegment[];
    acceptances: AcceptanceSegment[];
    bidOffers: BidOfferPair[] | null;
    covers: Interval;
    isWhole: boolean;
  } | null;
  /** Every stack that was asked for, `period side`. */
  readonly asked: string[];
};

/** An empty script: no rows, no failures, counts that agree, fetched long after the day. */
export function script(): Script {
  return { stack: [], failures: new Map(), counts: null, fetchedAt: 4_000_000_000, levels: null, asked: [] };
}

/** A source that answers what its script says at that moment. */
export function scriptedSource(said: Script): BalancingSource {
  const fetched = <Row>(rows: readonly Row[]): Fetched<Row> => ({
    rows,
    payloadHash: sha256Hex(JSON.stringify(rows)),
    fetchedAt: said.fetchedAt,
  });
  const levels = () => {
    if (said.levels === null) throw new SourceError("No levels were scripted.");
    return said.levels;
  };
  return {
    async stack({ settlementDate, settlementPeriod, side }) {
      said.asked.push(`${settlementPeriod} ${side}`);
      const failure = said.failures.get(settlementPeriod);
      if (failure !== undefined) throw failure;
      const isAsked = (row: StackRow): boolean =>
        row.settlementDate === settlementDate && row.settlementPeriod === settlementPeriod && row.side === side;
      return fetched(said.stack.filter(isAsked));
    },
    async acceptanceVolumes() {
      throw new SourceError("No accepted volumes were scripted.");
    },
    async notifications() {
      return { ...fetched(levels().notifications), covers: levels().covers, isWhole: levels().isWhole };
    },
    async acceptances() {
      return { ...fetched(levels().acceptances), covers: levels().covers, isWhole: levels().isWhole };
    },
    async bidOffers() {
      const { bidOffers } = levels();
      return bidOffers === null ? null : fetched(bidOffers);
    },
    async rowCounts({ settlementDate, dataset }) {
      const { counts } = said;
      if (counts === null || dataset !== "ISPSTACK") return null;
      return new Map(settlementPeriods(settlementDate).map((period) => [period, counts(period)]));
    },
  };
}

/** A stack row of a wind unit; bids are given as negative MWh. */
export function stackRow(settlementDate: SettlementDate, period: number, over: Partial<StackRow> = {}): StackRow {
  return {
    settlementDate,
    settlementPeriod: parseSettlementPeriod(period, settlementDate),
    side: "bid",
    bmUnitId: "T_MOWEO-1" as BmUnitId,
    acceptanceId: 100 + period,
    bidOfferPairId: -1,
    sequenceNumber: 1,
    soFlag: true,
    volumeMwh: "-10.5",
    originalPriceGbpPerMwh: "-70.25",
    ...over,
  };
}

/** A register with two wind units of one farm, one of another, and a gas unit. */
export const units: readonly BmUnit[] = [
  ["MOWEO-1", "T_MOWEO-1", "MOWEO", "WIND"],
  ["MOWEO-2", "T_MOWEO-2", "MOWEO", "WIND"],
  ["BEATO-1", "T_BEATO-1", "BEATO", "WIND"],
  ["DAMC-1", "T_DAMC-1", "DAMC", "CCGT"],
].map(([nationalGridId, elexonId, farmId, fuelType]) => ({
  nationalGridId: nationalGridId as string,
  elexonId: elexonId as string,
  name: null,
  farmId: farmId as string,
  leadPartyId: `${farmId} party`,
  leadPartyName: null,
  fuelType: fuelType as string,
  generationCapacityMw: null,
  validFrom: null,
  goneSince: null,
  countsAsWind: null,
}));
