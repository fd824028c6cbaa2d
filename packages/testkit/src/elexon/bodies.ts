import {
  isoFromInstant,
  parseSettlementDate,
  periodCount,
  type SettlementDate,
  settlementDates,
  settlementPeriods,
  type SettlementPeriod,
} from "@windhash/core";
import { chanceOf } from "./chance.ts";
import * as rows from "./rows.ts";
import { periodsBeginning, type World, type WorldPeriod } from "./world.ts";

/** The body of a url below the API's base, as the source would give it; null where it gives 404. */
export type Bodies = (url: URL) => string | null;

/** The path below which the API stands. */
export const BASE_PATH = "/bmrs/api/v1";

/** The bodies of a world: rows in the API's own fields, wrappers and, by url, in either of its spellings of a time. */
export function worldBodies(world: World): Bodies {
  return (url) => {
    const path = url.pathname.slice(BASE_PATH.length);
    if (!url.pathname.startsWith(BASE_PATH)) return null;
    for (const [pattern, answer] of ROUTES) {
      const match = pattern.exec(path);
      if (match === null) continue;
      const found = answer(world, { words: match.slice(1), query: url.searchParams });
      return found === null ? null : spelled(JSON.stringify(found), chanceOf(world.seed, path)() < 0.5);
    }
    return null;
  };
}

type Asked = { readonly words: readonly string[]; readonly query: URLSearchParams };
type Route = (world: World, asked: Asked) => unknown;

const ROUTES: readonly (readonly [RegExp, Route])[] = [
  [/^\/balancing\/settlement\/stack\/all\/(bid|offer)\/([\d-]+)\/(\d+)$/, stack],
  [/^\/balancing\/settlement\/acceptance\/volumes\/all\/(bid|offer)\/([\d-]+)(?:\/(\d+))?$/, acceptanceVolumes],
  [/^\/datasets\/(PN|BOALF|BOD)\/stream$/, (world, { words, query }) => levels(world, words[0] ?? "", query)],
  [/^\/data-status\/(ISPSTACK|BOAV|PN|BOALF|BOD)$/, rowCounts],
  [/^\/reference\/bmunits\/all$/, ({ units }) => rows.registerRows(units)],
  [/^\/health$/, () => ({ status: "Healthy" })],
];

function stack(world: World, { words }: Asked): unknown {
  const [side = "", date = "", number = ""] = words;
  const settlementDate = parseSettlementDate(date);
  if (Number(number) < 1 || Number(number) > periodCount(settlementDate)) return null;
  const period = world.period(settlementDate, Number(number) as SettlementPeriod);
  return withMetadata("ISPSTACK", rows.stackRows(world, period, sideOf(side)));
}

function acceptanceVolumes(world: World, { words }: Asked): unknown {
  const [side = "", date = "", number] = words;
  const wanted = periodsOf(world, parseSettlementDate(date)).filter(
    ({ settlementPeriod }) => number === undefined || settlementPeriod === Number(number),
  );
  return withMetadata(
    "BOAV",
    wanted.flatMap((period) => rows.acceptanceVolumeRows(period, sideOf(side))),
  );
}

const LEVEL_ROWS = { PN: rows.notificationRows, BOALF: rows.acceptanceRows, BOD: rows.bidOfferRows } as const;

/** `from` and `to` are both inclusive, and filter by the beginning of a row. */
function levels(world: World, dataset: string, query: URLSearchParams): unknown {
  const [from, to] = ["from", "to"].map((name) => Date.parse(query.get(name) ?? "") / 1000) as [number, number];
  const make = LEVEL_ROWS[dataset as keyof typeof LEVEL_ROWS];
  const begun = periodsBeginning({ startsAt: Math.floor(from / 1800) * 1800, endsAt: to + 1 });
  const found = begun.flatMap((time) => make(world.period(time.settlementDate, time.settlementPeriod)));
  return found.filter(({ timeFrom }) => timeFrom >= isoFromInstant(from) && timeFrom <= isoFromInstant(to));
}

function rowCounts(world: World, { words: [dataset = ""], query }: Asked): unknown {
  const [from, to] = ["settlementDateFrom", "settlementDateTo"].map((name) =>
    parseSettlementDate(query.get(name) ?? ""),
  ) as [SettlementDate, SettlementDate];
  const counted = settlementDates({ from, to }).flatMap((date) => periodsOf(world, date));
  const count = (period: WorldPeriod): number => {
    if (dataset in LEVEL_ROWS) return LEVEL_ROWS[dataset as keyof typeof LEVEL_ROWS](period).length;
    const make = dataset === "BOAV" ? rows.acceptanceVolumeRows : rows.stackRows.bind(null, world);
    return make(period, "bid").length + make(period, "offer").length;
  };
  const found = counted.map((period) => ({
    settlementDate: period.settlementDate,
    settlementPeriod: period.settlementPeriod,
    dataPointCount: count(period),
  }));
  return withMetadata(dataset, found);
}

function periodsOf(world: World, date: SettlementDate): readonly WorldPeriod[] {
  return settlementPeriods(date).map((period) => world.period(date, period));
}

function sideOf(text: string): "bid" | "offer" {
  return text === "bid" ? "bid" : "offer";
}

/** The wrapper of `/balancing/**` and `/data-status/**`. */
function withMetadata(dataset: string, data: readonly unknown[]): unknown {
  return { metadata: { datasets: [dataset] }, data };
}

/** Rows are made in the short spelling; the API also writes `2026-07-10T08:30:00.0000000+00:00`. */
function spelled(body: string, isLong: boolean): string {
  return isLong ? body.replaceAll(/(T\d\d:\d\d:\d\d)Z"/g, '$1.0000000+00:00"') : body;
}

/** The same question about the day before or after; null where it is about no day. */
export function anotherDay(url: URL, days: 1 | -1): URL | null {
  const moved = url.href.replaceAll(/\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?/g, (text) => {
    const instant = Date.parse(text) + days * 86_400_000;
    const iso = new Date(instant).toISOString();
    return text.length > 10 ? `${iso.slice(0, 19)}Z` : iso.slice(0, 10);
  });
  return moved === url.href ? null : new URL(moved);
}
