import type { SettlementDate } from "@windhash/core";
import type { ElexonAcceptanceRow } from "../schemas/acceptances.ts";
import type { ElexonAcceptanceVolumesRow } from "../schemas/acceptanceVolumes.ts";
import type { ElexonBidOfferRow } from "../schemas/bidOffers.ts";
import type { ElexonGenerationPerTypeRow } from "../schemas/generationPerType.ts";
import type { ElexonIndicativeCashflowsRow } from "../schemas/indicativeCashflows.ts";
import type { ElexonIndicativeDataType, ElexonIndicativeVolumesRow } from "../schemas/indicativeVolumes.ts";
import type { ElexonLimitRow, ElexonNotificationRow, ElexonPhysicalRow } from "../schemas/levels.ts";
import type { ElexonMeteredVolumesRow } from "../schemas/meteredVolumes.ts";
import type { ElexonStackRow } from "../schemas/stack.ts";
import type { ElexonSystemPricesRow } from "../schemas/systemPrices.ts";
import type { TimedRow } from "./belonging.ts";
import type { DatesQuery, OfDataset, OfOneUnit, OfSide, OfUnits, Repeats, SpanQuery, Stop } from "./queries.ts";
import { eachDay, eachPeriod, eachStretch, eachStretchOfLevels, streamAll } from "./ranges.ts";
import type { Reading } from "./reading.ts";
import * as readings from "./readings.ts";
import type { Requester } from "./request.ts";
import { LONGEST_SPAN_S, STREAM_SPAN_S } from "./spans.ts";

/**
 * Elexon's data for spans and dates of any length, row by row, as the bodies come in.
 *
 * A range is asked for piece by piece, in order: by settlement day, by period where the endpoint takes one, or by as many whole
 * days as it allows. Every row is checked before it is given, and none is given twice at a seam. What is wrong throws as
 * in `ElexonClient`; an iterator that throws has given true rows, but not all.
 */
export interface ElexonStream {
  /** ISPSTACK, a request for each period. */
  settlementStack(query: DatesQuery & OfSide): AsyncIterable<ElexonStackRow>;
  /** BOAV, a request for each day. */
  acceptanceVolumes(query: DatesQuery & OfSide & OfUnits): AsyncIterable<ElexonAcceptanceVolumesRow>;
  /** DISPTAV of one data type, a request for each day. */
  indicativeVolumes(
    query: DatesQuery & OfSide & OfUnits & { readonly dataType: ElexonIndicativeDataType },
  ): AsyncIterable<ElexonIndicativeVolumesRow>;
  /** EBOCF, a request for each day. */
  indicativeCashflows(query: DatesQuery & OfSide & OfUnits): AsyncIterable<ElexonIndicativeCashflowsRow>;
  /** DISEBSP, a request for each day. */
  systemPrices(query: DatesQuery): AsyncIterable<ElexonSystemPricesRow>;
  /** B1610, a request for each day. */
  meteredVolumes(query: DatesQuery & OfUnits): AsyncIterable<ElexonMeteredVolumesRow>;

  /** PN, a request for each settlement day. */
  notifications(query: SpanQuery & OfUnits): AsyncIterable<ElexonNotificationRow>;
  /** QPN, a request for each settlement day. */
  quiescentNotifications(query: SpanQuery & OfUnits): AsyncIterable<ElexonNotificationRow>;
  /** MELS, a request for each settlement day. */
  maximumExportLimits(query: SpanQuery & OfUnits): AsyncIterable<ElexonLimitRow>;
  /** MILS, a request for each settlement day. */
  maximumImportLimits(query: SpanQuery & OfUnits): AsyncIterable<ElexonLimitRow>;
  /** BOALF, a request for each settlement day. */
  acceptances(query: SpanQuery & OfUnits & Repeats): AsyncIterable<ElexonAcceptanceRow>;
  /** BOD, a request for each settlement day. */
  bidOffers(query: SpanQuery & OfUnits): AsyncIterable<ElexonBidOfferRow>;
  /** AGPT by publication, a request for up to 4 days. */
  generationPerType(query: SpanQuery): AsyncIterable<ElexonGenerationPerTypeRow>;

  /** Physical data of one unit, a request for up to 7 days. */
  unitLevels(query: SpanQuery & OfOneUnit & OfDataset): AsyncIterable<ElexonPhysicalRow>;
  /** BOALF of one unit, a request for up to 7 days. */
  unitAcceptances(query: SpanQuery & OfOneUnit & Repeats): AsyncIterable<ElexonAcceptanceRow>;
  /** BOD of one unit, a request for up to 7 days. */
  unitBidOffers(query: SpanQuery & OfOneUnit): AsyncIterable<ElexonBidOfferRow>;
}

/** The streams over a client's requests, which share its rate. */
export function elexonStream(request: Requester): ElexonStream {
  const rows: RowsOf = (each, { signal }) => streamAll(request, each, signal);
  return { ...datedStreams(rows), ...spanStreams(rows) };
}

type RowsOf = <Row>(each: Iterable<Reading<Row>>, query: Stop) => AsyncIterable<Row>;

type Dated =
  | "settlementStack"
  | "acceptanceVolumes"
  | "indicativeVolumes"
  | "indicativeCashflows"
  | "systemPrices"
  | "meteredVolumes";

function datedStreams(rows: RowsOf): Pick<ElexonStream, Dated> {
  const days = <Query extends DatesQuery, Row>(
    query: Query,
    readingOf: (day: Query & { readonly settlementDate: SettlementDate }) => Reading<Row>,
  ) =>
    rows(
      eachDay(query, (settlementDate) => readingOf({ ...query, settlementDate })),
      query,
    );
  return {
    settlementStack: (query) =>
      rows(
        eachPeriod(query, (period) => readings.stackReading({ ...query, ...period })),
        query,
      ),
    acceptanceVolumes: (query) => days(query, readings.acceptanceVolumesReading),
    indicativeVolumes: (query) => days(query, readings.indicativeVolumesReading),
    indicativeCashflows: (query) => days(query, readings.indicativeCashflowsReading),
    systemPrices: (query) => days(query, readings.systemPricesReading),
    meteredVolumes: (query) => days(query, readings.meteredVolumesReading),
  };
}

function spanStreams(rows: RowsOf): Omit<ElexonStream, Dated> {
  const levels = <Query extends SpanQuery, Row extends TimedRow>(
    query: Query,
    readingOf: (query: Query) => Reading<Row>,
    longestS: number = STREAM_SPAN_S,
  ) =>
    rows(
      eachStretchOfLevels(query, longestS, (stretch) => readingOf({ ...query, ...stretch })),
      query,
    );
  const published = (query: SpanQuery) =>
    eachStretch(query, LONGEST_SPAN_S.generationPerType, (stretch) =>
      readings.generationPerTypeReading({ ...query, ...stretch }),
    );
  return {
    notifications: (query) => levels(query, (stretch) => readings.notificationsReading("PN", stretch)),
    quiescentNotifications: (query) => levels(query, (stretch) => readings.notificationsReading("QPN", stretch)),
    maximumExportLimits: (query) => levels(query, (stretch) => readings.limitsReading("MELS", stretch)),
    maximumImportLimits: (query) => levels(query, (stretch) => readings.limitsReading("MILS", stretch)),
    acceptances: (query) => levels(query, readings.acceptancesReading),
    bidOffers: (query) => levels(query, readings.bidOffersReading),
    generationPerType: (query) => rows(published(query), query),
    unitLevels: (query) => levels(query, readings.unitLevelsReading, LONGEST_SPAN_S.unit),
    unitAcceptances: (query) => levels(query, readings.unitAcceptancesReading, LONGEST_SPAN_S.unit),
    unitBidOffers: (query) => levels(query, readings.unitBidOffersReading, LONGEST_SPAN_S.unit),
  };
}
