import type { Side } from "@windhash/core";
import { settlementDay, settlementPeriodAt, volumesFromAcceptanceVolumes } from "@windhash/core";
import type { DayQuery, DayReading } from "./reading.ts";
import { allOrError, countByPeriod, countDoubts, oldestFetch, sumOfCounts, unmappedOf } from "./reading.ts";

/**
 * Reads a day from the accepted volumes (BOAV): two requests, and the bid-offer pairs for the prices. Both are counted, as a list of
 * pairs that is not whole leaves volumes without their price.
 */
export async function readAcceptanceVolumes(query: DayQuery): Promise<DayReading> {
  const { settlementDate, source, wind, signal } = query;
  const stop = signal && { signal };
  const ask = (side: Side) => source.acceptanceVolumes({ settlementDate, side, ...stop });
  const [bids, offers, bidOffers, countedVolumes, countedPairs] = await allOrError([
    ask("bid"),
    ask("offer"),
    source.bidOffers({ ...settlementDay(settlementDate), ...stop }),
    source.rowCounts({ settlementDate, dataset: "BOAV", ...stop }),
    source.rowCounts({ settlementDate, dataset: "BOD", ...stop }),
  ]);
  const rows = [...bids.rows, ...offers.rows];
  const pairs = bidOffers?.rows.map(({ startsAt }) => settlementPeriodAt(startsAt)) ?? [];
  const counted = sumOfCounts(bidOffers === null ? [countedVolumes] : [countedVolumes, countedPairs]);
  const bodies = [bids, offers, ...(bidOffers === null ? [] : [bidOffers])];
  const doubtsOf = countDoubts(settlementDate, [
    { dataset: "BOAV", rows, counted: countedVolumes },
    ...(bidOffers === null ? [] : [{ dataset: "BOD", rows: pairs, counted: countedPairs } as const]),
  ]);
  const read = { rows, bidOffers: bidOffers?.rows ?? null };
  return {
    volumes: volumesFromAcceptanceVolumes({ ...read, isWind: wind.isWind }),
    unmapped: unmappedOf(query, (isWind) => volumesFromAcceptanceVolumes({ ...read, isWind })),
    payloadHashes: bodies.map(({ payloadHash }) => payloadHash),
    fetchedAt: oldestFetch(bodies),
    evidence: countByPeriod(settlementDate, [...rows, ...pairs]).map((period) => ({
      ...period,
      countedRows: counted?.get(period.settlementPeriod) ?? null,
      vouchedOtherwise: false,
      doubts: doubtsOf(period.settlementPeriod),
    })),
  };
}
