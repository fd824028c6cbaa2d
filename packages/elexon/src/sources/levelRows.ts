import type { AcceptanceSegment, BidOfferPair, LevelSegment } from "@windhash/core";
import type { Origin } from "../client/rows.ts";
import type { ElexonAcceptanceRow } from "../schemas/acceptances.ts";
import type { ElexonBidOfferRow } from "../schemas/bidOffers.ts";
import type { ElexonLevelRow } from "../schemas/levels.ts";
import { numeralOf } from "./numeral.ts";
import { requiredUnitId } from "./unitId.ts";

/** What is read of a physical notification, whether it comes from the API or from an extract. */
export type NotificationFields = Pick<
  ElexonLevelRow,
  "timeFrom" | "timeTo" | "levelFromMw" | "levelToMw" | "bmUnit" | "nationalGridBmUnit"
>;

/** What is read of an acceptance. */
export type AcceptanceFields = NotificationFields &
  Pick<ElexonAcceptanceRow, "acceptanceNumber" | "acceptanceTime" | "soFlag">;

/** What is read of a bid-offer pair. */
export type BidOfferFields = NotificationFields & Pick<ElexonBidOfferRow, "pairId" | "bidGbpPerMwh" | "offerGbpPerMwh">;

/** PN rows as core's segments. @throws {SourceError} for a row without a unit */
export function levelSegments(rows: readonly NotificationFields[], origin: Origin): LevelSegment[] {
  return rows.map((row, index) => levelSegment(row, index, origin));
}

/** BOALF rows as core's segments, repeated ones too: whoever works with them tells them apart. @throws {SourceError} the same */
export function acceptanceSegments(rows: readonly AcceptanceFields[], origin: Origin): AcceptanceSegment[] {
  return rows.map((row, index) => ({
    ...levelSegment(row, index, origin),
    acceptanceId: row.acceptanceNumber,
    acceptedAt: row.acceptanceTime,
    soFlag: row.soFlag,
  }));
}

/** BOD rows as core's pairs. @throws {SourceError} for a row without a unit */
export function bidOfferPairs(rows: readonly BidOfferFields[], origin: Origin): BidOfferPair[] {
  return rows.map((row, index) => ({
    ...levelSegment(row, index, origin),
    pairId: row.pairId,
    bidGbpPerMwh: numeralOf(row.bidGbpPerMwh),
    offerGbpPerMwh: numeralOf(row.offerGbpPerMwh),
  }));
}

function levelSegment(row: NotificationFields, index: number, origin: Origin): LevelSegment {
  return {
    bmUnitId: requiredUnitId(row, index, origin),
    startsAt: row.timeFrom,
    endsAt: row.timeTo,
    levelFromMw: row.levelFromMw,
    levelToMw: row.levelToMw,
  };
}
