import {
  type CalculationSettings,
  type CurtailmentMethod,
  type CurtailmentTotals,
  decimalFromRational,
  efficiencyJPerTh,
  type MinerModel,
  type SettlementDateRange,
  type SummaryGroup,
  type SummaryGrouping,
  UNREGISTERED,
} from "@windhash/core";
import type { RangeSummary } from "@windhash/pipeline";
import type { Json } from "../result.ts";
import { basisShown } from "./basis.ts";
import { type Look, styled } from "./look.ts";
import { btcShown, countText, mwhShown, periodsShown, plural } from "./numbers.ts";
import { table } from "./table.ts";
import { rangeShown, weekdayOf } from "./time.ts";
import { wrapped } from "./wrapped.ts";
import { bitcoinDocument, groupsDocument, groupsText, totalsDocument, totalsText, UNKNOWN_TOTALS } from "./totals.ts";

/** Goes with every figure that stands on Elexon's data. */
export const ATTRIBUTION = "Contains BMRS data © Elexon Limited copyright and database right";

/** Goes with every figure that stands on a file, whose name and licence the reasons of its periods keep. */
const IMPORTED_ATTRIBUTION = "Imported volumes: see the source of the file";

/** Has to be known wherever days stand on a file. */
export const IMPORTED_NOTE = "imported volumes name no undone energy: their net is their gross.";

/** Whose figures they are, by the methods of the days that are held; of no days, Elexon's. */
export function attributionLines(methods: Iterable<CurtailmentMethod>): readonly string[] {
  const all = [...methods];
  const isElexons = all.length === 0 || all.some((method) => method !== "import");
  return [...(isElexons ? [ATTRIBUTION] : []), ...(all.includes("import") ? [IMPORTED_ATTRIBUTION] : [])];
}

/** The same as one text. */
export function attributionDocument(lines: readonly string[]): string {
  return lines.join("; ");
}

/** Of a year there may be hundreds. */
const REASONS_SHOWN = 5;

const GROUP_HEADINGS: Readonly<Record<SummaryGrouping, string>> = {
  day: "date",
  period: "period",
  unit: "BM unit",
  farm: "farm",
  party: "party",
};

/** A summary, with the models and the basis of its database. */
export type ShownSummary = RangeSummary & { readonly settings: CalculationSettings };

/** One of a range of which something is held. */
export type HeldSummary = ShownSummary & { readonly total: SummaryGroup };

/** Whether there is anything to sum. */
export function isHeld(summary: ShownSummary): summary is HeldSummary {
  return summary.total !== null;
}

/** A summary for people. */
export function summaryText(look: Look, summary: ShownSummary, by: SummaryGrouping | undefined): string[] {
  const { range } = summary;
  if (!isHeld(summary)) return nothingHeldText(look, range);
  const { total, groups } = summary;
  const day = range.from === range.to ? ` (${weekdayOf(range.from)})` : "";
  return [
    styled(look, "bold", `${rangeShown(range)}${day}: curtailed wind and what it could have mined`),
    "",
    ...totalsText(look, total.totals),
    "",
    ...bitcoinText(look, summary),
    "",
    ...completenessText(look, summary),
    ...(groups === null || by === undefined || groups.length === 0
      ? []
      : ["", ...groupsText(look, GROUP_HEADINGS[by], groups)]),
    "",
    ...attributionLines(summary.methods),
  ];
}

function nothingHeldText(look: Look, { from, to }: SettlementDateRange): string[] {
  const command = from === to ? `windhash ingest ${from}` : `windhash ingest ${from} --to ${to}`;
  const what = `${rangeShown({ from, to })}: nothing is held, so nothing is known of it`;
  return [styled(look, "bold", what), "", `  Load it: ${command}`];
}

/** A summary as JSON: every figure is null where nothing is held. */
export function summaryDocument(
  summary: ShownSummary,
  by: SummaryGrouping | undefined,
): { readonly [key: string]: Json } {
  const { range, total, periods, days, methods, reasons, groups, settings } = summary;
  return {
    range: { from: range.from, to: range.to },
    ...(total === null ? UNKNOWN_TOTALS : totalsDocument(total.totals)),
    bitcoinMsat: bitcoinDocument(total?.bitcoin ?? []),
    bitcoinIsOutdated: summary.outdatedDays.length > 0,
    basis: { ...settings.basis },
    periods: { expected: periods.expected, present: periods.present, ...periods.byState },
    days,
    methods,
    reasons: reasons.map(({ reason, periods: kept }) => ({
      reason,
      periods: kept.length,
      settlementPeriods: kept.map(({ settlementDate, settlementPeriod }) => ({ settlementDate, settlementPeriod })),
    })),
    outdatedDays: summary.outdatedDays,
    notes: notesOf(summary),
    ...(groups === null || by === undefined ? {} : { by, groups: groupsDocument(groups) }),
    attribution: attributionDocument(attributionLines(methods)),
  };
}

/** Bitcoin by model for people, and the choices behind it. */
export function bitcoinText(
  look: Look,
  { total, settings, outdatedDays }: Pick<HeldSummary, "total" | "settings" | "outdatedDays">,
): string[] {
  if (total.bitcoin.length === 0) return ["  Bitcoin is not calculated yet: windhash calculate"];
  const names = new Map<string, MinerModel>(settings.models.map((model) => [model.id, model]));
  const rows = total.bitcoin.map(({ minerModelId, bitcoinMsat }) => {
    const model = names.get(minerModelId);
    const efficiency = model === undefined ? "" : decimalFromRational(efficiencyJPerTh(model), 1);
    return [minerModelId, model?.name ?? "", efficiency, btcShown(bitcoinMsat)];
  });
  const columns = [
    { heading: "miner", align: "left" },
    { heading: "", align: "left" },
    { heading: "J/TH", align: "right" },
    { heading: "BTC", align: "right" },
  ] as const;
  const days = plural(outdatedDays.length, "day");
  return [
    ...table(look, columns, rows),
    ...(outdatedDays.length === 0
      ? []
      : [styled(look, "yellow", `  outdated: worked out from other records of ${days}; windhash calculate`)]),
    ...wrapped(`Basis: ${basisShown(settings.basis)}`, 2),
  ];
}

/** How much of the range is held, in which state, and what keeps it from being complete. */
export function completenessText(look: Look, summary: HeldSummary): string[] {
  const { periods, methods, reasons, total } = summary;
  const states = (["complete", "empty", "provisional", "unconfirmed"] as const)
    .filter((state) => periods.byState[state] > 0)
    .map((state) => `${countText(periods.byState[state])} ${state}`);
  const absent = periods.expected - periods.present;
  const held = [...states, ...(absent > 0 ? [`${countText(absent)} unknown`] : [])].join(", ");
  const from = methods.length === 0 ? "" : `, by method ${methods.join(" and ")}`;
  return [
    `  ${plural(total.totals.records, "record")}${from}`,
    `  ${plural(periods.expected, "settlement period")}: ${held}`,
    ...reasons.slice(0, REASONS_SHOWN).flatMap((kept) => wrapped(reasonShown(summary, kept), 4)),
    ...(reasons.length > REASONS_SHOWN
      ? [`    and ${plural(reasons.length - REASONS_SHOWN, "reason")} more: --json`]
      : []),
    ...notesOf(summary).flatMap((note) => wrapped(`Note: ${note}`, 2).map((line) => styled(look, "yellow", line))),
  ];
}

/** Of one day the periods by number; of more than one their count and the first. */
function reasonShown({ range }: RangeSummary, { reason, periods }: RangeSummary["reasons"][number]): string {
  const [first] = periods;
  if (first === undefined || range.from === range.to)
    return `${periodsShown(periods.map(({ settlementPeriod }) => settlementPeriod))}: ${reason}`;
  const from = `from period ${first.settlementPeriod} of ${first.settlementDate}`;
  return `${plural(periods.length, "period")} ${from}: ${reason}`;
}

/** What has to be known to read the figures, each in a sentence. */
function notesOf(summary: ShownSummary): string[] {
  if (!isHeld(summary)) return ["nothing of the range is held: its figures are unknown."];
  const { periods, methods, total } = summary;
  const unsettled = periods.byState.provisional + periods.byState.unconfirmed;
  const absent = periods.expected - periods.present;
  return [
    ...(absent > 0
      ? [
          `the figures are of ${countText(periods.present)} of ${plural(periods.expected, "period")}; of the others nothing is held.`,
        ]
      : []),
    ...(unsettled > 0
      ? [`${plural(unsettled, "period")} of those held ${unsettled === 1 ? "is" : "are"} not complete.`]
      : []),
    ...(methods.length > 1 ? [`the days are of different methods (${methods.join(", ")}), which are not alike.`] : []),
    ...(methods.includes("import") ? [IMPORTED_NOTE] : []),
    ...unregisteredNotes(summary),
    ...priceNotes(total.totals),
    ...calculationNotes(summary),
  ];
}

/** Told where it is broken down by what the register says of a unit. */
function unregisteredNotes({ groups }: HeldSummary): string[] {
  const unregistered = groups?.find(({ group }) => group === UNREGISTERED);
  if (unregistered === undefined) return [];
  const energy = `${mwhShown(unregistered.totals.grossWh)} MWh (gross)`;
  return [
    `${energy} is of units for which the register has no such entry, in group ${UNREGISTERED}: windhash update-units`,
  ];
}

/** Why a payment is unknown, or what it leaves out. */
export function priceNotes({ unpricedWh, paymentGbp }: CurtailmentTotals): string[] {
  if (unpricedWh === 0) return [];
  const energy = `${mwhShown(unpricedWh)} MWh`;
  return paymentGbp === null
    ? [`payments are unknown: the source gives no prices for these volumes (${energy}).`]
    : [`payments leave out ${energy}, for which the source gives no prices.`];
}

function calculationNotes({ total, outdatedDays }: HeldSummary): string[] {
  const { records } = total.totals;
  const outdated = `${plural(outdatedDays.length, "day")} (${outdatedDays[0]}${outdatedDays.length === 1 ? "" : ", ..."})`;
  const partial = total.bitcoin.filter(({ calculations }) => calculations !== records);
  return [
    ...(outdatedDays.length > 0
      ? [`the bitcoin of ${outdated} was worked out from other records than those held: windhash calculate`]
      : []),
    ...partial.map(
      ({ minerModelId, calculations }) =>
        `the bitcoin of ${minerModelId} stands on ${countText(calculations)} of ${plural(records, "record")}: windhash calculate`,
    ),
  ];
}
