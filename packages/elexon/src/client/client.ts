import type { ElexonAcceptancePricesRow } from "../schemas/acceptancePrices.ts";
import type { ElexonAcceptanceRow } from "../schemas/acceptances.ts";
import type { ElexonAcceptanceVolumesRow } from "../schemas/acceptanceVolumes.ts";
import type { ElexonBidOfferRow } from "../schemas/bidOffers.ts";
import type { ElexonBmUnitRow } from "../schemas/bmUnits.ts";
import type { ElexonDatasetUpdateRow } from "../schemas/datasetUpdates.ts";
import type { ElexonGenerationPerTypeRow } from "../schemas/generationPerType.ts";
import type { ElexonIndicativeCashflowsRow } from "../schemas/indicativeCashflows.ts";
import type { ElexonIndicativeDataType, ElexonIndicativeVolumesRow } from "../schemas/indicativeVolumes.ts";
import type { ElexonLimitRow, ElexonNotificationRow, ElexonPhysicalRow } from "../schemas/levels.ts";
import type { ElexonMeteredVolumesRow } from "../schemas/meteredVolumes.ts";
import type { ElexonNonBmActionsRow } from "../schemas/nonBmActions.ts";
import type { ElexonRowCountRow } from "../schemas/rowCounts.ts";
import type { ElexonStackRow } from "../schemas/stack.ts";
import type { ElexonSystemPricesRow } from "../schemas/systemPrices.ts";
import type { AnswerNotice } from "./attempt.ts";
import { HEALTH_ENDPOINT } from "./endpoints.ts";
import type { Fetch } from "./fetch.ts";
import { attemptHealth, type ElexonHealth } from "./health.ts";
import type {
  DatesQuery,
  DayOrPeriodQuery,
  DayQuery,
  ElexonCountedDataset,
  OfDataset,
  OfOneUnit,
  OfSide,
  OfUnits,
  PeriodQuery,
  Repeats,
  SpanQuery,
  Stop,
} from "./queries.ts";
import { type Answer, attemptWhole, type Reading } from "./reading.ts";
import * as readings from "./readings.ts";
import { type Requester, requester } from "./request.ts";
import { type ElexonStream, elexonStream } from "./stream.ts";
import { systemTiming, type Timing } from "./timing.ts";

/** The public Insights API. It needs no key. */
export const ELEXON_BASE_URL = "https://data.elexon.co.uk/bmrs/api/v1";

/** How the client asks. */
export type ElexonClientOptions = {
  /** The platform's own by default. */
  readonly fetch?: Fetch;
  /** Without a slash at the end; the public Insights API by default. */
  readonly baseUrl?: string;
  /** 4 by default, evenly spaced; retries count. Elexon's limit is 5,000 a minute, but it throttles bursts. */
  readonly requestsPerSecond?: number;
  /** Attempts after the first, 4 by default. */
  readonly retries?: number;
  /** For one attempt, body included; of a body that is streamed, for each chunk; 60,000 by default. */
  readonly timeoutMs?: number;
  /** The machine's own by default. */
  readonly timing?: Timing;
  /** Told of every answer as soon as its body has come, whatever its status; not of requests that nothing came back for. */
  readonly onAnswer?: (answer: AnswerNotice) => void;
};

/**
 * Elexon's Insights API, typed.
 *
 * Rows carry Elexon's names with the unit as the last word: `volumeMwh`, `levelFromMw`, `originalPriceGbpPerMwh`. Figures are
 * the numbers that Elexon printed, and instants whole Unix seconds. A settlement date is a London calendar day. An empty list is
 * one that Elexon gave, never a failure.
 *
 * Every method throws `SourceError` when it could not read or understand the answer, and `UnpublishedError` on 404. A row that
 * breaks its schema is named with its field, the rule and the value. A row that was not asked for (another day, another unit,
 * twice the same) makes the client ask again, and in the end throw a `SourceError` that is `retryable`. An aborted signal
 * throws its reason.
 */
export interface ElexonClient {
  /**
   * ISPSTACK: one side of the settlement stack of one period, all units and adjustment actions. Latest calculation.
   *
   * Its rows name their unit in `id`, by the Elexon id.
   */
  settlementStack(query: PeriodQuery & OfSide): Promise<Answer<ElexonStackRow>>;
  /** BOAV: one side of the accepted volumes of a day or a period, by acceptance. */
  acceptanceVolumes(query: DayOrPeriodQuery & OfSide & OfUnits): Promise<Answer<ElexonAcceptanceVolumesRow>>;
  /** Prices of the acceptances of one period, all units. No volumes. */
  acceptancePrices(query: PeriodQuery): Promise<Answer<ElexonAcceptancePricesRow>>;
  /**
   * DISPTAV: one side of the volumes of a day or a period, by unit.
   *
   * Elexon gives every volume under four data types; adding them counts it up to four times. `Original` is what was accepted.
   */
  indicativeVolumes(
    query: DayOrPeriodQuery & OfSide & OfUnits & { readonly dataType: ElexonIndicativeDataType },
  ): Promise<Answer<ElexonIndicativeVolumesRow>>;
  /** EBOCF: one side of the cashflows of a day or a period, by unit. Positive is a credit to the unit. */
  indicativeCashflows(query: DayOrPeriodQuery & OfSide & OfUnits): Promise<Answer<ElexonIndicativeCashflowsRow>>;
  /** DISEBSP: the prices and volumes of the whole market in a day or a period. Latest run. */
  systemPrices(query: DayOrPeriodQuery): Promise<Answer<ElexonSystemPricesRow>>;
  /** DISBSAD: balancing actions outside the mechanism in one period. */
  nonBmActions(query: PeriodQuery): Promise<Answer<ElexonNonBmActionsRow>>;

  /** PN: notifications that touch the span. */
  notifications(query: SpanQuery & OfUnits): Promise<Answer<ElexonNotificationRow>>;
  /** QPN: quiescent notifications that touch the span. */
  quiescentNotifications(query: SpanQuery & OfUnits): Promise<Answer<ElexonNotificationRow>>;
  /** MELS: maximum export limits that touch the span; see `ElexonLimitRow` for how they overlap. */
  maximumExportLimits(query: SpanQuery & OfUnits): Promise<Answer<ElexonLimitRow>>;
  /** MILS: maximum import limits, the same way. */
  maximumImportLimits(query: SpanQuery & OfUnits): Promise<Answer<ElexonLimitRow>>;
  /**
   * BOALF: acceptance segments that begin in the span. An acceptance may run for long before it ends: to know what holds at an
   * instant, ask from two hours before it. A segment that Elexon gives for two periods is given once.
   */
  acceptances(query: SpanQuery & OfUnits & Repeats): Promise<Answer<ElexonAcceptanceRow>>;
  /** BOALF: the last 100 acceptances. */
  latestAcceptances(query?: Stop & Repeats): Promise<Answer<ElexonAcceptanceRow>>;
  /** BOD: bid-offer pairs that touch the span. */
  bidOffers(query: SpanQuery & OfUnits): Promise<Answer<ElexonBidOfferRow>>;

  /** Physical data of one unit, one kind, in at most 7 days. */
  unitLevels(query: SpanQuery & OfOneUnit & OfDataset): Promise<Answer<ElexonPhysicalRow>>;
  /** Acceptance segments of one unit that begin in the span, of at most 7 days. They state no amendment. */
  unitAcceptances(query: SpanQuery & OfOneUnit & Repeats): Promise<Answer<ElexonAcceptanceRow>>;
  /** Bid-offer pairs of one unit that touch the span, of at most 7 days. Elexon leaves out those without width. */
  unitBidOffers(query: SpanQuery & OfOneUnit): Promise<Answer<ElexonBidOfferRow>>;

  /** B1610: what meters counted in a day or a period, from five working days after it, renewed by each settlement run. */
  meteredVolumes(query: DayOrPeriodQuery & OfUnits): Promise<Answer<ElexonMeteredVolumesRow>>;
  /** AGPT: generation of the whole market by type, by when it was *published*, in at most 4 days. */
  generationPerType(query: SpanQuery): Promise<Answer<ElexonGenerationPerTypeRow>>;

  /** Every BM unit of the register, as it stands today. */
  bmUnits(query?: Stop): Promise<Answer<ElexonBmUnitRow>>;
  /** How many rows Elexon holds of each period of a dataset, for one date or several. A period without a row is not stated. */
  rowCounts(
    query: (DayQuery | DatesQuery) & { readonly dataset: ElexonCountedDataset },
  ): Promise<Answer<ElexonRowCountRow>>;
  /** When each dataset was last updated. */
  datasetUpdates(query?: Stop): Promise<Answer<ElexonDatasetUpdateRow>>;
  /** Whether the API says that it is well. Its 503 is an answer and is not asked again. */
  health(query?: Stop): Promise<ElexonHealth>;

  /** The same data for spans and dates of any length, row by row. */
  readonly stream: ElexonStream;
}

/**
 * Elexon's Insights API over any `fetch`, with a rate limit, a time limit and retries.
 *
 * @example
 * const elexon = elexonClient();
 * const settlementDate = parseSettlementDate("2025-03-11");
 * const { rows } = await elexon.acceptanceVolumes({ settlementDate, side: "bid" });
 */
export function elexonClient(options: ElexonClientOptions = {}): ElexonClient {
  const request = requesterOf(options);
  const read = <Row>(reading: Reading<Row>, { signal }: Stop) =>
    request(reading.endpoint, signal, (attempt) => attemptWhole(attempt, reading));
  return {
    settlementStack: async (query) => read(readings.stackReading(query), query),
    acceptanceVolumes: async (query) => read(readings.acceptanceVolumesReading(query), query),
    acceptancePrices: async (query) => read(readings.acceptancePricesReading(query), query),
    indicativeVolumes: async (query) => read(readings.indicativeVolumesReading(query), query),
    indicativeCashflows: async (query) => read(readings.indicativeCashflowsReading(query), query),
    systemPrices: async (query) => read(readings.systemPricesReading(query), query),
    nonBmActions: async (query) => read(readings.nonBmActionsReading(query), query),
    notifications: async (query) => read(readings.notificationsReading("PN", query), query),
    quiescentNotifications: async (query) => read(readings.notificationsReading("QPN", query), query),
    maximumExportLimits: async (query) => read(readings.limitsReading("MELS", query), query),
    maximumImportLimits: async (query) => read(readings.limitsReading("MILS", query), query),
    acceptances: async (query) => read(readings.acceptancesReading(query), query),
    latestAcceptances: async (query = {}) => read(readings.latestAcceptancesReading(query), query),
    bidOffers: async (query) => read(readings.bidOffersReading(query), query),
    unitLevels: async (query) => read(readings.unitLevelsReading(query), query),
    unitAcceptances: async (query) => read(readings.unitAcceptancesReading(query), query),
    unitBidOffers: async (query) => read(readings.unitBidOffersReading(query), query),
    meteredVolumes: async (query) => read(readings.meteredVolumesReading(query), query),
    generationPerType: async (query) => read(readings.generationPerTypeReading(query), query),
    bmUnits: async (query = {}) => read(readings.BM_UNITS_READING, query),
    rowCounts: async (query) => read(readings.rowCountsReading(query), query),
    datasetUpdates: async (query = {}) => read(readings.DATASET_UPDATES_READING, query),
    health: ({ signal } = {}) => request(HEALTH_ENDPOINT, signal, attemptHealth),
    stream: elexonStream(request),
  };
}

function requesterOf(options: ElexonClientOptions): Requester {
  return requester({
    fetch: options.fetch ?? globalThis.fetch,
    baseUrl: options.baseUrl ?? ELEXON_BASE_URL,
    requestsPerSecond: options.requestsPerSecond ?? 4,
    retries: options.retries ?? 4,
    timeoutMs: options.timeoutMs ?? 60_000,
    timing: options.timing ?? systemTiming,
    onAnswer: options.onAnswer ?? (() => undefined),
  });
}
