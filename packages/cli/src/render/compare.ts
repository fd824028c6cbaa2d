import {
  AGREEMENT_RULE,
  type Agreement,
  agreementOf,
  agrees,
  DIFFERENCE_TERMS,
  type DifferenceTerm,
  type DifferenceTermsWh,
  type ExplainedUnitDay,
  type PeriodDifference,
  type SettlementDateRange,
  sumOfTerms,
  unitDaysOf,
} from "@windhash/core";
import type { ComparedDay, ComparedName } from "@windhash/pipeline";
import type { Json } from "../result.ts";
import { type Look, styled } from "./look.ts";
import { countText, mwhShown, percentShown, plural } from "./numbers.ts";
import { ATTRIBUTION } from "./summary.ts";
import { pairs, table } from "./table.ts";
import { rangeShown } from "./time.ts";

/** What the table has a line for. */
export type ComparedBy = "unit" | "day" | "period";

/** Two methods side by side. */
export type Compared = {
  readonly range: SettlementDateRange;
  readonly methods: readonly [ComparedName, ComparedName];
  readonly source: string;
  readonly by: ComparedBy;
  readonly days: readonly ComparedDay[];
};

/** Unit-days that do not agree; more would not be read. */
const SHOWN = 20;

const TERMS: Readonly<Record<DifferenceTerm, string>> = {
  unmapped: "unmapped unit",
  noPlan: "no PN",
  undo: "undo",
  rounding: "rounding",
  other: "other",
};

/** How far the methods agree over all days that could be compared. */
export function agreementOfDays({ days }: Pick<Compared, "days">): Agreement {
  return agreementOf(unitDaysOf(periodsOf(days)));
}

/** A comparison for people. */
export function compareText(look: Look, compared: Compared): string[] {
  const { range, methods, source, days, by } = compared;
  const periods = periodsOf(days);
  const unitDays = unitDaysOf(periods);
  const heading = styled(
    look,
    "bold",
    `${methods[0]} less ${methods[1]}, ${rangeShown(range)} from ${source}, MWh net`,
  );
  if (!isAnyCompared(days)) return [heading, "", ...absentText(look, days)];
  return [
    heading,
    "",
    ...table(look, columnsOf(compared), groupsOf(periods, by).map(groupRow)),
    "",
    ...termsText(look, periods),
    ...offText(look, compared, unitDays),
    "",
    ...agreementText(look, agreementOf(unitDays)),
    ...replayText(look, compared),
    ...unsureText(compared),
    ...absentText(look, days),
    ...(periods.length > 0 ? [ATTRIBUTION] : []),
  ];
}

/** A comparison as JSON. */
export function compareDocument(compared: Compared): { readonly [key: string]: Json } {
  const { range, methods, source, by, days } = compared;
  const periods = periodsOf(days);
  const unitDays = unitDaysOf(periods);
  const { passes, ...agreement } = agreementOf(unitDays);
  return {
    range: { from: range.from, to: range.to },
    methods: [...methods],
    source,
    by,
    passes: isAnyCompared(days) ? passes : null,
    agreement: isAnyCompared(days) ? agreement : null,
    rule: { ...AGREEMENT_RULE },
    termsWh: isAnyCompared(days) ? sumOfTerms(periods.map(({ terms }) => terms)) : null,
    groups: groupsOf(periods, by).map((group) => ({ ...group })),
    unitDays: unitDays.map(unitDayDocument),
    days: days.map(dayDocument),
    attribution: ATTRIBUTION,
  };
}

/** Of what was not compared there is nothing to say, and not that it agrees. */
function isAnyCompared(days: readonly ComparedDay[]): boolean {
  return days.some(({ outcome }) => outcome === "compared");
}

function periodsOf(days: readonly ComparedDay[]): readonly PeriodDifference[] {
  return days.flatMap((day) => (day.outcome === "compared" ? day.periods : []));
}

/** What a line of the table is of. */
type Group = {
  readonly group: string;
  readonly firstWh: number;
  readonly secondWh: number;
  readonly differenceWh: number;
  readonly termsWh: DifferenceTermsWh;
};

/** In order of date and period; units by how far they differ, most first. */
function groupsOf(periods: readonly PeriodDifference[], by: ComparedBy): readonly Group[] {
  const rows = new Map<string, PeriodDifference[]>();
  for (const period of periods) {
    const group = nameOf(period, by);
    const kept = rows.get(group);
    if (kept === undefined) rows.set(group, [period]);
    else kept.push(period);
  }
  const groups = [...rows].map(([group, parts]) => groupOf(group, parts));
  return by === "unit" ? groups.toSorted((a, b) => Math.abs(b.differenceWh) - Math.abs(a.differenceWh)) : groups;
}

function nameOf({ settlementDate, settlementPeriod, bmUnitId }: PeriodDifference, by: ComparedBy): string {
  if (by === "unit") return bmUnitId;
  return by === "day" ? settlementDate : `${settlementDate} ${String(settlementPeriod).padStart(2)}`;
}

function groupOf(group: string, periods: readonly PeriodDifference[]): Group {
  const sum = (which: "first" | "second" | "difference"): number =>
    periods.reduce((total, { [which]: energies }) => total + (energies?.netWh ?? 0), 0);
  const termsWh = sumOfTerms(periods.map(({ terms }) => terms));
  return { group, firstWh: sum("first"), secondWh: sum("second"), differenceWh: sum("difference"), termsWh };
}

function columnsOf({ by, methods }: Pick<Compared, "by" | "methods">) {
  return [
    { heading: by === "period" ? "date, period" : by, align: "left" },
    { heading: methods[0], align: "right" },
    { heading: methods[1], align: "right" },
    { heading: "difference", align: "right" },
    { heading: "of which", align: "left" },
  ] as const;
}

function groupRow({ group, firstWh, secondWh, differenceWh, termsWh }: Group): string[] {
  return [group, mwhShown(firstWh), mwhShown(secondWh), mwhShown(differenceWh), reasonShown(termsWh)];
}

/** Terms that show in two decimals. */
function reasonShown(terms: DifferenceTermsWh): string {
  const shown = DIFFERENCE_TERMS.filter((term) => !/^-?0\.00$/.test(mwhShown(terms[term])));
  return shown.map((term) => `${TERMS[term]} ${mwhShown(terms[term])}`).join(", ");
}

function termsText(look: Look, periods: readonly PeriodDifference[]): readonly string[] {
  const sums = sumOfTerms(periods.map(({ terms }) => terms));
  const rows = DIFFERENCE_TERMS.map((term) => {
    const count = periods.filter(({ terms }) => terms[term] !== 0).length;
    return [TERMS[term], `${mwhShown(sums[term])} in ${plural(count, "unit-period")}`] as const;
  });
  return [styled(look, "dim", "  What explains the difference, MWh"), ...pairs(rows)];
}

function offText(look: Look, { methods }: Compared, unitDays: readonly ExplainedUnitDay[]): readonly string[] {
  const off = unitDays
    .filter((unitDay) => !agrees(unitDay))
    .toSorted((a, b) => Math.abs(b.differenceWh) - Math.abs(a.differenceWh));
  if (off.length === 0) return [];
  const columns = [{ heading: "date", align: "left" }, ...columnsOf({ by: "unit", methods })] as const;
  const rows = off
    .slice(0, SHOWN)
    .map(({ settlementDate, bmUnitId, firstWh, secondWh, differenceWh, terms }) => [
      settlementDate,
      bmUnitId,
      firstWh === null ? "none" : mwhShown(firstWh),
      secondWh === null ? "none" : mwhShown(secondWh),
      mwhShown(differenceWh),
      reasonShown(terms),
    ]);
  const more = off.length - rows.length;
  return [
    "",
    styled(look, "yellow", `Unit-days that do not agree: ${countText(off.length)}`),
    ...table(look, columns, rows),
    ...(more > 0 ? [`  and ${countText(more)} more: --json has them`] : []),
  ];
}

function agreementText(look: Look, agreement: Agreement): readonly string[] {
  const { unitDays, agreeing, unitDaysPass, differenceWh, wholePasses, firstWh, secondWh, passes } = agreement;
  if (unitDays === 0) return ["Neither method has anything curtailed to compare."];
  const largerWh = Math.max(Math.abs(firstWh), Math.abs(secondWh));
  const whole = largerWh === 0 ? "0" : ((100 * differenceWh) / largerWh).toFixed(3).replace(/^-(?=[0.]+$)/, "");
  const verdict = (isPassed: boolean): string => (isPassed ? "passed" : "not passed");
  return [
    `Unit-days within 0.05 MWh or 0.5 %: ${countText(agreeing)} of ${countText(unitDays)}, ${percentShown(agreeing, unitDays)}; 95 % are asked: ${verdict(unitDaysPass)}`,
    `On the whole: ${whole} %; within 0.5 % is asked: ${verdict(wholePasses)}`,
    styled(look, passes ? "green" : "red", passes ? "The methods agree." : "The methods do not agree."),
  ];
}

/** A stored day beside the method that it was read by is the same figure twice. */
function replayText(look: Look, { methods, days, source }: Compared): readonly string[] {
  const compared = days.filter((day) => day.outcome === "compared");
  const count = compared.filter(({ storedMethod }) => methods.some((method) => method === storedMethod)).length;
  const other = methods.find((method) => method !== "stored");
  if (count === 0 || other === undefined) return [];
  const which =
    count === compared.length ? "What is stored was" : `${plural(count, "stored day")} ${count === 1 ? "was" : "were"}`;
  const shows = `this shows only that ${source} replays what is stored, and checks no method by another`;
  return [styled(look, "yellow", `${which} read by ${other} too: ${shows}.`)];
}

/** What a method itself is not sure of explains what no term does. */
function unsureText({ methods, days }: Compared): readonly string[] {
  const compared = days.filter((day) => day.outcome === "compared");
  return methods.flatMap((method, at) => {
    const count = compared.reduce((sum, { unsurePeriods }) => sum + (unsurePeriods[at] ?? 0), 0);
    return count === 0 ? [] : [`${method}: ${plural(count, "period")} not known to be complete.`];
  });
}

const ABSENT: Readonly<Record<Exclude<ComparedDay["outcome"], "compared">, string>> = {
  failed: "could not be read",
  unpublished: "not published yet",
  "not-held": "not held by the database",
};

function absentText(look: Look, days: readonly ComparedDay[]): readonly string[] {
  return days.flatMap(({ settlementDate, outcome }) =>
    outcome === "compared" ? [] : [styled(look, "yellow", `${settlementDate}: ${ABSENT[outcome]}, so not compared.`)],
  );
}

function unitDayDocument(unitDay: ExplainedUnitDay): Json {
  const { terms, ...energies } = unitDay;
  return { ...energies, agrees: agrees(unitDay), termsWh: terms };
}

function dayDocument(day: ComparedDay): Json {
  const { settlementDate, outcome } = day;
  if ("error" in day) {
    const { code, message, details } = day.error;
    return { settlementDate, outcome, error: { code, message, details } };
  }
  return { settlementDate, outcome, ...comparedDocument(day) };
}

function comparedDocument(day: ComparedDay): { readonly [key: string]: Json } {
  if (day.outcome !== "compared") return { unsurePeriods: null, storedMethod: null };
  return { unsurePeriods: [...day.unsurePeriods], storedMethod: day.storedMethod };
}
