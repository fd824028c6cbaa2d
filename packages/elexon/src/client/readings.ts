import { type Interval, type SettlementDate, type SettlementPeriod } from "@windhash/core";
import { z } from "zod";
import { acceptancePricesRow } from "../schemas/acceptancePrices.ts";
import { acceptanceRow, type ElexonAcceptanceRow } from "../schemas/acceptances.ts";
import { acceptanceVolumesRow, type ElexonAcceptanceVolumesRow } from "../schemas/acceptanceVolumes.ts";
import { bidOfferRow, type ElexonBidOfferRow } from "../schemas/bidOffers.ts";
import { bmUnitRow, type ElexonBmUnitRow } from "../schemas/bmUnits.ts";
import { datasetUpdateRow, type ElexonDatasetUpdateRow } from "../schemas/datasetUpdates.ts";
import { type ElexonGenerationPerTypeRow, generationPerTypeRow } from "../schemas/generationPerType.ts";
import { type ElexonIndicativeCashflowsRow, indicativeCashflowsRow } from "../schemas/indicativeCashflows.ts";
import {
  type ElexonIndicativeDataType,
  type ElexonIndicativeVolumesRow,
  indicativeVolumesRow,
} from "../schemas/indicativeVolumes.ts";
import {
  type ElexonLimitRow,
  type ElexonNotificationRow,
  type ElexonPhysicalRow,
  limitRow,
  notificationRow,
  physicalRow,
} from "../schemas/levels.ts";
import { type ElexonMeteredVolumesRow, meteredVolumesRow } from "../schemas/meteredVolumes.ts";
import { nonBmActionsRow } from "../schemas/nonBmActions.ts";
import { type ElexonRowCountRow, rowCountRow } from "../schemas/rowCounts.ts";
import { type ElexonStackRow, stackRow } from "../schemas/stack.ts";
import { type ElexonSystemPricesRow, systemPricesRow } from "../schemas/systemPrices.ts";
import {
  beginsIn,
  inSpan,
  meetingSpan,
  ofDataset,
  ofKnownDataType,
  ofUnits,
  once,
  onDate,
  onDates,
  publishedIn,
  type TimedRow,
  touches,
  type UnitRow,
} from "./belonging.ts";
import * as endpoints from "./endpoints.ts";
import type {
  DatesQuery,
  DayOrPeriodQuery,
  ElexonCountedDataset,
  OfDataset,
  OfOneUnit,
  OfSide,
  OfUnits,
  PeriodQuery,
  Repeats,
  SpanQuery,
} from "./queries.ts";
import type { Reading } from "./reading.ts";
import { LONGEST_SPAN_S, requireAskable, wholePeriods } from "./spans.ts";

const ROWS = {
  stack: z.array(stackRow),
  acceptanceVolumes: z.array(acceptanceVolumesRow),
  acceptancePrices: z.array(acceptancePricesRow),
  indicativeVolumes: z.array(indicativeVolumesRow),
  indicativeCashflows: z.array(indicativeCashflowsRow),
  systemPrices: z.array(systemPricesRow),
  nonBmActions: z.array(nonBmActionsRow),
  notifications: z.array(notificationRow),
  limits: z.array(limitRow),
  physical: z.array(physicalRow),
  acceptances: z.array(acceptanceRow),
  bidOffers: z.array(bidOfferRow),
  meteredVolumes: z.array(meteredVolumesRow),
  generationPerType: z.array(generationPerTypeRow),
  rowCounts: z.array(rowCountRow),
  bmUnits: z.array(bmUnitRow),
  datasetUpdates: z.array(datasetUpdateRow),
} as const;

/** ISPSTACK. A row is known by its unit, acceptance and pair, and its rank; one that names nothing cannot be told from another. */
export function stackReading(query: PeriodQuery & OfSide): Reading<ElexonStackRow> {
  const keyOf = ({ id, acceptanceId, bidOfferPairId, sequenceNumber }: ElexonStackRow) =>
    id === null ? null : `${id} ${acceptanceId} ${bidOfferPairId} ${sequenceNumber}`;
  return {
    endpoint: endpoints.sideEndpoint("ISPSTACK", query),
    schema: ROWS.stack,
    rules: () => [onDate(query), once("sequenceNumber", keyOf)],
  };
}

/** BOAV: an acceptance of a unit once in a period. */
export function acceptanceVolumesReading(
  query: DayOrPeriodQuery & OfSide & OfUnits,
): Reading<ElexonAcceptanceVolumesRow> {
  const keyOf = (row: ElexonAcceptanceVolumesRow) =>
    unitOf(row) === null ? null : `${row.settlementPeriod} ${unitOf(row)} ${row.acceptanceId}`;
  return {
    endpoint: endpoints.sideEndpoint("BOAV", query),
    schema: ROWS.acceptanceVolumes,
    rules: () => [onDate(query), ofUnits(query.bmUnitIds), once("acceptanceId", keyOf)],
  };
}

/** DISPTAV: the rows of one data type. */
export function indicativeVolumesReading(
  query: DayOrPeriodQuery & OfSide & OfUnits & { readonly dataType: ElexonIndicativeDataType },
): Reading<ElexonIndicativeVolumesRow> {
  return {
    endpoint: endpoints.sideEndpoint("DISPTAV", query),
    schema: ROWS.indicativeVolumes,
    rules: () => [onDate(query), ofUnits(query.bmUnitIds), ofKnownDataType],
    selection: () => (row) => row.dataType === query.dataType,
  };
}

/** EBOCF. */
export function indicativeCashflowsReading(
  query: DayOrPeriodQuery & OfSide & OfUnits,
): Reading<ElexonIndicativeCashflowsRow> {
  return {
    endpoint: endpoints.sideEndpoint("EBOCF", query),
    schema: ROWS.indicativeCashflows,
    rules: () => [onDate(query), ofUnits(query.bmUnitIds)],
  };
}

/** The prices of the acceptances of a period. */
export function acceptancePricesReading(query: PeriodQuery) {
  return {
    endpoint: endpoints.acceptancePricesEndpoint(query),
    schema: ROWS.acceptancePrices,
    rules: () => [onDate(query)],
  };
}

/** DISEBSP. */
export function systemPricesReading(query: DayOrPeriodQuery): Reading<ElexonSystemPricesRow> {
  return {
    endpoint: endpoints.systemPricesEndpoint(query),
    schema: ROWS.systemPrices,
    rules: () => [onDate(query), once("settlementPeriod", ({ settlementPeriod }) => String(settlementPeriod))],
  };
}

/** DISBSAD. */
export function nonBmActionsReading(query: PeriodQuery) {
  return { endpoint: endpoints.nonBmActionsEndpoint(query), schema: ROWS.nonBmActions, rules: () => [onDate(query)] };
}

/** PN or QPN, which are kept by settlement period: whole periods are asked for. */
export function notificationsReading(
  dataset: "PN" | "QPN",
  query: SpanQuery & OfUnits,
): Reading<ElexonNotificationRow> {
  return { schema: ROWS.notifications, ...levelParts(dataset, query) };
}

/** MELS or MILS. */
export function limitsReading(dataset: "MELS" | "MILS", query: SpanQuery & OfUnits): Reading<ElexonLimitRow> {
  return { schema: ROWS.limits, ...levelParts(dataset, query) };
}

/** BOD. */
export function bidOffersReading(query: SpanQuery & OfUnits): Reading<ElexonBidOfferRow> {
  return { schema: ROWS.bidOffers, ...levelParts("BOD", query) };
}

function levelParts(dataset: Exclude<endpoints.LevelDataset, "BOALF">, query: SpanQuery & OfUnits) {
  const span = askable(query, Number.POSITIVE_INFINITY, dataset);
  const asked = wholePeriods(span);
  return {
    endpoint: endpoints.streamEndpoint(dataset, { ...query, ...asked }),
    rules: () => [inSpan(asked), ofUnits(query.bmUnitIds)],
    selection: () => (row: TimedRow) => touches(row, span),
  };
}

/** BOALF, by when a segment begins. */
export function acceptancesReading(query: SpanQuery & OfUnits & Repeats): Reading<ElexonAcceptanceRow> {
  const span = askable(query, Number.POSITIVE_INFINITY, "acceptances");
  return {
    endpoint: endpoints.streamEndpoint("BOALF", query),
    schema: ROWS.acceptances,
    rules: () => [inSpan(span), ofUnits(query.bmUnitIds)],
    selection: () => both((row) => beginsIn(row, span), firstOfRepeats(query)),
  };
}

/** The last 100 acceptances. */
export function latestAcceptancesReading(query: Repeats): Reading<ElexonAcceptanceRow> {
  return {
    endpoint: endpoints.LATEST_ACCEPTANCES_ENDPOINT,
    schema: ROWS.acceptances,
    selection: () => firstOfRepeats(query),
  };
}

/** Physical data of one unit. */
export function unitLevelsReading(query: SpanQuery & OfOneUnit & OfDataset): Reading<ElexonPhysicalRow> {
  const span = askable(query, LONGEST_SPAN_S.unit, "physical data of a unit");
  const asked = wholePeriods(span);
  return {
    endpoint: endpoints.unitEndpoint("physical", { ...query, ...asked }),
    schema: ROWS.physical,
    rules: () => [inSpan(asked), ofUnits([query.bmUnitId]), ofDataset(query.dataset)],
    selection: () => (row) => touches(row, span),
  };
}

/** BOALF of one unit. */
export function unitAcceptancesReading(query: SpanQuery & OfOneUnit & Repeats): Reading<ElexonAcceptanceRow> {
  const span = askable(query, LONGEST_SPAN_S.unit, "acceptances of a unit");
  return {
    endpoint: endpoints.unitEndpoint("acceptances", query),
    schema: ROWS.acceptances,
    rules: () => [inSpan(span), ofUnits([query.bmUnitId])],
    selection: () => both((row) => beginsIn(row, span), firstOfRepeats(query)),
  };
}

/** BOD of one unit, which also gives pairs that only meet an end of the span. */
export function unitBidOffersReading(query: SpanQuery & OfOneUnit): Reading<ElexonBidOfferRow> {
  const span = askable(query, LONGEST_SPAN_S.unit, "bid-offer data of a unit");
  return {
    endpoint: endpoints.unitEndpoint("bid-offer", query),
    schema: ROWS.bidOffers,
    rules: () => [meetingSpan(span), ofUnits([query.bmUnitId])],
    selection: () => (row) => touches(row, span),
  };
}

/** B1610. */
export function meteredVolumesReading(query: DayOrPeriodQuery & OfUnits): Reading<ElexonMeteredVolumesRow> {
  return {
    endpoint: endpoints.meteredVolumesEndpoint(query),
    schema: ROWS.meteredVolumes,
    rules: () => [onDate(query), ofUnits(query.bmUnitIds)],
  };
}

/** AGPT. */
export function generationPerTypeReading(query: SpanQuery): Reading<ElexonGenerationPerTypeRow> {
  const span = askable(query, LONGEST_SPAN_S.generationPerType, "generation per type");
  return {
    endpoint: endpoints.generationPerTypeEndpoint(query),
    schema: ROWS.generationPerType,
    rules: () => [publishedIn(span)],
  };
}

/** Row counts: each period once. */
export function rowCountsReading(
  query: { readonly dataset: ElexonCountedDataset } & (DatesQuery | { readonly settlementDate: SettlementDate }),
): Reading<ElexonRowCountRow> {
  const dates = "settlementDate" in query ? { from: query.settlementDate, to: query.settlementDate } : query;
  const keyOf = ({ settlementDate, settlementPeriod }: PeriodKey) => `${settlementDate} ${settlementPeriod}`;
  return {
    endpoint: endpoints.rowCountEndpoint(query.dataset, dates),
    schema: ROWS.rowCounts,
    rules: () => [onDates(dates), once("settlementPeriod", keyOf)],
  };
}

type PeriodKey = { readonly settlementDate: SettlementDate; readonly settlementPeriod: SettlementPeriod };

/** The register. */
export const BM_UNITS_READING: Reading<ElexonBmUnitRow> = {
  endpoint: endpoints.BM_UNITS_ENDPOINT,
  schema: ROWS.bmUnits,
};

/** When each dataset was last updated. */
export const DATASET_UPDATES_READING: Reading<ElexonDatasetUpdateRow> = {
  endpoint: endpoints.DATASET_UPDATES_ENDPOINT,
  schema: ROWS.datasetUpdates,
};

/** The span of a query that can be asked for at once. @throws {SourceError} */
function askable({ startsAt, endsAt }: Interval, longestS: number, name: string): Interval {
  requireAskable({ startsAt, endsAt }, longestS, name);
  return { startsAt, endsAt };
}

/** A segment is known by its unit, acceptance, times and levels. */
function firstOfRepeats({ withRepeats = false }: Repeats): (row: ElexonAcceptanceRow) => boolean {
  const seen = new Set<string>();
  return (row) => {
    if (withRepeats) return true;
    const key = `${unitOf(row)} ${row.acceptanceNumber} ${row.timeFrom} ${row.timeTo} ${row.levelFromMw} ${row.levelToMw}`;
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  };
}

function both<Row>(one: (row: Row) => boolean, other: (row: Row) => boolean): (row: Row) => boolean {
  return (row) => one(row) && other(row);
}

function unitOf({ bmUnit, nationalGridBmUnit }: UnitRow): string | null {
  return bmUnit ?? nationalGridBmUnit;
}
