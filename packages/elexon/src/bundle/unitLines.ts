import {
  type AcceptanceSegment,
  type BidOfferPair,
  type BmUnit,
  type BmUnitId,
  farmIdFromNationalGridId,
  type Interval,
  type LevelSegment,
} from "@windhash/core";
import { MINUTE_S, PERIOD_MINUTES } from "./format.ts";
import { badLine, levelEnds, type Line, splitOnce, wholeNumber } from "./tokens.ts";

/** Where a line belongs. */
export type Place = { readonly bmUnitId: BmUnitId; readonly startsAt: number; readonly periods: number };

/** @param text what follows `unit` */
export function unitOf(text: string, line: Line): BmUnit {
  const fields = text.split("|");
  const [elexonId = "", nationalGridId = "", name = "", partyId = "", partyName = "", fuelType = "", capacity = ""] =
    fields;
  if (fields.length !== 7 || nationalGridId === "") throw badLine(line, "state a unit in seven fields");
  return {
    nationalGridId,
    elexonId: elexonId || null,
    name: name || null,
    farmId: farmIdFromNationalGridId(nationalGridId),
    leadPartyId: partyId || null,
    leadPartyName: partyName || null,
    fuelType: fuelType || null,
    generationCapacityMw: capacity || null,
    validFrom: null,
    goneSince: null,
    countsAsWind: null,
  };
}

/** @param text what follows `pn`: the course of every period of the day */
export function notificationsOf(text: string, line: Line, place: Place): LevelSegment[] {
  const courses = text.split(" ").flatMap((token) => {
    const [course, times] = splitOnce(token, "*");
    return Array.from({ length: times === undefined ? 1 : wholeNumber(times, line, "how often") }, () => course);
  });
  if (courses.length !== place.periods) throw badLine(line, `state ${place.periods} periods`);
  return courses.flatMap((course, period) => {
    const pieces = course.split(",").map((piece, index) => {
      const [minute, level] = index === 0 ? ["0", piece] : splitOnce(piece, ":");
      return { minute: wholeNumber(minute, line, "a minute"), ...levelEnds(level, line, null) };
    });
    return pieces.map(({ minute, ...ends }, index) => {
      const to = pieces[index + 1]?.minute ?? PERIOD_MINUTES;
      if (minute >= to) throw badLine(line, "have minutes that rise within a period");
      return { bmUnitId: place.bmUnitId, ...span(place, period * PERIOD_MINUTES, minute, to), ...ends };
    });
  });
}

/** @param text what follows `bod`: the pair, then what holds from which period on */
export function pairsOf(text: string, line: Line, place: Place): BidOfferPair[] {
  const [pair, ...runs] = text.split(" ");
  const pairId = wholeNumber(pair, line, "the pair");
  const begins = runs.map((run) => {
    const [period, terms] = splitOnce(run, ":");
    return { period: wholeNumber(period, line, "a period"), terms };
  });
  return begins.flatMap(({ period, terms }, index) => {
    const end = begins[index + 1]?.period ?? place.periods + 1;
    if (period < 1 || period >= end) throw badLine(line, "have periods of the day that rise");
    if (terms === "-") return [];
    const [width, bid, offer] = (terms ?? "").split("/");
    if (bid === undefined || offer === undefined) throw badLine(line, "state width, bid and offer");
    const mw = wholeNumber(width, line, "a width");
    const values = {
      levelFromMw: mw,
      levelToMw: mw,
      bidGbpPerMwh: numeral(bid, line),
      offerGbpPerMwh: numeral(offer, line),
    };
    return Array.from({ length: end - period }, (_, later) => ({
      bmUnitId: place.bmUnitId,
      pairId,
      ...span(place, (period - 1 + later) * PERIOD_MINUTES, 0, PERIOD_MINUTES),
      ...values,
    }));
  });
}

/** @param previous the number of the unit's last acceptance; null before the first */
export function acceptanceOf(line: Line, place: Place, previous: number | null): AcceptanceSegment[] {
  const [head = "", ...tokens] = line.text.split(" ");
  const match = /^(\d*)@(-?\d+)\+(\d+)(n?)$/.exec(head);
  if (match === null || tokens.length === 0) throw badLine(line, "state an acceptance, its time and its levels");
  const [, number = "", made, wait, unflagged] = match;
  if (number === "" && previous === null) throw badLine(line, "state the number of a unit's first acceptance");
  const acceptanceId = number === "" ? (previous ?? 0) + 1 : wholeNumber(number, line, "a number");
  const acceptedAt = place.startsAt + Number(made) * MINUTE_S;
  let minute = Number(made) + Number(wait);
  let lastMw: number | null = null;
  return tokens.map((token) => {
    const [level, lasting] = splitOnce(token, ":");
    const ends = levelEnds(level, line, lastMw);
    const interval = span(place, minute, 0, wholeNumber(lasting, line, "how many minutes"));
    minute += (interval.endsAt - interval.startsAt) / MINUTE_S;
    lastMw = ends.levelToMw;
    return { bmUnitId: place.bmUnitId, ...interval, ...ends, acceptanceId, acceptedAt, soFlag: unflagged === "" };
  });
}

function span({ startsAt }: Place, minute: number, from: number, to: number): Interval {
  return { startsAt: startsAt + (minute + from) * MINUTE_S, endsAt: startsAt + (minute + to) * MINUTE_S };
}

function numeral(text: string, line: Line): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw badLine(line, "state prices as decimal numbers");
  return text;
}
