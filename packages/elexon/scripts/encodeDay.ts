import type { AcceptanceSegment, BidOfferPair, BmUnit, Interval, LevelSegment } from "@windhash/core";
import { bmUnitIdOf, periodCount } from "@windhash/core";
import { type BundledDay, FIRST_LINE, MINUTE_S, PERIOD_MINUTES } from "../src/bundle/format.ts";
import { sealed, wholeLine } from "../src/bundle/seal.ts";

/**
 * The text of a day, in the format of `src/bundle/format.ts`.
 *
 * @param day every unit with notifications for the whole day
 * @param remarks lines for people: attribution, source, what is absent
 * @throws {Error} for rows that the format cannot hold: off the minute, holes, notifications or pairs over two periods
 */
export function encodeDay(day: BundledDay, remarks: readonly string[]): string {
  const head = [FIRST_LINE, `date ${day.settlementDate}`, wholeLine(day), ...remarks.map((remark) => `# ${remark}`)];
  const blocks = day.units.map((unit) => unitBlock(unit, day));
  return sealed([...head, ...blocks.flat(), ""]);
}

function unitBlock(unit: BmUnit, day: BundledDay): string[] {
  const bmUnitId = bmUnitIdOf(unit);
  const own = <Row extends { readonly bmUnitId: string }>(rows: readonly Row[]) =>
    rows.filter((row) => row.bmUnitId === bmUnitId);
  const { elexonId, nationalGridId, name, leadPartyId, leadPartyName, fuelType, generationCapacityMw } = unit;
  const fields = [elexonId, nationalGridId, name, leadPartyId, leadPartyName, fuelType, generationCapacityMw];
  if (fields.some((field) => field?.includes("|"))) throw new Error(`A field of ${bmUnitId} must not hold a "|".`);
  return [
    `unit ${fields.map((field) => field ?? "").join("|")}`,
    `pn ${notificationTokens(own(day.notifications), day)}`,
    ...pairLines(own(day.bidOffers), day),
    ...acceptanceLines(own(day.acceptances), day),
  ];
}

function notificationTokens(rows: readonly LevelSegment[], day: BundledDay): string {
  const ordered = rows.toSorted((a, b) => a.startsAt - b.startsAt);
  const periods = Array.from({ length: periodCount(day.settlementDate) }, (_, period) => {
    const [from, to] = [period * PERIOD_MINUTES, (period + 1) * PERIOD_MINUTES];
    const own = ordered.filter((row) => minuteOf(row.startsAt, day) >= from && minuteOf(row.startsAt, day) < to);
    requireCover(own, { startsAt: from, endsAt: to }, day);
    return own
      .map((row, index) => (index === 0 ? levels(row) : `${minuteOf(row.startsAt, day) - from}:${levels(row)}`))
      .join(",");
  });
  return runs(periods)
    .map(({ value, length }) => (length === 1 ? value : `${value}*${length}`))
    .join(" ");
}

function requireCover(rows: readonly LevelSegment[], { startsAt, endsAt }: Interval, day: BundledDay): void {
  let reached = startsAt;
  for (const row of rows) {
    if (minuteOf(row.startsAt, day) !== reached) throw new Error(`Levels of ${row.bmUnitId} must follow each other.`);
    reached = minuteOf(row.endsAt, day);
  }
  if (reached !== endsAt) throw new Error(`Levels must reach from minute ${startsAt} to ${endsAt}, got ${reached}.`);
}

function pairLines(rows: readonly BidOfferPair[], day: BundledDay): string[] {
  const pairIds = [...new Set(rows.map(({ pairId }) => pairId))].toSorted((a, b) => a - b);
  return pairIds.map((pairId) => {
    const own = rows.filter((row) => row.pairId === pairId);
    const terms = Array.from({ length: periodCount(day.settlementDate) }, () => "-");
    for (const row of own) {
      const minute = minuteOf(row.startsAt, day);
      if (minute % PERIOD_MINUTES !== 0 || row.endsAt - row.startsAt !== PERIOD_MINUTES * MINUTE_S)
        throw new Error("A pair must hold for a period.");
      if (row.levelFromMw !== row.levelToMw) throw new Error("A pair's width must not slope.");
      terms[minute / PERIOD_MINUTES] = `${row.levelFromMw}/${row.bidGbpPerMwh}/${row.offerGbpPerMwh}`;
    }
    return [`bod ${pairId}`, ...runs(terms).map(({ value, start }) => `${start + 1}:${value}`)].join(" ");
  });
}

function acceptanceLines(rows: readonly AcceptanceSegment[], day: BundledDay): string[] {
  const numbers = [...new Set(rows.map(({ acceptanceId }) => acceptanceId))].toSorted((a, b) => a - b);
  return numbers.map((number, index) => {
    const own = rows.filter((row) => row.acceptanceId === number).toSorted((a, b) => a.startsAt - b.startsAt);
    const [first] = own;
    if (first === undefined) throw new Error("An acceptance must have a segment.");
    const made = minuteOf(first.acceptedAt, day);
    const head = `${numbers[index - 1] === number - 1 ? "" : number}@${made}+${minuteOf(first.startsAt, day) - made}${first.soFlag ? "" : "n"}`;
    return [head, ...own.map((row, at) => acceptanceToken(row, own[at - 1], day))].join(" ");
  });
}

function acceptanceToken(row: AcceptanceSegment, previous: AcceptanceSegment | undefined, day: BundledDay): string {
  if (previous !== undefined && previous.endsAt !== row.startsAt)
    throw new Error(`Acceptance ${row.acceptanceId} of ${row.bmUnitId} has a hole.`);
  const text = levels(row);
  const goesOn = previous?.levelToMw === row.levelFromMw && text.includes(">");
  return `${goesOn ? text.slice(text.indexOf(">")) : text}:${minuteOf(row.endsAt, day) - minuteOf(row.startsAt, day)}`;
}

function levels({ levelFromMw, levelToMw }: LevelSegment): string {
  return levelFromMw === levelToMw ? `${levelFromMw}` : `${levelFromMw}>${levelToMw}`;
}

function minuteOf(instant: number, { covers }: BundledDay): number {
  const minute = (instant - covers.startsAt) / MINUTE_S;
  if (!Number.isInteger(minute)) throw new Error(`An instant must be on the minute, got ${instant}.`);
  return minute;
}

/** Equal neighbours as one. */
function runs(
  values: readonly string[],
): { readonly value: string; readonly start: number; readonly length: number }[] {
  const starts = values.flatMap((value, index) => (value === values[index - 1] ? [] : [index]));
  return starts.map((start, index) => ({
    value: values[start] ?? "",
    start,
    length: (starts[index + 1] ?? values.length) - start,
  }));
}
