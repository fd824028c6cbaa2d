import type { RadarUnit, SettlementDateRange } from "@windhash/core";
import type { Json } from "../result.ts";
import { type Look, styled } from "./look.ts";
import { countText, mwhShown, percentShown, plural, UNKNOWN } from "./numbers.ts";
import { ATTRIBUTION } from "./summary.ts";
import { table } from "./table.ts";
import { rangeShown } from "./time.ts";
import { shortened } from "./units.ts";

/** What the radar saw. */
export type Radar = {
  /** Null: everything that is held. */
  readonly range: SettlementDateRange | null;
  readonly units: readonly RadarUnit[];
  /** Held days of the range. */
  readonly days: number;
  /** Those that were read from a source. Imported ones say nothing of units that may be wind. */
  readonly showingDays: number;
  readonly isAll: boolean;
  readonly databaseFlags: readonly string[];
};

const COLUMNS = [
  { heading: "unit", align: "left" },
  { heading: "name", align: "left" },
  { heading: "net MWh", align: "right" },
  { heading: "paid", align: "right" },
  { heading: "SO", align: "right" },
  { heading: "periods", align: "right" },
  { heading: "days", align: "right" },
  { heading: "wind?", align: "left" },
] as const;

const NAME_WIDTH = 17;

/** What the radar saw for people. */
export function radarText(look: Look, radar: Radar): string[] {
  const { range, units, days, showingDays, isAll } = radar;
  const where = range === null ? "all that is held" : rangeShown(range);
  if (days === 0) return [`No day of ${where} is held. Load one: windhash demo, or windhash ingest <date>.`];
  const like = units.filter(({ likeness }) => likeness !== "unlikely");
  const others = units.length - like.length;
  const listed = isAll ? units : like;
  return [
    styled(
      look,
      "bold",
      `Units of unknown fuel that bid like wind, ${plural(days, "held day")} of ${where}: ${isKnown(radar) ? countText(like.length) : UNKNOWN}`,
    ),
    `${countText(showingDays)} of ${plural(days, "held day")} can show such units: imported days cannot.`,
    ...(listed.length === 0 ? [] : ["", ...table(look, COLUMNS, listed.map(radarRow))]),
    "",
    ...(like.length === 0 ? [] : [`At stake: ${mwhShown(netWh(like))} MWh net, which is in no report.`]),
    ...(others > 0 && !isAll ? [`${plural(others, "other unit")} bid unlike wind: --all lists them.`] : []),
    ...decideText(radar, like),
    ...NOTES,
    ATTRIBUTION,
  ];
}

const NOTES = [
  "paid: share of the energy bid at less than 0 GBP per MWh, where the unit is paid to",
  "go down: half or more, in 2 periods or more, is like wind. SO: share that is flagged",
  "as a constraint. likely: half or more of that too, or a name or id like wind's, or",
  "3 days or more. Nor can days show such units that were read from an extract of wind",
  "units alone: they are counted all the same, as they cannot be told apart.",
];

/** What the radar saw as JSON. */
export function radarDocument(radar: Radar): { readonly [key: string]: Json } {
  const { range, units, days, showingDays } = radar;
  const like = units.filter(({ likeness }) => likeness !== "unlikely");
  return {
    range: range === null ? null : { from: range.from, to: range.to },
    heldDays: days,
    showingDays,
    atStakeNetWh: isKnown(radar) ? netWh(like) : null,
    units: units.map(unitDocument),
    attribution: ATTRIBUTION,
  };
}

/** Where no day can show such units, that none is shown says nothing. */
function isKnown({ units, showingDays }: Radar): boolean {
  return showingDays > 0 || units.length > 0;
}

function unitDocument({ unit, grossWh, undoWh, signs, ...seen }: RadarUnit): Json {
  return {
    bmUnitId: seen.bmUnitId,
    likeness: seen.likeness,
    isRegistered: unit !== null,
    nationalGridId: unit?.nationalGridId ?? null,
    name: unit?.name ?? null,
    leadPartyName: unit?.leadPartyName ?? null,
    generationCapacityMw: unit?.generationCapacityMw ?? null,
    grossWh,
    undoWh,
    netWh: grossWh - undoWh,
    paidShare: seen.paidShare,
    soShare: seen.soShare,
    periods: seen.periods,
    days: seen.days,
    first: seen.first,
    last: seen.last,
    signs,
  };
}

function radarRow({
  bmUnitId,
  unit,
  grossWh,
  undoWh,
  paidShare,
  soShare,
  periods,
  days,
  likeness,
}: RadarUnit): readonly string[] {
  const name = unit === null ? "(in no register)" : (unit.name ?? "");
  return [
    bmUnitId,
    shortened(name, NAME_WIDTH),
    mwhShown(grossWh - undoWh),
    shareShown(paidShare),
    shareShown(soShare),
    countText(periods),
    countText(days),
    likeness,
  ];
}

function shareShown(share: number | null): string {
  return share === null ? UNKNOWN : percentShown(Math.floor(share * 10_000), 10_000).replace(/\.\d+/, "");
}

function netWh(units: readonly RadarUnit[]): number {
  return units.reduce((sum, { grossWh, undoWh }) => sum + grossWh - undoWh, 0);
}

function decideText({ databaseFlags }: Radar, [first]: readonly RadarUnit[]): readonly string[] {
  if (first === undefined) return [];
  const words = ["windhash", "update-units", "--no-fetch", ...databaseFlags, "--wind", first.bmUnitId];
  return [`Decide, for example: ${words.join(" ")}`, ""];
}
