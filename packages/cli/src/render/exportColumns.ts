import type { RowKind } from "@windhash/pipeline";

const KEY = ["settlementDate", "settlementPeriod", "startsAt", "bmUnitId"] as const;
const HELD = ["state", "method", "revision"] as const;
const ENERGIES = ["grossWh", "undoWh", "netWh", "soGrossWh", "soNetWh"] as const;
const PAYMENTS = ["bidPaymentGbp", "undoPaymentGbp", "paymentGbp", "unpricedWh"] as const;

/**
 * The columns of exported rows, in order: part of the format, so a new one goes to the end.
 *
 * @param models those whose bitcoin a row of a day has, in order
 */
export function exportColumns(kind: RowKind, models: readonly string[]): readonly string[] {
  switch (kind) {
    case "records":
      return [...KEY, ...HELD, ...ENERGIES, ...PAYMENTS, "acceptances"];
    case "volumes":
      return [
        ...KEY,
        ...HELD,
        "side",
        "acceptanceId",
        "bidOfferPairId",
        "ordinal",
        "sequenceNumber",
        "soFlag",
        "volumeMwh",
        "volumeMwhFraction",
        "priceGbpPerMwh",
      ];
    case "calculations":
      return [...KEY, ...HELD, "minerModelId", "energyWh", "bitcoinMsat", "isOutdated", "inputsId"];
    default:
      return [
        "settlementDate",
        ...HELD,
        "committedAt",
        "completePeriods",
        "emptyPeriods",
        "provisionalPeriods",
        "unconfirmedPeriods",
        "unknownPeriods",
        "records",
        ...ENERGIES,
        ...PAYMENTS,
        ...models.map((model) => `bitcoinMsat_${model}`),
        "isOutdated",
      ];
  }
}
