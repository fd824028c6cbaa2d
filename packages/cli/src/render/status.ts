import type { SettlementDate } from "@windhash/core";
import type { DayState, KeyCounts, Status } from "@windhash/pipeline";
import type { Json } from "../result.ts";
import { type Look, styled } from "./look.ts";
import { countText, percentShown, plural } from "./numbers.ts";
import { table } from "./table.ts";
import { rangeShown } from "./time.ts";

const STATES: readonly DayState[] = ["complete", "empty", "provisional", "unconfirmed", "unknown"];

/** The state of a database for people. */
export function statusText(look: Look, status: Status, location: string): string[] {
  if (status.range === null)
    return [`${location} holds no day yet. Load one: windhash demo, or windhash ingest <date>.`];
  return [
    styled(look, "bold", `${rangeShown(status.range)} (${location})`),
    "",
    ...keysText(look, status),
    "",
    ...daysText(look, status.days),
    ...status.alteredDays.map((date) =>
      styled(look, "red", `  Altered: the records of ${date} do not add up to what was written`),
    ),
    ...damagedShown(look, status.damagedDays),
    ...beyondHistoryShown(look, status.beyondHistoryDays),
    "",
    reconciledShown(look, status),
  ];
}

/** The state of a database as JSON. */
export function statusDocument(status: Status): { readonly [key: string]: Json } {
  return {
    range: status.range === null ? null : { from: status.range.from, to: status.range.to },
    ...countsDocument(status),
    models: Object.fromEntries(
      status.models.map(({ minerModelId, ...counts }) => [minerModelId, countsDocument(counts)]),
    ),
    days: { ...status.days },
    alteredDays: status.alteredDays,
    damagedDays: status.damagedDays,
    beyondHistoryDays: status.beyondHistoryDays,
  };
}

/** Days that cannot be mended from what is stored, each with what mends it. */
export function damagedShown(look: Look, dates: readonly SettlementDate[]): string[] {
  return dates.map((date) =>
    styled(
      look,
      "red",
      `  Damaged: what is stored of ${date} is lost or altered in part; ingest it again: windhash ingest ${date}`,
    ),
  );
}

/** Days that cannot be calculated yet, and from which date on. */
export function beyondHistoryShown(look: Look, dates: readonly SettlementDate[]): string[] {
  if (dates.length === 0) return [];
  const what = `${daysAre(dates.length)} not calculated, as the network history does not reach over ${dates[0]}`;
  return [styled(look, "yellow", `  Beyond the network history: ${what}${dates.length === 1 ? "" : " and later"}`)];
}

/** One honest figure: calculations that are as expected, of all that are expected or stored beyond it. */
export function reconciledShown(look: Look, { matching, expected, orphan }: KeyCounts): string {
  if (expected + orphan === 0) return "Nothing was curtailed, so there is nothing to calculate.";
  const percent = percentShown(matching, expected + orphan);
  const counts = `${countText(matching)} of ${countText(expected)} calculations are as expected`;
  const beyond = orphan === 0 ? "" : `, ${countText(orphan)} are not expected at all`;
  const isAll = matching === expected && orphan === 0;
  return styled(look, isAll ? "green" : "yellow", `Reconciled ${percent}: ${counts}${beyond}`);
}

/** Numbers of days by state, those with none left out, and what to do about the others than complete ones. */
export function daysText(look: Look, days: Status["days"]): string[] {
  const shown = STATES.filter((state) => days[state] > 0).map((state) => `${countText(days[state])} ${state}`);
  const held = days.provisional + days.unconfirmed;
  const why = `  Incomplete: ${daysAre(held)} not complete; windhash summary <date> says why`;
  return [
    `  Days: ${shown.length === 0 ? "none" : shown.join(", ")}`,
    ...(held === 0 ? [] : [styled(look, "yellow", why)]),
  ];
}

function keysText(look: Look, status: Status): string[] {
  const columns = [
    { heading: "model", align: "left" },
    ...["expected", "present", "missing", "stale", "wrong", "orphan"].map(
      (heading) => ({ heading, align: "right" }) as const,
    ),
  ] as const;
  const row = (name: string, counts: KeyCounts): string[] => [
    name,
    ...[counts.expected, counts.present, counts.missing, counts.stale, counts.wrong, counts.orphan].map(countText),
  ];
  return table(look, columns, [...status.models.map((model) => row(model.minerModelId, model)), row("all", status)]);
}

function countsDocument(counts: KeyCounts): { readonly [key: string]: number } {
  const { expected, present, matching, missing, stale, orphan, wrong } = counts;
  return { expected, present, matching, missing, stale, orphan, wrong };
}

/** `1 day is`, `2 days are`. */
function daysAre(count: number): string {
  return `${plural(count, "day")} ${count === 1 ? "is" : "are"}`;
}
