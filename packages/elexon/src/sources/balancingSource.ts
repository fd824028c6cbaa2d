import {
  type BalancingSource,
  type CountedDataset,
  type Fetched,
  type SettlementDate,
  type SettlementPeriod,
  type StopSignal,
  UnpublishedError,
} from "@windhash/core";
import type { ElexonClient } from "../client/client.ts";
import type { Answer } from "../client/reading.ts";
import { acceptanceSegments, bidOfferPairs, levelSegments } from "./levelRows.ts";
import { acceptanceVolumesRowOf, stackRowOf } from "./settlementRows.ts";

/** The balancing mechanism as Elexon's Insights API gives it. Rows are mapped and never judged. */
export function elexonBalancingSource({ client }: { readonly client: ElexonClient }): BalancingSource {
  return {
    async stack(query) {
      const answer = await client.settlementStack(query);
      return fetched(answer, (row) => stackRowOf(row, query.side));
    },
    async acceptanceVolumes(query) {
      const answer = await client.acceptanceVolumes(query);
      return fetched(answer, (row) => acceptanceVolumesRowOf(row, query.side));
    },
    async notifications(query) {
      const answer = await client.notifications(query);
      return {
        ...stamp(answer),
        rows: levelSegments(answer.rows, place("physical notifications", answer)),
        covers: span(query),
        isWhole: false,
      };
    },
    async acceptances(query) {
      const answer = await client.acceptances({ ...query, withRepeats: true });
      return {
        ...stamp(answer),
        rows: acceptanceSegments(answer.rows, place("acceptances", answer)),
        covers: span(query),
        isWhole: false,
      };
    },
    async bidOffers(query) {
      const answer = await client.bidOffers(query);
      return { ...stamp(answer), rows: bidOfferPairs(answer.rows, place("bid-offer data", answer)) };
    },
    rowCounts: (query) => rowCounts(client, query),
  };
}

type CountQuery = {
  readonly settlementDate: SettlementDate;
  readonly dataset: CountedDataset;
  readonly signal?: StopSignal;
};

/** Null where Elexon states no count for the day at all; a period that it leaves out is absent. */
async function rowCounts(
  client: ElexonClient,
  query: CountQuery,
): Promise<ReadonlyMap<SettlementPeriod, number> | null> {
  let answer: Awaited<ReturnType<ElexonClient["rowCounts"]>>;
  try {
    answer = await client.rowCounts(query);
  } catch (error) {
    if (error instanceof UnpublishedError) return null;
    throw error;
  }
  const counts = new Map(answer.rows.map((row) => [row.settlementPeriod, row.dataPointCount]));
  return counts.size === 0 ? null : counts;
}

function fetched<From, To>(answer: Answer<From>, map: (row: From) => To): Fetched<To> {
  return { ...stamp(answer), rows: answer.rows.map(map) };
}

function stamp({ bodySha256, fetchedAt }: Answer<unknown>): {
  readonly payloadHash: string;
  readonly fetchedAt: number;
} {
  return { payloadHash: bodySha256, fetchedAt };
}

function place(name: string, { url }: Answer<unknown>): { readonly name: string; readonly place: string } {
  return { name, place: url };
}

function span({ startsAt, endsAt }: { readonly startsAt: number; readonly endsAt: number }) {
  return { startsAt, endsAt };
}
