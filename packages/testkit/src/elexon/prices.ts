import { chanceOf, wholeNumber } from "./chance.ts";
import type { HalfHour } from "./course.ts";
import type { WorldUnit } from "./units.ts";

/** What a unit asks for moving on a pair, whole pence per MWh. */
export type PairPrice = { readonly pair: number; readonly bidPence: number; readonly offerPence: number };

/** The pairs of a unit in a half-hour, from the outermost below the notification up; none where it submits none. */
export function pairPrices(seed: number, unit: WorldUnit, halfHour: HalfHour): readonly PairPrice[] {
  if (!unit.isPriced) return [];
  const chance = chanceOf(seed, "price", unit.nationalGridId, Math.floor(halfHour / 7));
  const bid = unit.isWind ? wholeNumber(chance, -9000, 1500) : wholeNumber(chance, 2000, 8000);
  const offer = bid + wholeNumber(chance, 0, 2500);
  const first = { pair: -1, bidPence: bid, offerPence: offer };
  const second = { pair: -2, bidPence: bid - 1250, offerPence: offer - 500 };
  const above = { pair: 1, bidPence: offer + 1000, offerPence: offer + 4025 };
  return unit.firstBandMw === null ? [first, above] : [second, first, above];
}

/** The price of moving on a pair; null where the unit has submitted none. */
export function priceOn(
  seed: number,
  unit: WorldUnit,
  { halfHour, pair, side }: { readonly halfHour: HalfHour; readonly pair: number; readonly side: "bid" | "offer" },
): number | null {
  const found = pairPrices(seed, unit, halfHour).find((each) => each.pair === pair);
  if (found === undefined) return null;
  return side === "bid" ? found.bidPence : found.offerPence;
}
