import {
  type AcceptedVolume,
  type BitcoinCalculation,
  type CurtailmentRecord,
  decimalFromRational,
  isoFromInstant,
  NO_ACCEPTANCE,
  periodCount,
  type PeriodState,
  type Rational,
  type SettlementPeriod,
  settlementPeriodInterval,
  type SummaryGroup,
} from "@windhash/core";
import { type DayRows, type DayState, dayState } from "@windhash/pipeline";
import { recordFigures } from "./record.ts";
import { gbpDocument } from "./totals.ts";

/** A row by column name, in the order of the columns; unknown is null. */
export type ExportRow = { readonly [column: string]: string | number | boolean | null };

const STATES: readonly PeriodState[] = ["complete", "empty", "provisional", "unconfirmed"];

/** Decimals of a volume that no decimal numeral gives exactly. */
const VOLUME_PLACES = 12;

/**
 * The rows of a settlement day as they are written: watt-hours are integers, GBP and msat are text with every digit, and no row
 * goes without the state of what it stands on.
 *
 * @param models those that every row of kind `days` has a column for
 */
export function exportRows(day: DayRows, models: readonly string[]): readonly ExportRow[] {
  switch (day.kind) {
    case "records":
      return day.rows.map((row) => recordRow(day, row));
    case "volumes":
      return day.rows.map((row) => volumeRow(day, row));
    case "calculations":
      return day.rows.map((row) => calculationRow(day, row));
    default:
      return [dayRow(day, day.rows[0] ?? null, models)];
  }
}

type Keyed = { readonly settlementPeriod: SettlementPeriod; readonly bmUnitId: string };

function keyColumns({ settlementDate, held }: DayRows, { settlementPeriod, bmUnitId }: Keyed): ExportRow {
  const period = held?.periods.find((each) => each.settlementPeriod === settlementPeriod);
  const state: DayState = period?.state ?? "unknown";
  return {
    settlementDate,
    settlementPeriod,
    startsAt: isoFromInstant(settlementPeriodInterval(settlementDate, settlementPeriod).startsAt),
    bmUnitId,
    state,
    method: held?.method ?? null,
    revision: held?.revision ?? null,
  };
}

function recordRow(day: DayRows, record: CurtailmentRecord): ExportRow {
  return { ...keyColumns(day, record), ...recordFigures(record) };
}

function volumeRow(day: DayRows, volume: AcceptedVolume): ExportRow {
  const { acceptanceId, volumeMwh } = volume;
  return {
    ...keyColumns(day, volume),
    side: volume.side,
    acceptanceId: acceptanceId === NO_ACCEPTANCE ? null : acceptanceId,
    bidOfferPairId: volume.bidOfferPairId,
    ordinal: volume.ordinal,
    sequenceNumber: volume.sequenceNumber,
    soFlag: volume.soFlag,
    volumeMwh: exactNumeral(volumeMwh) ?? decimalFromRational(volumeMwh, VOLUME_PLACES),
    volumeMwhFraction: `${volumeMwh.numerator}/${volumeMwh.denominator}`,
    priceGbpPerMwh: volume.priceGbpPerMwh,
  };
}

function calculationRow(day: DayRows, calculation: BitcoinCalculation): ExportRow {
  return {
    ...keyColumns(day, calculation),
    minerModelId: calculation.minerModelId,
    energyWh: calculation.energyWh,
    bitcoinMsat: String(calculation.bitcoinMsat),
    isOutdated: day.isOutdated,
    inputsId: calculation.inputsId,
  };
}

/** Of a day that is not held every figure is unknown. */
function dayRow({ settlementDate, held, isOutdated }: DayRows, sums: SummaryGroup | null, models: readonly string[]) {
  const periods = held?.periods ?? [];
  const counts = STATES.map((state) => [state, periods.filter((period) => period.state === state).length] as const);
  return {
    settlementDate,
    state: held === null ? "unknown" : dayState(held),
    method: held?.method ?? null,
    revision: held?.revision ?? null,
    committedAt: held === null ? null : isoFromInstant(held.committedAt),
    ...Object.fromEntries(counts.map(([state, count]) => [`${state}Periods`, count])),
    unknownPeriods: periodCount(settlementDate) - periods.length,
    ...totalsColumns(sums?.totals ?? null),
    ...Object.fromEntries(models.map((model) => [`bitcoinMsat_${model}`, bitcoinOf(sums, model)])),
    isOutdated: held === null ? null : isOutdated,
  };
}

function totalsColumns(totals: SummaryGroup["totals"] | null): ExportRow {
  return {
    records: totals?.records ?? null,
    grossWh: totals?.grossWh ?? null,
    undoWh: totals?.undoWh ?? null,
    netWh: totals?.netWh ?? null,
    soGrossWh: totals?.soGrossWh ?? null,
    soNetWh: totals?.soNetWh ?? null,
    bidPaymentGbp: gbpDocument(totals?.bidPaymentGbp ?? null),
    undoPaymentGbp: gbpDocument(totals?.undoPaymentGbp ?? null),
    paymentGbp: gbpDocument(totals?.paymentGbp ?? null),
    unpricedWh: totals?.unpricedWh ?? null,
  };
}

/** Of no records none can be mined, which is known; of records that are not calculated it is not. */
function bitcoinOf(sums: SummaryGroup | null, model: string): string | null {
  const total = sums?.bitcoin.find(({ minerModelId }) => minerModelId === model);
  if (total !== undefined) return String(total.bitcoinMsat);
  return sums?.totals.records === 0 ? "0" : null;
}

/** The value with all its decimals; null where they never end. */
function exactNumeral(value: Rational): string | null {
  let [rest, places] = [value.denominator, 0];
  for (const factor of [10n, 5n, 2n]) {
    while (rest % factor === 0n) {
      rest /= factor;
      places += 1;
    }
  }
  return rest === 1n ? decimalFromRational(value, places) : null;
}
