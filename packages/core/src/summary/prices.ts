import type { Decimal } from "decimal.js";
import { WH_PER_MWH } from "../quantity/energy.ts";
import type { CurtailmentTotals } from "./types.ts";

/**
 * GBP per MWh of net energy: payment over net; null where the payment of any record is unknown or nothing is left at net.
 *
 * Payment belongs to net energy, for it holds the undos: never divide it by gross.
 */
export function netPriceGbpPerMwh({ paymentGbp, netWh, unpricedWh }: CurtailmentTotals): Decimal | null {
  return unpricedWh > 0 ? null : perMwh(paymentGbp, netWh);
}

/** GBP per MWh bid down: bid payment over gross; null where the payment of any record is unknown or nothing was bid. */
export function bidPriceGbpPerMwh({ bidPaymentGbp, grossWh, unpricedWh }: CurtailmentTotals): Decimal | null {
  return unpricedWh > 0 ? null : perMwh(bidPaymentGbp, grossWh);
}

function perMwh(gbp: Decimal | null, energyWh: number): Decimal | null {
  return gbp === null || energyWh === 0 ? null : gbp.times(WH_PER_MWH.numerator).div(energyWh);
}
