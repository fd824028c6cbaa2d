import { compareVolumes } from "./order.ts";
import { keyText, refusal } from "./refusal.ts";
import type { AcceptedVolume } from "./types.ts";

/** Pairs are -6 to -1 and 1 to 6 (Elexon Insights API, BOAV row schema); those below zero lie under the notification. */
const LOWEST_PAIR = -6;

/**
 * The volumes in key order, once each has been found fit to count as curtailment.
 *
 * @throws {SourceRowError} for a bid that is not below zero, an undo that is not above, a pair that does not lie below the
 * physical notification, or two volumes of one identity
 */
export function checkedVolumes(volumes: readonly AcceptedVolume[]): AcceptedVolume[] {
  const ordered = volumes.toSorted(compareVolumes);
  ordered.forEach((volume, index) => {
    const previous = ordered[index - 1];
    checkSign(volume);
    checkPair(volume);
    if (previous !== undefined && compareVolumes(previous, volume) === 0) throw doubled(volume);
  });
  return ordered;
}

function checkSign(volume: AcceptedVolume): void {
  const { numerator, denominator } = volume.volumeMwh;
  const isRight = volume.side === "bid" ? numerator < 0n : numerator > 0n;
  if (isRight) return;
  const rule = volume.side === "bid" ? "be below 0 on the bid side" : "be above 0 on the offer side";
  throw refusal({ row: volumeText(volume), field: "volumeMwh", rule, value: `${numerator}/${denominator}` });
}

function checkPair(volume: AcceptedVolume): void {
  const { bidOfferPairId } = volume;
  if (Number.isInteger(bidOfferPairId) && bidOfferPairId >= LOWEST_PAIR && bidOfferPairId < 0) return;
  const rule = `be ${LOWEST_PAIR} to -1 (above the notification nothing is curtailed)`;
  throw refusal({ row: volumeText(volume), field: "bidOfferPairId", rule, value: bidOfferPairId });
}

function doubled(volume: AcceptedVolume) {
  const rule = "tell apart volumes of one acceptance, side and pair";
  return refusal({ row: volumeText(volume), field: "ordinal", rule, value: `${volume.ordinal} twice` });
}

/** Names a volume in messages. */
export function volumeText(volume: AcceptedVolume): string {
  return `the ${volume.side} volume of ${keyText(volume)}, acceptance ${volume.acceptanceId}, pair ${volume.bidOfferPairId}`;
}
