import type { CountedDataset, Interval, SettlementDate, SettlementPeriod, Side, StopSignal } from "@windhash/core";
import { z } from "zod";
import { acceptanceVolumesRow, type ElexonAcceptanceVolumesRow } from "../schemas/acceptanceVolumes.ts";
import { bidOfferRow, type ElexonBidOfferRow } from "../schemas/bidOffers.ts";
import { bmUnitRow, type ElexonBmUnitRow } from "../schemas/bmUnits.ts";
import {
  acceptanceRow,
  type ElexonAcceptanceRow,
  type ElexonNotificationRow,
  notificationRow,
} from "../schemas/levels.ts";
import { type ElexonRowCountRow, rowCountRow } from "../schemas/rowCounts.ts";
import { type ElexonStackRow, stackRow } from "../schemas/stack.ts";
import type { Endpoint } from "./attempt.ts";
import { beginsIn, requireDate, requireSpan, touches, wholePeriods } from "./belonging.ts";
import {
  acceptanceVolumesEndpoint,
  BM_UNITS_ENDPOINT,
  rowCountEndpoint,
  stackEndpoint,
  streamEndpoint,
} from "./endpoints.ts";
import type { Fetch } from "./fetch.ts";
import { requester } from "./request.ts";
import { type Origin, parseRows, unwrapRows } from "./rows.ts";
import { systemTiming, type Timing } from "./timing.ts";

/** The public Insights API. It needs no key. */
export const ELEXON_BASE_URL = "https://data.elexon.co.uk/bmrs/api/v1";

/** How the client asks. */
export type ElexonClientOptions = {
  readonly fetch: Fetch;
  /** Without a slash at the end; the public Insights API by default. */
  readonly baseUrl?: string;
  /** 4 by default, evenly spaced; retries count. Elexon's limit is 5,000 a minute, but it throttles bursts. */
  readonly requestsPerSecond?: number;
  /** Attempts after the first, 4 by default. */
  readonly retries?: number;
  /** For one attempt, body included; 60,000 by default. */
  readonly timeoutMs?: number;
  /** The machine's own by default. */
  readonly timing?: Timing;
};

/** Rows as Elexon gave them, checked, with where and when from. */
export type Answer<Row> = {
  readonly rows: readonly Row[];
  /** sha256 of the raw body, hexadecimal. */
  readonly bodySha256: string;
  /** Unix seconds at which the body was asked for; the original time when it is replayed. */
  readonly fetchedAt: number;
  readonly url: string;
};

type Stop = { readonly signal?: StopSignal };
type DayQuery = { readonly settlementDate: SettlementDate } & Stop;
type SideQuery = DayQuery & { readonly side: Side };
type SpanQuery = Interval & Stop;

/**
 * Elexon's Insights API, typed. Every method throws `SourceError` when it could not read or understand the answer, and
 * `UnpublishedError` on 404; an empty list is one that Elexon gave. An aborted signal throws its reason.
 */
export interface ElexonClient {
  /** ISPSTACK: one side of the settlement stack of one period, all units. */
  settlementStack(query: SideQuery & { readonly settlementPeriod: SettlementPeriod }): Promise<Answer<ElexonStackRow>>;
  /** BOAV: one side of the accepted volumes of a day, all units. */
  acceptanceVolumes(query: SideQuery): Promise<Answer<ElexonAcceptanceVolumesRow>>;
  /** PN: notifications that touch the span. */
  notifications(query: SpanQuery): Promise<Answer<ElexonNotificationRow>>;
  /** BOALF: acceptance segments that begin in the span. */
  acceptances(query: SpanQuery): Promise<Answer<ElexonAcceptanceRow>>;
  /** BOD: bid-offer pairs that touch the span. */
  bidOffers(query: SpanQuery): Promise<Answer<ElexonBidOfferRow>>;
  /** Every BM unit of the register. */
  bmUnits(query?: Stop): Promise<Answer<ElexonBmUnitRow>>;
  /** How many rows Elexon holds of each period of a dataset. */
  rowCounts(query: DayQuery & { readonly dataset: CountedDataset }): Promise<Answer<ElexonRowCountRow>>;
}

/** Elexon's Insights API over any `fetch`, with a rate limit, a time limit and retries. */
export function elexonClient(options: ElexonClientOptions): ElexonClient {
  const read = reader(options);
  return {
    settlementStack: (query) =>
      readDay(read, stackRows, stackEndpoint(query.side, query.settlementDate, query.settlementPeriod), query),
    acceptanceVolumes: (query) =>
      readDay(read, acceptanceVolumesRows, acceptanceVolumesEndpoint(query.side, query.settlementDate), query),
    notifications: (query) => readSpan(read, notificationRows, "PN", query),
    acceptances: (query) => readSpan(read, acceptanceRows, "BOALF", query),
    bidOffers: (query) => readSpan(read, bidOfferRows, "BOD", query),
    bmUnits: ({ signal } = {}) => read(bmUnitRows, BM_UNITS_ENDPOINT, signal),
    rowCounts: (query) => readDay(read, rowCountRows, rowCountEndpoint(query.dataset, query.settlementDate), query),
  };
}

const stackRows = z.array(stackRow);
const acceptanceVolumesRows = z.array(acceptanceVolumesRow);
const notificationRows = z.array(notificationRow);
const acceptanceRows = z.array(acceptanceRow);
const bidOfferRows = z.array(bidOfferRow);
const bmUnitRows = z.array(bmUnitRow);
const rowCountRows = z.array(rowCountRow);

type Read = <Schema extends z.ZodType>(
  schema: z.ZodArray<Schema>,
  endpoint: Endpoint,
  signal: StopSignal | undefined,
) => Promise<Answer<z.output<Schema>>>;

function reader(options: ElexonClientOptions): Read {
  const request = requester({
    fetch: options.fetch,
    baseUrl: options.baseUrl ?? ELEXON_BASE_URL,
    requestsPerSecond: options.requestsPerSecond ?? 4,
    retries: options.retries ?? 4,
    timeoutMs: options.timeoutMs ?? 60_000,
    timing: options.timing ?? systemTiming,
  });
  return async (schema, endpoint, signal) => {
    const { json, sha256, fetchedAt, url } = await request(endpoint, signal);
    const origin = { name: endpoint.name, place: url };
    return { rows: parseRows(schema, unwrapRows(json, origin), origin), bodySha256: sha256, fetchedAt, url };
  };
}

type DatedRow = { readonly settlementDate: SettlementDate; readonly settlementPeriod: SettlementPeriod };

async function readDay<Row extends DatedRow>(
  read: Read,
  schema: z.ZodArray<z.ZodType<Row>>,
  endpoint: Endpoint,
  query: DayQuery & { readonly settlementPeriod?: SettlementPeriod },
): Promise<Answer<Row>> {
  const answer = await read(schema, endpoint, query.signal);
  requireDate(answer.rows, query, originOf(endpoint, answer));
  return answer;
}

type TimedRow = { readonly timeFrom: number; readonly timeTo: number };

/** PN and BOD are kept by settlement period, so whole periods are asked for; BOALF by when a segment begins. */
async function readSpan<Row extends TimedRow>(
  read: Read,
  schema: z.ZodArray<z.ZodType<Row>>,
  dataset: "PN" | "BOALF" | "BOD",
  query: SpanQuery,
): Promise<Answer<Row>> {
  const asked = dataset === "BOALF" ? query : wholePeriods(query);
  const endpoint = streamEndpoint(dataset, asked);
  const answer = await read(schema, endpoint, query.signal);
  requireSpan(answer.rows, asked, originOf(endpoint, answer));
  const wanted = dataset === "BOALF" ? beginsIn : touches;
  return { ...answer, rows: answer.rows.filter((row) => wanted(row, query)) };
}

function originOf(endpoint: Endpoint, { url }: Answer<unknown>): Origin {
  return { name: endpoint.name, place: url };
}
