import { isoFromInstant } from "../../settlement/instants.ts";
import type { Interval } from "../../settlement/types.ts";
import { type Refusal, refusal } from "../refusal.ts";
import { grouped } from "../grouped.ts";
import type { BidOfferPair } from "../sourceRows.ts";
import { checkSegment, type Line, lineOf } from "./lines.ts";

/** A band of power below the notification, with what moving in it costs. */
export type Band = {
  readonly bidOfferPairId: number;
  readonly bidGbpPerMwh: string | null;
  readonly offerGbpPerMwh: string | null;
  /** Its width in MW below zero, as submitted; null for the last band, which has no lower edge. */
  readonly width: Line | null;
};

/** The bands that hold during a span, from the notification down: at least one. */
export type BandSpan = Interval & { readonly bands: readonly Band[] };

/** Where no pair is submitted, all that lies below the notification is pair -1, at no known price. */
const UNPRICED: readonly Band[] = [{ bidOfferPairId: -1, bidGbpPerMwh: null, offerGbpPerMwh: null, width: null }];

/**
 * The bands of one BM unit over a whole span.
 *
 * Pair -1 lies below the notification by its width, -2 below that, and so on; the outermost submitted pair has no lower edge. A
 * pair without width (0 to 0) is no band, as the API's bid-offer answers leave such rows out; it counts only where no pair has
 * width, and then for its price.
 *
 * @param pairs of that unit; those of 1 and above are not looked at
 * @throws {SourceRowError} for a width above 0 or not in whole MW, and for two different rows of one pair at one time
 */
export function bandSpans(pairs: readonly BidOfferPair[], span: Interval): BandSpan[] {
  const below = pairs.filter(({ pairId }) => pairId < 0);
  below.forEach(checkPair);
  const begins = grouped(below, ({ startsAt }) => Math.max(startsAt, span.startsAt));
  const edges = [span, ...below].flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
  const within = edges.filter((edge) => edge >= span.startsAt && edge <= span.endsAt);
  const instants = [...new Set(within)].toSorted((a, b) => a - b);
  let inForce: readonly BidOfferPair[] = [];
  return instants.slice(0, -1).map((startsAt, index) => {
    inForce = [...inForce, ...(begins.get(startsAt) ?? [])].filter((pair) => pair.endsAt > startsAt);
    return { startsAt, endsAt: instants[index + 1] ?? span.endsAt, bands: bandsOf(inForce) };
  });
}

/** @param pairs negative ones that hold at the same time */
function bandsOf(pairs: readonly BidOfferPair[]): readonly Band[] {
  if (pairs.length === 0) return UNPRICED;
  const distinct = distinctPairs(pairs);
  const wide = distinct.filter(({ levelFromMw, levelToMw }) => levelFromMw !== 0 || levelToMw !== 0);
  const submitted = wide.length > 0 ? wide : distinct.slice(0, 1);
  return submitted.map((pair, index) => ({
    bidOfferPairId: pair.pairId,
    bidGbpPerMwh: pair.bidGbpPerMwh,
    offerGbpPerMwh: pair.offerGbpPerMwh,
    width: index === submitted.length - 1 ? null : lineOf(pair),
  }));
}

/** From the notification down, a row that is there twice once. */
function distinctPairs(pairs: readonly BidOfferPair[]): readonly BidOfferPair[] {
  const ordered = pairs.toSorted((a, b) => b.pairId - a.pairId);
  return ordered.filter((pair, index) => {
    const previous = ordered[index - 1];
    if (previous?.pairId !== pair.pairId) return true;
    if (rowText(previous) === rowText(pair)) return false;
    throw refusal({
      ...place(pair, "pairId"),
      rule: "be there once at a time",
      value: `two different rows of ${pair.pairId}`,
    });
  });
}

function rowText({ startsAt, endsAt, levelFromMw, levelToMw, bidGbpPerMwh, offerGbpPerMwh }: BidOfferPair): string {
  return `${startsAt} ${endsAt} ${levelFromMw} ${levelToMw} ${bidGbpPerMwh} ${offerGbpPerMwh}`;
}

function checkPair(pair: BidOfferPair): void {
  checkSegment(pair, () => place(pair, "level").row);
  const field = pair.levelFromMw > 0 ? "levelFromMw" : "levelToMw";
  if (pair[field] > 0)
    throw refusal({ ...place(pair, field), rule: "be 0 or less on a pair below 0", value: pair[field] });
}

function place({ bmUnitId, pairId, startsAt }: BidOfferPair, field: string): Pick<Refusal, "row" | "field"> {
  const from = Number.isSafeInteger(startsAt) ? isoFromInstant(startsAt) : startsAt;
  return { row: `the bid-offer pair ${pairId} of ${bmUnitId} from ${from} (BOD)`, field };
}
