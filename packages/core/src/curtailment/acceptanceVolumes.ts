import { settlementPeriodInterval } from "../settlement/periods.ts";
import type { Interval } from "../settlement/types.ts";
import { grouped } from "./grouped.ts";
import { firstOpening } from "./levels/spans.ts";
import { compareVolumes } from "./order.ts";
import { exactDecimal, keyText, type Refusal, refusal } from "./refusal.ts";
import type { AcceptanceVolumesRow, BidOfferPair } from "./sourceRows.ts";
import type { AcceptedVolume, BmUnitId } from "./types.ts";

/** A row of a BM unit. */
type UnitRow = AcceptanceVolumesRow & { readonly bmUnitId: BmUnitId };

/**
 * The accepted volumes below the notification in rows of BOAV: method `boav`.
 *
 * Negative pairs only, as in the stack. The rows have no flag and no price: the flag is unknown, the price that of the pair's
 * bid (bid side) or offer (offer side). A price must hold for the whole period: where none or more than one does, the volume,
 * which cannot be divided between them, has no known price.
 *
 * @param input.rows of any number of periods and both sides
 * @param input.bidOffers null where the source keeps none: all prices are then unknown
 * @param input.isWind whether a BM unit counts as wind
 * @returns in key order
 * @throws {SourceRowError} for a bid above 0, an offer below 0, a number that is none, or an acceptance twice on one side of
 * one period
 */
export function volumesFromAcceptanceVolumes(input: {
  readonly rows: readonly AcceptanceVolumesRow[];
  readonly bidOffers: readonly BidOfferPair[] | null;
  readonly isWind: (id: BmUnitId) => boolean;
}): AcceptedVolume[] {
  const seen = new Set<string>();
  const pairs = grouped(input.bidOffers ?? [], pairKey);
  const rows = input.rows.filter((row): row is UnitRow => row.bmUnitId !== null && input.isWind(row.bmUnitId));
  const volumes = rows.flatMap((row) => {
    refuseSecond(row, seen);
    return [...row.pairVolumesMwh]
      .filter(([pair]) => pair < 0)
      .flatMap(([pair, text]) => volumesOf(row, pair, text, pairs));
  });
  return volumes.toSorted(compareVolumes);
}

type PairsByKey = ReadonlyMap<string, readonly BidOfferPair[]>;

/** One volume, or none for a zero. */
function volumesOf(row: UnitRow, bidOfferPairId: number, text: string, pairs: PairsByKey): AcceptedVolume[] {
  const { settlementDate, settlementPeriod, bmUnitId, side, acceptanceId } = row;
  const volumeMwh = exactDecimal(text, () => place(row, `pair ${bidOfferPairId}`));
  if (volumeMwh.numerator === 0n) return [];
  if (side === "bid" ? volumeMwh.numerator > 0n : volumeMwh.numerator < 0n) {
    const rule = side === "bid" ? "be 0 or less on the bid side" : "be 0 or more on the offer side";
    throw refusal({ ...place(row, `pair ${bidOfferPairId}`), rule, value: text });
  }
  const identity = { settlementDate, settlementPeriod, bmUnitId, side, acceptanceId, bidOfferPairId, ordinal: 0 };
  const candidates = pairs.get(pairKey({ bmUnitId, pairId: bidOfferPairId })) ?? [];
  return [{ ...identity, sequenceNumber: null, soFlag: null, volumeMwh, priceGbpPerMwh: priceDuring(row, candidates) }];
}

/** The one price that holds from the period's beginning to its end, or null. */
function priceDuring(
  { settlementDate, settlementPeriod, side }: UnitRow,
  pairs: readonly BidOfferPair[],
): string | null {
  const period = settlementPeriodInterval(settlementDate, settlementPeriod);
  const inForce = pairs.filter(({ startsAt, endsAt }) => startsAt < period.endsAt && endsAt > period.startsAt);
  const prices = new Set(inForce.map((pair) => (side === "bid" ? pair.bidGbpPerMwh : pair.offerGbpPerMwh)));
  const [price = null] = prices;
  return prices.size === 1 && covers(inForce, period) ? price : null;
}

function covers(spans: readonly Interval[], span: Interval): boolean {
  const inOrder = spans.toSorted((a, b) => a.startsAt - b.startsAt);
  return firstOpening(inOrder, span) === null;
}

function refuseSecond(row: UnitRow, seen: Set<string>): void {
  const { settlementDate, settlementPeriod, bmUnitId, side, acceptanceId } = row;
  const key = `${settlementDate} ${settlementPeriod} ${bmUnitId} ${side} ${acceptanceId}`;
  if (seen.has(key)) {
    throw refusal({
      ...place(row, "acceptanceId"),
      rule: "be there once per side and period",
      value: `${acceptanceId} twice`,
    });
  }
  seen.add(key);
}

function pairKey({ bmUnitId, pairId }: Pick<BidOfferPair, "bmUnitId" | "pairId">): string {
  return `${bmUnitId} ${pairId}`;
}

function place(row: UnitRow, field: string): Pick<Refusal, "row" | "field"> {
  return { row: `the BOAV row of ${keyText(row)}, ${row.side} side, acceptance ${row.acceptanceId}`, field };
}
