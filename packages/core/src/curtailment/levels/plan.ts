import { settlementDay, settlementPeriodInterval, settlementPeriods } from "../../settlement/periods.ts";
import type { Interval, SettlementDate, SettlementPeriod } from "../../settlement/types.ts";
import type { BidOfferPair, LevelSegment } from "../sourceRows.ts";
import type { BmUnitId } from "../types.ts";
import { type Band, bandSpans } from "./bands.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { overlaps } from "./spans.ts";

/** A settlement day with the spans of its periods. */
export type DaySpans = Interval & {
  readonly settlementDate: SettlementDate;
  readonly periods: readonly (Interval & { readonly settlementPeriod: SettlementPeriod })[];
};

/** The spans of a settlement date. */
export function daySpans(settlementDate: SettlementDate): DaySpans {
  const periods = settlementPeriods(settlementDate).map((settlementPeriod) => ({
    settlementPeriod,
    ...settlementPeriodInterval(settlementDate, settlementPeriod),
  }));
  return { settlementDate, ...settlementDay(settlementDate), periods };
}

/** What one BM unit planned, and offered, for a day. */
export type UnitDay = {
  readonly day: DaySpans;
  readonly bmUnitId: BmUnitId;
  readonly notifications: readonly LevelSegment[];
  readonly pairs: readonly BidOfferPair[];
};

/** A part of a BM unit's day in which the notification is one line, within one period, with one set of bands. */
export type PlannedPiece = Piece & { readonly settlementPeriod: SettlementPeriod; readonly bands: readonly Band[] };

/**
 * The notifications of one BM unit on one day, cut wherever the period or the bands change. Where there is no notification
 * there is no piece: unknown is not zero.
 *
 * @throws {SourceRowError} where notifications or pairs contradict each other
 */
export function plannedPieces({ day, bmUnitId, notifications, pairs }: UnitDay): PlannedPiece[] {
  const pieces = piecesOf(notifications, `the physical notifications of ${bmUnitId} (PN)`);
  return overlaps(overlaps(pieces, day.periods), bandSpans(pairs, day)).map(({ startsAt, endsAt, first, second }) => {
    const { settlementPeriod } = first.second;
    return { startsAt, endsAt, line: first.first.line, settlementPeriod, bands: second.bands };
  });
}
