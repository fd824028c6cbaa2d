import {
  type CountedDataset,
  type Interval,
  isoFromInstant,
  type SettlementDate,
  type SettlementPeriod,
  type Side,
} from "@windhash/core";
import type { Endpoint } from "./attempt.ts";

/** Paths below the base url, as https://bmrs.elexon.co.uk/api-documentation states them (2026). */

/** One side of the settlement stack of one period. */
export function stackEndpoint(side: Side, date: SettlementDate, period: SettlementPeriod): Endpoint {
  return {
    name: `settlement stack (ISPSTACK, ${side}, ${date} period ${period})`,
    path: `/balancing/settlement/stack/all/${side}/${date}/${period}`,
  };
}

/** One side of the accepted volumes of a day. */
export function acceptanceVolumesEndpoint(side: Side, date: SettlementDate): Endpoint {
  return {
    name: `accepted volumes (BOAV, ${side}, ${date})`,
    path: `/balancing/settlement/acceptance/volumes/all/${side}/${date}`,
  };
}

/**
 * A dataset of levels over a span. `from` and `to` are both inclusive there, and instants are whole seconds: the last second
 * of the span is asked for, so that nothing of what comes next is in the answer.
 */
export function streamEndpoint(dataset: "PN" | "BOALF" | "BOD", { startsAt, endsAt }: Interval): Endpoint {
  const [from, to] = [isoFromInstant(startsAt), isoFromInstant(endsAt - 1)];
  return {
    name: `${STREAM_NAMES[dataset]} (${dataset}, ${from} to ${to})`,
    path: `/datasets/${dataset}/stream?from=${from}&to=${to}`,
  };
}

const STREAM_NAMES = { PN: "physical notifications", BOALF: "acceptances", BOD: "bid-offer data" } as const;

/** How many rows the source holds of each period of a day. */
export function rowCountEndpoint(dataset: CountedDataset, date: SettlementDate): Endpoint {
  return {
    name: `row counts of ${dataset} (${date})`,
    path: `/data-status/${dataset}?settlementDateFrom=${date}&settlementDateTo=${date}`,
  };
}

/** The whole register of BM units. */
export const BM_UNITS_ENDPOINT: Endpoint = { name: "register of BM units", path: "/reference/bmunits/all" };
