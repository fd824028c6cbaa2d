import type { Decimal } from "decimal.js";
import type { AcceptedVolume, CurtailmentRecord } from "../curtailment/types.ts";
import type { BitcoinCalculation } from "../mining/types.ts";

/**
 * The canonical text of a record: its fields in the order of the type, joined by `|`, null as nothing, money with six decimals.
 *
 * Fixed from the first version: checksums stand on it.
 */
export function canonicalRecord(record: CurtailmentRecord): string {
  const { settlementDate, settlementPeriod, bmUnitId, grossWh, undoWh, netWh, soGrossWh, soNetWh } = record;
  const payments = [record.bidPaymentGbp, record.undoPaymentGbp, record.paymentGbp].map(canonicalMoney);
  const energies = [grossWh, undoWh, netWh, soGrossWh ?? "", soNetWh ?? ""];
  return [
    settlementDate,
    settlementPeriod,
    bmUnitId,
    ...energies,
    ...payments,
    record.unpricedWh,
    record.acceptances ?? "",
  ].join("|");
}

/** The canonical text of a calculation: date, period, BM unit, model, Wh, inputs id, msat, joined by `|`. */
export function canonicalCalculation(calculation: BitcoinCalculation): string {
  const { settlementDate, settlementPeriod, bmUnitId, minerModelId, energyWh, inputsId, bitcoinMsat } = calculation;
  return `${settlementDate}|${settlementPeriod}|${bmUnitId}|${minerModelId}|${energyWh}|${inputsId}|${bitcoinMsat}`;
}

/** The canonical text of an accepted volume; its exact MWh is written as a fraction in lowest terms, `n/d`. */
export function canonicalVolume(volume: AcceptedVolume): string {
  const { settlementDate, settlementPeriod, bmUnitId, side, acceptanceId, bidOfferPairId, ordinal, volumeMwh } = volume;
  const identity = [settlementDate, settlementPeriod, bmUnitId, side, acceptanceId, bidOfferPairId, ordinal];
  const facts = [volume.sequenceNumber ?? "", volume.soFlag ?? "", `${volumeMwh.numerator}/${volumeMwh.denominator}`];
  return [...identity, ...facts, volume.priceGbpPerMwh ?? ""].join("|");
}

/** Zero has one spelling: a payment of -0 is 0.000000. */
function canonicalMoney(money: Decimal | null): string {
  if (money === null) return "";
  return money.isZero() ? "0.000000" : money.toFixed(6);
}
