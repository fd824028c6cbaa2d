import { add, type Rational } from "../quantity/rational.ts";
import type { Interval, SettlementDate, SettlementPeriod } from "../settlement/types.ts";
import { grouped, type NonEmpty } from "./grouped.ts";
import { type Acceptance, acceptancesInOrder } from "./levels/acceptances.ts";
import { refuseHole, refuseUnplanned } from "./levels/holes.ts";
import { type Move, movesOf } from "./levels/moves.ts";
import { type Piece, replaced } from "./levels/pieces.ts";
import { daySpans, type PlannedPiece, plannedPieces, type UnitDay } from "./levels/plan.ts";
import { overlaps, touches } from "./levels/spans.ts";
import { compareVolumes } from "./order.ts";
import type { AcceptanceSegment, BidOfferPair, LevelSegment } from "./sourceRows.ts";
import type { AcceptedVolume, BmUnitId } from "./types.ts";

/** The levels of a settlement day. Rows may reach beyond it, and be of units that are not wind. */
export type DayLevels = {
  readonly settlementDate: SettlementDate;
  /** Physical notifications. */
  readonly notifications: readonly LevelSegment[];
  /** Also those that began before the day and reach into it. */
  readonly acceptances: readonly AcceptanceSegment[];
  /** Null where the source keeps none: all prices are then unknown. */
  readonly bidOffers: readonly BidOfferPair[] | null;
  /** Whether a BM unit counts as wind. */
  readonly isWind: (id: BmUnitId) => boolean;
};

/**
 * The accepted volumes below the notification, from levels: method `pn`.
 *
 * With q_0 the notification, q_k is acceptance k on its own span and q_(k-1) elsewhere. Acceptance k moved down, below the
 * notification, the integral of max(0, q_(k-1) - q_k), and up that of max(0, q_k - q_(k-1)): exact integrals, by period and by
 * the bands of the bid-offer pairs. Over all acceptances they add up to the integral of max(0, notification - q_last).
 *
 * @returns in key order; where a pair's price changes within a period, one volume per price, with ordinals in time order
 * @throws {SourceRowError} where rows contradict each other, where an acceptance has a hole, and where a unit was accepted
 * without a notification: what it was told to leave is then unknown, and not zero
 * @see docs/formulas.md#from-levels-pn
 */
export function volumesFromLevels(levels: DayLevels): AcceptedVolume[] {
  const day = daySpans(levels.settlementDate);
  const accepted = grouped(
    levels.acceptances.filter(({ bmUnitId }) => levels.isWind(bmUnitId)),
    unitOf,
  );
  const isAccepted = (row: LevelRow) => accepted.has(row.bmUnitId) && touches(row, day);
  const notified = grouped(levels.notifications.filter(isAccepted), unitOf);
  const offered = grouped((levels.bidOffers ?? []).filter(isAccepted), unitOf);
  const volumes = [...accepted].flatMap(([bmUnitId, segments]) => {
    const acceptances = acceptancesInOrder(segments, day);
    if (acceptances.length === 0) return [];
    const [notifications, pairs] = [notified.get(bmUnitId) ?? [], offered.get(bmUnitId) ?? []];
    return unitVolumes({ day, bmUnitId, notifications, pairs }, acceptances);
  });
  return volumes.toSorted(compareVolumes);
}

type LevelRow = Interval & { readonly bmUnitId: BmUnitId };

function unitOf({ bmUnitId }: LevelRow): BmUnitId {
  return bmUnitId;
}

function unitVolumes(unit: UnitDay, acceptances: readonly Acceptance[]): AcceptedVolume[] {
  const plan = plannedPieces(unit);
  let course: readonly Piece[] = plan;
  return acceptances.flatMap((acceptance) => {
    refuseHole(unit, acceptance);
    const moves: PeriodMove[] = [];
    for (const { startsAt, endsAt, first } of overlaps(acceptance.pieces, [unit.day])) {
      const piece = { startsAt, endsAt, line: first.line };
      refuseUnplanned(unit, acceptance, plan, piece);
      moves.push(...pieceMoves(piece, course, plan));
      course = replaced(course, piece);
    }
    return acceptanceVolumes(unit, acceptance, moves);
  });
}

/** A move in one period. */
type PeriodMove = Move & { readonly settlementPeriod: SettlementPeriod };

function pieceMoves(piece: Piece, course: readonly Piece[], plan: readonly PlannedPiece[]): PeriodMove[] {
  return overlaps(plan, overlaps([piece], course)).flatMap(({ startsAt, endsAt, first, second }) => {
    const lines = { planned: first.line, before: second.second.line, after: piece.line };
    const moves = movesOf({ startsAt, endsAt, bands: first.bands, ...lines });
    return moves.map((move) => ({ ...move, settlementPeriod: first.settlementPeriod }));
  });
}

/** One volume per period, side, pair and price. */
function acceptanceVolumes(unit: UnitDay, acceptance: Acceptance, moves: readonly PeriodMove[]): AcceptedVolume[] {
  const { bmUnitId, day } = unit;
  const { acceptanceId, soFlag } = acceptance;
  const pairs = grouped(
    moves,
    ({ settlementPeriod, side, band }) => `${settlementPeriod} ${side} ${band.bidOfferPairId}`,
  );
  return [...pairs.values()].flatMap((pairMoves) =>
    [...grouped(pairMoves, priceOf)].map(([priceGbpPerMwh, priced], ordinal) => {
      const { settlementPeriod, side, band } = priced[0];
      return {
        settlementDate: day.settlementDate,
        settlementPeriod,
        bmUnitId,
        side,
        acceptanceId,
        bidOfferPairId: band.bidOfferPairId,
        ordinal,
        sequenceNumber: null,
        soFlag,
        volumeMwh: sum(priced),
        priceGbpPerMwh,
      };
    }),
  );
}

function priceOf({ side, band }: Move): string | null {
  return side === "bid" ? band.bidGbpPerMwh : band.offerGbpPerMwh;
}

function sum([first, ...others]: NonEmpty<Move>): Rational {
  return others.reduce((total, { volumeMwh }) => add(total, volumeMwh), first.volumeMwh);
}
