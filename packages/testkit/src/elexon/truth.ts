import type { SettlementDate, SettlementPeriod } from "@windhash/core";
import type { WorldVolume } from "./course.ts";
import { priceOn } from "./prices.ts";
import type { WorldUnit } from "./units.ts";

/** One wind unit in one settlement period as it truly was. Energies in Wh, money in GBP with six decimals, null: unknowable. */
export type TrueRecord = {
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  readonly bmUnitId: string;
  readonly grossWh: number;
  readonly undoWh: number;
  readonly netWh: number;
  readonly soGrossWh: number;
  readonly soNetWh: number;
  readonly bidPaymentGbp: string | null;
  readonly undoPaymentGbp: string | null;
  readonly paymentGbp: string | null;
  readonly unpricedWh: number;
  readonly acceptances: number;
};

type Key = Pick<TrueRecord, "settlementDate" | "settlementPeriod" | "bmUnitId">;

/**
 * The record that a unit's volumes of one half-hour come to, by plain arithmetic that shares nothing with the library: volumes are
 * whole 120ths of a MWh and prices whole pence, so what is rounded is always a third, never a tie.
 *
 * @param volumes below the notification, at least one
 */
export function trueRecord(
  key: Key,
  {
    seed,
    unit,
    volumes,
  }: { readonly seed: number; readonly unit: WorldUnit; readonly volumes: readonly WorldVolume[] },
): TrueRecord {
  const bids = volumes.filter(({ side }) => side === "bid");
  const undos = volumes.filter(({ side }) => side === "offer");
  const [grossWh, undoWh] = [whOf(bids), whOf(undos)];
  const soGrossWh = whOf(bids.filter(({ acceptance }) => acceptance.soFlag));
  const price = (volume: WorldVolume) => priceOn(seed, unit, volume);
  const [bid, undo] = [millionthsOf(bids, price), millionthsOf(undos, price)];
  return {
    ...key,
    grossWh,
    undoWh,
    netWh: grossWh - undoWh,
    soGrossWh,
    soNetWh: proRata(grossWh - undoWh, soGrossWh, grossWh),
    bidPaymentGbp: gbpText(bid),
    undoPaymentGbp: gbpText(undo),
    paymentGbp: gbpText(bid === null || undo === null ? null : bid + undo),
    unpricedWh: whOf(volumes.filter((volume) => price(volume) === null)),
    acceptances: new Set(volumes.map(({ acceptance }) => acceptance.number)).size,
  };
}

/** 1 MWh is 1,000,000 Wh, so a 120th of it 25,000 / 3. */
function whOf(volumes: readonly WorldVolume[]): number {
  const sum = volumes.reduce((total, { volume120 }) => total + Math.abs(volume120), 0);
  return Math.round((sum * 25_000) / 3);
}

/** Millionths of a pound: 120ths of a MWh times pence, times 1,000,000 / 12,000. */
function millionthsOf(volumes: readonly WorldVolume[], price: (volume: WorldVolume) => number | null): number | null {
  let sum = 0;
  for (const volume of volumes) {
    const pence = price(volume);
    if (pence === null) return null;
    sum += volume.volume120 * pence;
  }
  return Math.round((sum * 250) / 3);
}

/** whole x part / base, half-even. */
function proRata(whole: number, part: number, base: number): number {
  if (base === 0) return 0;
  const [top, bottom] = [BigInt(whole) * BigInt(part), BigInt(base)];
  const twice = 2n * (top % bottom);
  const below = top / bottom;
  return Number(twice > bottom || (twice === bottom && below % 2n === 1n) ? below + 1n : below);
}

function gbpText(millionths: number | null): string | null {
  return millionths === null ? null : ((millionths === 0 ? 0 : millionths) / 1_000_000).toFixed(6);
}
