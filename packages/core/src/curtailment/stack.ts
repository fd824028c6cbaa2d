import { compareVolumes } from "./order.ts";
import { exactDecimal, keyText, type Refusal, refusal } from "./refusal.ts";
import type { Rational } from "../quantity/rational.ts";
import type { StackRow } from "./sourceRows.ts";
import type { AcceptedVolume, BmUnitId } from "./types.ts";

/** A stack row of a BM unit's acceptance. */
type AcceptedRow = StackRow & { readonly bmUnitId: BmUnitId; readonly acceptanceId: number };

/**
 * The accepted volumes below the notification in rows of the settlement stack: method `stack`.
 *
 * Negative pairs only: from the bid side what was instructed down, from the offer side what was instructed back up. A bid on a
 * positive pair unwinds an offer, and an offer on one goes above the notification: neither is curtailment. Rows of no BM unit
 * or no acceptance (balancing services adjustment actions) are not either. The price is the one before repricing.
 *
 * @param input.rows of any number of periods and both sides
 * @param input.isWind whether a BM unit counts as wind
 * @returns in key order; rows that agree in all else of their identity have ordinals in the order of `rows`
 * @throws {SourceRowError} for a bid above 0, an offer below 0, an acceptance without a pair, a number that is none, or the
 * same row twice
 */
export function volumesFromStack(input: {
  readonly rows: readonly StackRow[];
  readonly isWind: (id: BmUnitId) => boolean;
}): AcceptedVolume[] {
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const volumes: AcceptedVolume[] = [];
  for (const row of input.rows) {
    if (!isAccepted(row) || !input.isWind(row.bmUnitId) || pairOf(row) > 0) continue;
    const volumeMwh = volumeOf(row);
    if (volumeMwh.numerator === 0n) continue;
    const identity = identityOf(row);
    refuseSecond(row, identity, seen);
    const ordinal = counts.get(identity) ?? 0;
    counts.set(identity, ordinal + 1);
    volumes.push(acceptedVolume(row, volumeMwh, ordinal));
  }
  return volumes.toSorted(compareVolumes);
}

function isAccepted(row: StackRow): row is AcceptedRow {
  return row.bmUnitId !== null && row.acceptanceId !== null;
}

/** An acceptance always moves a pair; without one there is no telling whether it is curtailment. */
function pairOf(row: AcceptedRow): number {
  if (row.bidOfferPairId === null || row.bidOfferPairId === 0) {
    throw refusal({ ...place(row, "bidOfferPairId"), rule: "be -6 to -1 or 1 to 6", value: row.bidOfferPairId });
  }
  return row.bidOfferPairId;
}

function volumeOf(row: AcceptedRow): Rational {
  const { side } = row;
  const volumeMwh = exactDecimal(row.volumeMwh, () => place(row, "volume"));
  if (side === "bid" ? volumeMwh.numerator > 0n : volumeMwh.numerator < 0n) {
    const rule = side === "bid" ? "be 0 or less on the bid side" : "be 0 or more on the offer side";
    throw refusal({ ...place(row, "volume"), rule, value: row.volumeMwh });
  }
  return volumeMwh;
}

/** Field by field: spreading one object into another takes several times as long, and there are thousands of rows a day. */
function acceptedVolume(row: AcceptedRow, volumeMwh: Rational, ordinal: number): AcceptedVolume {
  return {
    settlementDate: row.settlementDate,
    settlementPeriod: row.settlementPeriod,
    bmUnitId: row.bmUnitId,
    side: row.side,
    acceptanceId: row.acceptanceId,
    bidOfferPairId: pairOf(row),
    ordinal,
    sequenceNumber: row.sequenceNumber,
    soFlag: row.soFlag,
    volumeMwh,
    priceGbpPerMwh: checkedPrice(row),
  };
}

function checkedPrice(row: AcceptedRow): string | null {
  if (row.originalPriceGbpPerMwh !== null) exactDecimal(row.originalPriceGbpPerMwh, () => place(row, "originalPrice"));
  return row.originalPriceGbpPerMwh;
}

/** A stack ranks its rows, so one rank of one identity twice is one row read twice. */
function refuseSecond(row: AcceptedRow, identity: string, seen: Set<string>): void {
  const key = `${identity} ${row.sequenceNumber}`;
  if (seen.has(key)) {
    const rule = "be there once for one acceptance, side and pair";
    throw refusal({ ...place(row, "sequenceNumber"), rule, value: `${row.sequenceNumber} twice` });
  }
  seen.add(key);
}

function identityOf(row: AcceptedRow): string {
  const { settlementDate, settlementPeriod, bmUnitId, side, acceptanceId, bidOfferPairId } = row;
  return `${settlementDate} ${settlementPeriod} ${bmUnitId} ${side} ${acceptanceId} ${bidOfferPairId}`;
}

function place(row: AcceptedRow, field: string): Pick<Refusal, "row" | "field"> {
  return { row: `the stack row of ${keyText(row)}, ${row.side} side, acceptance ${row.acceptanceId}`, field };
}
