import type { Side } from "@windhash/core";
import { settlementDay, volumesFromAcceptanceVolumes } from "@windhash/core";
import type { DayQuery, DayReading } from "./reading.ts";
import { allOrError, countByPeriod, oldestFetch } from "./reading.ts";

/** Reads a day from the accepted volumes (BOAV): two requests, and the bid-offer pairs for the prices. */
export async function readAcceptanceVolumes({ settlementDate, source, wind, signal }: DayQuery): Promise<DayReading> {
  const stop = signal && { signal };
  const ask = (side: Side) => source.acceptanceVolumes({ settlementDate, side, ...stop });
  const [bids, offers, bidOffers, counted] = await allOrError([
    ask("bid"),
    ask("offer"),
    source.bidOffers({ ...settlementDay(settlementDate), ...stop }),
    source.rowCounts({ settlementDate, dataset: "BOAV", ...stop }),
  ]);
  const rows = [...bids.rows, ...offers.rows];
  const bodies = [bids, offers, ...(bidOffers === null ? [] : [bidOffers])];
  return {
    volumes: volumesFromAcceptanceVolumes({ rows, bidOffers: bidOffers?.rows ?? null, isWind: wind.isWind }),
    payloadHashes: bodies.map(({ payloadHash }) => payloadHash),
    fetchedAt: oldestFetch(bodies),
    evidence: countByPeriod(settlementDate, rows).map((period) => ({
      ...period,
      countedRows: counted?.get(period.settlementPeriod) ?? null,
      vouchedOtherwise: false,
      doubts: [],
    })),
  };
}
