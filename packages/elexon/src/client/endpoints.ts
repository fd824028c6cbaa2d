import {
  type Interval,
  isoFromInstant,
  periodCount,
  type SettlementDate,
  type SettlementDateRange,
  type SettlementPeriod,
  type Side,
} from "@windhash/core";
import type { ElexonPhysicalDataset } from "../schemas/levels.ts";
import type { Endpoint } from "./attempt.ts";

/** Paths below the base url, as https://bmrs.elexon.co.uk/api-documentation states them (2026). */

/** A settlement date, and one of its periods where only that is asked for. */
type Day = { readonly settlementDate: SettlementDate; readonly settlementPeriod?: SettlementPeriod };

/** Asking for units means one key for each, never a list under one key. */
type Units = { readonly bmUnitIds?: readonly string[] };

/** The paths that take a side and a date, and perhaps a period and units. */
const BY_SIDE = {
  ISPSTACK: ["settlement stack", "/balancing/settlement/stack/all"],
  BOAV: ["accepted volumes", "/balancing/settlement/acceptance/volumes/all"],
  DISPTAV: ["indicative volumes", "/balancing/settlement/indicative/volumes/all"],
  EBOCF: ["indicative cashflows", "/balancing/settlement/indicative/cashflows/all"],
} as const;

/** One side of a dataset of settlement, of a day or a period. */
export function sideEndpoint(dataset: keyof typeof BY_SIDE, query: Day & Units & { readonly side: Side }): Endpoint {
  const [name, path] = BY_SIDE[dataset];
  return {
    name: `${name} (${dataset}, ${query.side}, ${dayName(query)})`,
    path: `${path}/${query.side}/${dayPath(query)}${queryText(unitKeys(query))}`,
  };
}

/** The prices of the acceptances of a period. */
export function acceptancePricesEndpoint(day: Day): Endpoint {
  return {
    name: `acceptance prices (${dayName(day)})`,
    path: `/balancing/settlement/acceptances/all/${dayPath(day)}`,
  };
}

/** The prices of a day or a period. */
export function systemPricesEndpoint(day: Day): Endpoint {
  return {
    name: `system prices (DISEBSP, ${dayName(day)})`,
    path: `/balancing/settlement/system-prices/${dayPath(day)}`,
  };
}

/** The actions outside the balancing mechanism in a period. */
export function nonBmActionsEndpoint(day: Required<Day>): Endpoint {
  const { settlementDate, settlementPeriod } = day;
  return {
    name: `adjustment actions (DISBSAD, ${dayName(day)})`,
    path: `/balancing/nonbm/disbsad/details${queryText([
      ["settlementDate", settlementDate],
      ["settlementPeriod", settlementPeriod],
    ])}`,
  };
}

const STREAM_NAMES = {
  PN: "physical notifications",
  QPN: "quiescent physical notifications",
  MELS: "maximum export limits",
  MILS: "maximum import limits",
  BOALF: "acceptances",
  BOD: "bid-offer data",
} as const;

/** The datasets of levels over time. */
export type LevelDataset = keyof typeof STREAM_NAMES;

/** A dataset of levels over a span. */
export function streamEndpoint(dataset: LevelDataset, query: Interval & Units): Endpoint {
  return {
    name: `${STREAM_NAMES[dataset]} (${dataset}, ${spanName(query)})`,
    path: `/datasets/${dataset}/stream${queryText([...spanKeys("from", "to", query), ...unitKeys(query)])}`,
  };
}

/** What meters counted in a day or a period, asked for by settlement date, as its rows state the end of their period. */
export function meteredVolumesEndpoint(query: Day & Units): Endpoint {
  const { settlementDate, settlementPeriod } = query;
  const midnight = `${settlementDate}T00:00Z`;
  return {
    name: `metered volumes (B1610, ${dayName(query)})`,
    path: `/datasets/B1610/stream${queryText([
      ["from", midnight],
      ["to", midnight],
      ["settlementPeriodFrom", settlementPeriod ?? 1],
      ["settlementPeriodTo", settlementPeriod ?? periodCount(settlementDate)],
      ...unitKeys(query),
    ])}`,
  };
}

/** Generation per type, by when it was published. */
export function generationPerTypeEndpoint(span: Interval): Endpoint {
  return {
    name: `generation per type (AGPT, published ${spanName(span)})`,
    path: `/datasets/AGPT${queryText(spanKeys("publishDateTimeFrom", "publishDateTimeTo", span))}`,
  };
}

const UNIT_PATHS = {
  physical: "/balancing/physical",
  acceptances: "/balancing/acceptances",
  "bid-offer": "/balancing/bid-offer",
} as const;

/** The endpoints that take one unit: of several they answer for one and say nothing. */
export function unitEndpoint(
  kind: keyof typeof UNIT_PATHS,
  query: Interval & { readonly bmUnitId: string; readonly dataset?: ElexonPhysicalDataset },
): Endpoint {
  const { bmUnitId, dataset } = query;
  return {
    name: `${dataset ?? kind} of ${bmUnitId} (${spanName(query)})`,
    path: `${UNIT_PATHS[kind]}${queryText([
      ["bmUnit", bmUnitId],
      ...spanKeys("from", "to", query),
      ...(dataset === undefined ? [] : [["dataset", dataset] as const]),
    ])}`,
  };
}

/** How many rows the source holds of each period. */
export function rowCountEndpoint(dataset: string, { from, to }: SettlementDateRange): Endpoint {
  return {
    name: `row counts of ${dataset} (${from === to ? from : `${from} to ${to}`})`,
    path: `/data-status/${dataset}${queryText([
      ["settlementDateFrom", from],
      ["settlementDateTo", to],
    ])}`,
  };
}

/** The whole register of BM units. */
export const BM_UNITS_ENDPOINT: Endpoint = { name: "register of BM units", path: "/reference/bmunits/all" };

/** The last 100 acceptances. */
export const LATEST_ACCEPTANCES_ENDPOINT: Endpoint = {
  name: "latest acceptances (BOALF)",
  path: "/balancing/acceptances/all/latest",
};

/** When each dataset was last updated. */
export const DATASET_UPDATES_ENDPOINT: Endpoint = {
  name: "updates of the datasets",
  path: "/datasets/metadata/latest",
};

/** Whether the API is well. */
export const HEALTH_ENDPOINT: Endpoint = { name: "health", path: "/health" };

function dayPath({ settlementDate, settlementPeriod }: Day): string {
  return settlementPeriod === undefined ? settlementDate : `${settlementDate}/${settlementPeriod}`;
}

function dayName({ settlementDate, settlementPeriod }: Day): string {
  return settlementPeriod === undefined ? settlementDate : `${settlementDate} period ${settlementPeriod}`;
}

type Keys = readonly (readonly [name: string, value: string | number])[];

/**
 * `from` and `to` are both inclusive there, and instants are whole seconds: the last second of the span is asked for, so that
 * nothing of what comes next is in the answer.
 */
function spanKeys(from: string, to: string, { startsAt, endsAt }: Interval): Keys {
  return [
    [from, isoFromInstant(startsAt)],
    [to, isoFromInstant(endsAt - 1)],
  ];
}

function spanName({ startsAt, endsAt }: Interval): string {
  return `${isoFromInstant(startsAt)} to ${isoFromInstant(endsAt - 1)}`;
}

function unitKeys({ bmUnitIds = [] }: Units): Keys {
  return bmUnitIds.map((id) => ["bmUnit", id]);
}

/** Colons stay as they are, which a query may hold. */
function queryText(keys: Keys): string {
  const parts = keys.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%3A", ":")}`);
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}
