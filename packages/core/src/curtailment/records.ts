import { Decimal } from "decimal.js";
import { QuantityError } from "../errors.ts";
import { WH_PER_MWH } from "../quantity/energy.ts";
import { negate, type Rational, rational, roundHalfEven } from "../quantity/rational.ts";
import { checkedVolumes, volumeText } from "./checkVolumes.ts";
import { grouped, type NonEmpty } from "./grouped.ts";
import { exactDecimal, keyText } from "./refusal.ts";
import type { AcceptedVolume, CurtailmentRecord, Side } from "./types.ts";

/** Stands for the acceptance of volumes whose source names none. Elexon counts acceptances from 1. */
export const NO_ACCEPTANCE = 0;

/** Money is kept to six decimals: in whole millionths of a pound until it becomes a Decimal. */
const PAYMENT_PLACES = 6;
const MILLIONTHS = rational(1_000_000n);

/**
 * The curtailment records that accepted volumes add up to: the one sign rule, whichever method the volumes come from.
 *
 * A credit to the unit is positive: a payment is the sum of volume x price, where bid volumes are below zero and undo volumes
 * above. Energy is rounded half-even to Wh and money half-even to six decimals, once per record, from the exact sums.
 *
 * @param volumes in any order, of any number of days
 * @returns one record per BM unit and settlement period that has volumes, in key order
 * @throws {SourceRowError} for a volume of the wrong sign, on a pair above the notification, twice, or with a price that is
 * no number
 * @throws {QuantityError} for more energy than a number holds exactly, 9 PWh
 * @see docs/formulas.md#payment
 */
export function curtailmentRecords(volumes: readonly AcceptedVolume[]): CurtailmentRecord[] {
  return [...grouped(checkedVolumes(volumes), keyText).values()].map(recordOf);
}

/** The record of volumes that share one key. */
function recordOf(rows: NonEmpty<AcceptedVolume>): CurtailmentRecord {
  const { settlementDate, settlementPeriod, bmUnitId } = rows[0];
  const [bids, undos] = [ofSide(rows, "bid"), ofSide(rows, "offer")];
  const [grossWh, undoWh] = [energyWh(bids), energyWh(undos)];
  const netWh = grossWh - undoWh;
  const soGrossWh = flaggedWh(bids, rows);
  const [bidPayment, undoPayment] = [payment(bids), payment(undos)];
  return {
    settlementDate,
    settlementPeriod,
    bmUnitId,
    grossWh,
    undoWh,
    netWh,
    soGrossWh,
    soNetWh: soGrossWh === null ? null : proRata(netWh, soGrossWh, grossWh),
    bidPaymentGbp: gbp(bidPayment),
    undoPaymentGbp: gbp(undoPayment),
    paymentGbp: gbp(bidPayment === null || undoPayment === null ? null : bidPayment + undoPayment),
    unpricedWh: energyWh(rows.filter(({ priceGbpPerMwh }) => priceGbpPerMwh === null)),
    acceptances: distinctAcceptances(rows),
  };
}

/** Null where any row is of no acceptance that is named. */
function distinctAcceptances(rows: readonly AcceptedVolume[]): number | null {
  const ids = new Set(rows.map(({ acceptanceId }) => acceptanceId));
  return ids.has(NO_ACCEPTANCE) ? null : ids.size;
}

function ofSide(rows: readonly AcceptedVolume[], side: Side): AcceptedVolume[] {
  return rows.filter((row) => row.side === side);
}

/** How much energy the rows moved, in either direction. */
function energyWh(rows: readonly AcceptedVolume[]): number {
  const sum = sumOf(rows.map(({ side, volumeMwh }) => (side === "bid" ? negate(volumeMwh) : volumeMwh)));
  const wh = roundHalfEven(unreduced(sum, WH_PER_MWH));
  if (wh <= Number.MAX_SAFE_INTEGER) return Number(wh);
  throw new QuantityError(`The energy of a record must be less than 9 PWh, got ${wh} Wh.`, { energyWh: String(wh) });
}

/** The SO-flagged part of the bids; null where a flag that decides it is absent. Undos alone are judged by their own flags. */
function flaggedWh(bids: readonly AcceptedVolume[], rows: readonly AcceptedVolume[]): number | null {
  const deciding = bids.length > 0 ? bids : rows;
  if (deciding.some(({ soFlag }) => soFlag === null)) return null;
  return energyWh(bids.filter(({ soFlag }) => soFlag === true));
}

/** whole x part / base, half-even; 0 where the base is 0, as then nothing was bid that could be flagged. */
function proRata(wholeWh: number, partWh: number, baseWh: number): number {
  return baseWh === 0 ? 0 : Number(roundHalfEven(rational(BigInt(wholeWh) * BigInt(partWh), BigInt(baseWh))));
}

/** Sum of volume x price in millionths of a pound, rounded once; null where a row has no price. Nothing to pay for is 0. */
function payment(rows: readonly AcceptedVolume[]): bigint | null {
  const parts: Rational[] = [];
  for (const row of rows) {
    if (row.priceGbpPerMwh === null) return null;
    const price = exactDecimal(row.priceGbpPerMwh, () => ({ row: volumeText(row), field: "priceGbpPerMwh" }));
    parts.push(unreduced(row.volumeMwh, price));
  }
  return roundHalfEven(unreduced(sumOf(parts), MILLIONTHS));
}

/** a x b, not brought to lowest terms: for values that are only rounded. */
function unreduced(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

function sumOf(parts: readonly Rational[]): Rational {
  let [numerator, denominator] = [0n, 1n];
  for (const part of parts) {
    if (part.denominator === denominator) numerator += part.numerator;
    else {
      numerator = numerator * part.denominator + part.numerator * denominator;
      denominator *= part.denominator;
    }
  }
  return { numerator, denominator };
}

/** Made from text, as decimal.js keeps every digit of it whatever precision is set. */
function gbp(millionths: bigint | null): Decimal | null {
  if (millionths === null) return null;
  return new Decimal(`${millionths}e-${PAYMENT_PLACES}`);
}
