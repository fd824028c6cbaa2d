import {
  type Interval,
  isoFromInstant,
  periodCount,
  type SettlementDate,
  type SettlementDateRange,
  type SettlementPeriod,
} from "@windhash/core";
import { INDICATIVE_DATA_TYPES } from "../schemas/indicativeVolumes.ts";
import { type Origin, type RowFault, wrongRow } from "./rows.ts";

/**
 * What a row must keep to beside its schema, given with its number in the body. It throws a `SourceError` that is retryable:
 * a row that was not asked for is another answer's, and asking again may bring the right one.
 */
export type RowRule<Row> = (row: Row, index: number, origin: Origin) => void;

/** A row of a settlement period. */
export type PeriodRow = { readonly settlementDate: SettlementDate; readonly settlementPeriod: SettlementPeriod };
/** A row of a span of time, Unix seconds. */
export type TimedRow = { readonly timeFrom: number; readonly timeTo: number };
/** A row of a BM unit. */
export type UnitRow = { readonly bmUnit: string | null; readonly nationalGridBmUnit: string | null };

/** Refuses rows of another date, of another period where one was asked for, and of a period that the date does not have. */
export function onDate(asked: {
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod?: SettlementPeriod;
}): RowRule<PeriodRow> {
  const { settlementDate, settlementPeriod } = asked;
  const count = periodCount(settlementDate);
  return (row, index, origin) => {
    if (row.settlementDate !== settlementDate) {
      const rule = `must be ${settlementDate}, which was asked for`;
      throw stray(origin, { row: index, field: "settlementDate", rule, value: row.settlementDate });
    }
    const isWanted =
      settlementPeriod === undefined ? row.settlementPeriod <= count : row.settlementPeriod === settlementPeriod;
    if (isWanted) return;
    const rule =
      settlementPeriod === undefined ? `must be 1 to ${count}` : `must be ${settlementPeriod}, which was asked for`;
    throw stray(origin, { row: index, field: "settlementPeriod", rule, value: row.settlementPeriod });
  };
}

/** The same for several dates. */
export function onDates({ from, to }: SettlementDateRange): RowRule<PeriodRow> {
  return (row, index, origin) => {
    if (row.settlementDate < from || row.settlementDate > to) {
      const rule = `must be ${from} to ${to}, which was asked for`;
      throw stray(origin, { row: index, field: "settlementDate", rule, value: row.settlementDate });
    }
    onDate({ settlementDate: row.settlementDate })(row, index, origin);
  };
}

/** Refuses rows that lie wholly outside a span: the source did not heed what it was asked. */
export function inSpan(span: Interval): RowRule<TimedRow> {
  return (row, index, origin) => {
    if (!touches(row, span)) throw outside(span, "timeFrom", row.timeFrom, index, origin);
  };
}

/** The same for an endpoint that also gives rows which only meet an end of the span. */
export function meetingSpan(span: Interval): RowRule<TimedRow> {
  return (row, index, origin) => {
    if (row.timeFrom > span.endsAt || row.timeTo < span.startsAt) {
      throw outside(span, "timeFrom", row.timeFrom, index, origin);
    }
  };
}

/** Refuses rows that were published outside a span. */
export function publishedIn(span: Interval): RowRule<{ readonly publishTime: number }> {
  return ({ publishTime }, index, origin) => {
    if (publishTime >= span.startsAt && publishTime < span.endsAt) return;
    throw outside(span, "publishTime", publishTime, index, origin);
  };
}

/**
 * Refuses rows of other units than those asked for, by their Elexon or National Grid id.
 *
 * @param ids undefined for all units
 */
export function ofUnits(ids: readonly string[] | undefined): RowRule<UnitRow> {
  if (ids === undefined) return () => undefined;
  const wanted = new Set<string | null>(ids);
  return (row, index, origin) => {
    if (wanted.has(row.bmUnit) || wanted.has(row.nationalGridBmUnit)) return;
    const rule = `must be ${ids.length === 1 ? ids[0] : `one of ${ids.join(", ")}`}, which was asked for`;
    throw stray(origin, { row: index, field: "bmUnit", rule, value: row.bmUnit ?? row.nationalGridBmUnit });
  };
}

/** Refuses rows that state another dataset than the one asked for. */
export function ofDataset(dataset: string): RowRule<{ readonly dataset: string | null }> {
  return (row, index, origin) => {
    if (row.dataset === dataset) return;
    const rule = `must be ${dataset}, which was asked for`;
    throw stray(origin, { row: index, field: "dataset", rule, value: row.dataset });
  };
}

/** Refuses a data type that is none of the known four: a filter would drop its rows in silence. */
export const ofKnownDataType: RowRule<{ readonly dataType: string | null }> = ({ dataType }, index, origin) => {
  if (INDICATIVE_DATA_TYPES.some((known) => known === dataType)) return;
  const rule = `must be one of ${INDICATIVE_DATA_TYPES.join(", ")}`;
  throw wrongRow(origin, { row: index, field: "dataType", rule, value: dataType });
};

/**
 * Refuses the second of two rows with one key: the body holds something twice. Good for one body.
 *
 * @param field that a fault names
 * @param keyOf null for a row that has no identity
 */
export function once<Row>(field: string, keyOf: (row: Row) => string | null): RowRule<Row> {
  const seen = new Set<string>();
  return (row, index, origin) => {
    const key = keyOf(row);
    if (key === null) return;
    if (seen.has(key)) throw stray(origin, { row: index, field, rule: "must be there once", value: key });
    seen.add(key);
  };
}

/** Whether a row shares time with the span; a row without length counts where it stands. */
export function touches({ timeFrom, timeTo }: TimedRow, { startsAt, endsAt }: Interval): boolean {
  return timeFrom < endsAt && (timeTo > startsAt || timeFrom >= startsAt);
}

/** Whether a row begins in the span. */
export function beginsIn({ timeFrom }: TimedRow, { startsAt, endsAt }: Interval): boolean {
  return timeFrom >= startsAt && timeFrom < endsAt;
}

function outside(span: Interval, field: string, instant: number, row: number, origin: Origin) {
  const rule = `must lie in ${isoFromInstant(span.startsAt)} to ${isoFromInstant(span.endsAt)}, which was asked for`;
  return stray(origin, { row, field, rule, value: isoFromInstant(instant) });
}

function stray(origin: Origin, fault: RowFault) {
  return wrongRow(origin, fault, { retryable: true });
}
