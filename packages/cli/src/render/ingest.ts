import {
  addTotals,
  type HeldPeriod,
  nextSettlementDate,
  NO_RECORDS,
  periodCount,
  type PeriodState,
  type SettlementDate,
  type SettlementDateRange,
  type SourceMethod,
} from "@windhash/core";
import type { IngestOutcome, IngestPlan, IngestReason, SkipReason } from "@windhash/pipeline";
import type { Json } from "../result.ts";
import { type Look, styled } from "./look.ts";
import { countText, gbpShown, mwhShown, periodsShown, plural } from "./numbers.ts";
import { ATTRIBUTION, priceNotes } from "./summary.ts";
import { table } from "./table.ts";
import { rangeShown } from "./time.ts";
import { totalsDocument } from "./totals.ts";

/** What Elexon answered. */
export type Answers = {
  readonly requests: number;
  /** Those of the requests that asked again for what had been asked in vain. */
  readonly retries: number;
  readonly bytes: number;
};

/** What became of the days that were asked for. */
export type Ingested = {
  readonly asked: SettlementDateRange | "refresh";
  /** Null: each day by the method by which it is held. */
  readonly method: SourceMethod | null;
  readonly source: string;
  readonly plan: IngestPlan;
  /** The plan alone: nothing was read. */
  readonly isDryRun: boolean;
  readonly outcomes: readonly IngestOutcome[];
  readonly interrupted: boolean;
  /** Days were left because those before them could not be read, one after the other. */
  readonly sourceIsDown: boolean;
  /** The command that goes on; null where no day was left. */
  readonly resume: string | null;
  /** Null where an archive was read. */
  readonly answers: Answers | null;
  readonly durationS: number;
};

const STATES: readonly PeriodState[] = ["complete", "empty", "provisional", "unconfirmed"];

const REASONS: Readonly<Record<IngestReason, string>> = {
  "not-held": "not held",
  asked: "asked for",
  "other-method": "held by another method",
  "lost-periods": "periods of it are absent",
  provisional: "provisional",
  unconfirmed: "unconfirmed",
  "settlement-run": "a settlement run has come out",
  "last-days": "of the last days",
  "last-month": "of the month before",
};

const SKIPPED: Readonly<Record<SkipReason, string>> = {
  complete: "complete (--force reads it again)",
  "looked-at": "looked at in the last 6 hours (--force reads it again)",
  imported: "imported from a file (--force reads the source instead)",
};

/** Of a year there may be hundreds. */
const REMARKS_SHOWN = 20;

/** Days for people: a line each, then what has to be known of them, and what they add up to. */
export function ingestText(look: Look, ingested: Ingested): string[] {
  const { isDryRun, outcomes, resume, interrupted } = ingested;
  const isStored = outcomes.some(({ outcome }) => outcome === "stored");
  return [
    styled(look, "bold", heading(ingested)),
    "",
    ...(isDryRun ? planText(look, ingested.plan) : outcomesText(look, outcomes)),
    ...skippedText(ingested.plan),
    "",
    ...(isDryRun ? ["Nothing was read and nothing was written."] : summaryText(ingested)),
    ...(resume === null
      ? []
      : [styled(look, "yellow", `${interrupted ? "Interrupted" : "Stopped"}. Go on with: ${resume}`)]),
    ...(isStored ? ["Next: windhash calculate"] : []),
    ...(outcomes.some((outcome) => "totals" in outcome) ? [ATTRIBUTION] : []),
  ];
}

function heading({ asked, method, source }: Ingested): string {
  const days = asked === "refresh" ? "What may have been restated," : rangeShown(asked);
  return `${days} from ${source}, by ${method === null ? "the method of each day" : `method ${method}`}`;
}

function outcomesText(look: Look, outcomes: readonly IngestOutcome[]): string[] {
  if (outcomes.length === 0) return ["  Nothing was read."];
  const columns = [
    { heading: "date", align: "left" },
    { heading: "", align: "left" },
    ...["records", "gross MWh", "undone MWh", "net MWh", "GBP"].map(
      (each) => ({ heading: each, align: "right" }) as const,
    ),
    { heading: "periods", align: "left" },
  ] as const;
  const remarks = outcomes.flatMap((outcome) =>
    remarksOf(outcome).map((remark) => `  ${outcome.settlementDate}  ${remark}`),
  );
  const others = remarks.length - REMARKS_SHOWN;
  return [
    ...table(look, columns, outcomes.map(rowOf)),
    ...(remarks.length === 0 ? [] : ["", ...remarks.slice(0, REMARKS_SHOWN)]),
    ...(others > 0 ? [`  and ${plural(others, "remark")} more; --json has them all`] : []),
  ];
}

function planText(look: Look, { days }: IngestPlan): string[] {
  if (days.length === 0) return ["  No day would be read."];
  const columns = [
    { heading: "date", align: "left" },
    { heading: "days", align: "right" },
    { heading: "method", align: "left" },
    { heading: "why", align: "left" },
  ] as const;
  const requests = days.reduce((sum, { settlementDate, method }) => sum + requestsOf[method](settlementDate), 0);
  const rows = stretchesOf(days).map(({ from, to, count, method, why }) => [
    rangeShown({ from, to }),
    countText(count),
    method,
    why,
  ]);
  return [...table(look, columns, rows), "", `  ${plural(days.length, "day")}, about ${countText(requests)} requests`];
}

/** Of the rows themselves and of their counts, as the readers ask; retries come on top. */
const requestsOf: Readonly<Record<SourceMethod, (date: SettlementDate) => number>> = {
  stack: (date) => 2 * periodCount(date) + 1,
  boav: () => 5,
  pn: () => 7,
};

type Stretch = { from: SettlementDate; to: SettlementDate; count: number; method: SourceMethod; why: string };

/** Days that follow each other and are read for the same reason. */
function stretchesOf(days: IngestPlan["days"]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { settlementDate, method, reason, run } of days) {
    const why = run === null ? REASONS[reason] : `settlement run ${run} has come out`;
    const last = stretches.at(-1);
    const goesOn = last?.method === method && last.why === why && nextSettlementDate(last.to) === settlementDate;
    if (goesOn) Object.assign(last, { to: settlementDate, count: last.count + 1 });
    else stretches.push({ from: settlementDate, to: settlementDate, count: 1, method, why });
  }
  return stretches;
}

function skippedText({ skipped }: IngestPlan): string[] {
  const counts = (Object.keys(SKIPPED) as SkipReason[])
    .map((reason) => [reason, skipped.filter((day) => day.reason === reason).length] as const)
    .filter(([, count]) => count > 0);
  if (counts.length === 0) return [];
  return ["", ...counts.map(([reason, count]) => `  ${plural(count, "day")} skipped: ${SKIPPED[reason]}`)];
}

/** Of a single day the table has said it all, but for what it took. */
function summaryText(ingested: Ingested): string[] {
  const { plan } = ingested;
  const { days, totals } = sumOf(ingested);
  const all = plan.days.length + plan.skipped.length;
  const counts = Object.entries(days)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${countText(count)} ${outcome}`);
  const read = [
    plural(totals.records, "record"),
    `${mwhShown(totals.netWh)} MWh net`,
    `${gbpShown(totals.paymentGbp)} GBP`,
  ];
  return [
    ...(all > 1 ? [`${plural(all, "day")}: ${counts.join(", ")}`] : []),
    ...(all > 1 && days.stored + days.unchanged > 0 ? [`Read: ${read.join(", ")}`] : []),
    ...(all > 1 ? priceNotes(totals).map((each) => `Note: ${each}`) : []),
    ...answersText(ingested),
  ];
}

function answersText({ answers, durationS }: Ingested): string[] {
  if (answers === null || answers.requests === 0) return [];
  const { requests, retries, bytes } = answers;
  const again = retries === 0 ? "" : ` (${countText(retries)} of them again)`;
  return [`Asked: ${plural(requests, "request")}${again}, ${mbShown(bytes)} MB, ${countText(durationS)} s`];
}

function sumOf({ outcomes, plan }: Ingested) {
  const count = (wanted: IngestOutcome["outcome"]): number =>
    outcomes.filter(({ outcome }) => outcome === wanted).length;
  const days = {
    stored: count("stored"),
    unchanged: count("unchanged"),
    skipped: plan.skipped.length,
    failed: count("failed"),
    unpublished: count("unpublished"),
    "not begun": plan.days.length - outcomes.length,
  };
  const totals = outcomes.reduce(
    (sum, outcome) => ("totals" in outcome ? addTotals(sum, outcome.totals) : sum),
    NO_RECORDS,
  );
  return { days, totals };
}

function mbShown(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** Days as JSON. */
export function ingestDocument(ingested: Ingested): { readonly [key: string]: Json } {
  const { asked, method, source, plan, isDryRun, outcomes, resume, interrupted, sourceIsDown } = ingested;
  return {
    range: asked === "refresh" ? null : { from: asked.from, to: asked.to },
    refresh: asked === "refresh",
    method,
    source,
    dryRun: isDryRun,
    plan: plan.days.map((day) => ({ ...day })),
    skipped: plan.skipped.map((day) => ({ ...day })),
    days: outcomes.map(dayDocument),
    summary: isDryRun ? null : summaryDocument(ingested),
    interrupted,
    sourceIsDown,
    resume,
    attribution: ATTRIBUTION,
  };
}

function summaryDocument(ingested: Ingested): Json {
  const {
    totals,
    days: { "not begun": notBegun, ...days },
  } = sumOf(ingested);
  return {
    days: { ...days, notBegun },
    ...totalsDocument(totals),
    requests: ingested.answers?.requests ?? null,
    retries: ingested.answers?.retries ?? null,
    bytes: ingested.answers?.bytes ?? null,
    durationS: ingested.durationS,
  };
}

function rowOf(outcome: IngestOutcome): string[] {
  const { settlementDate } = outcome;
  if ("error" in outcome) return [settlementDate, outcome.outcome];
  const { totals, periods } = outcome;
  return [
    settlementDate,
    outcome.outcome,
    countText(totals.records),
    mwhShown(totals.grossWh),
    mwhShown(totals.undoWh),
    mwhShown(totals.netWh),
    gbpShown(totals.paymentGbp),
    STATES.filter((state) => countOf(periods, state) > 0)
      .map((state) => `${countOf(periods, state)} ${state}`)
      .join(", "),
  ];
}

function remarksOf(outcome: IngestOutcome): readonly string[] {
  if ("error" in outcome) return ["nothing was changed"];
  const reasons = reasonsOf(outcome.periods).map(({ reason, periods }) => `${periodsShown(periods)}: ${reason}`);
  return [...reasons, ...notesOf(outcome)];
}

function notesOf({
  totals,
  negativeNets,
}: Extract<IngestOutcome, { readonly negativeNets: number }>): readonly string[] {
  const undone = `${plural(negativeNets, "record")} undo more than was bid in the period: nothing can be mined with that.`;
  return [...priceNotes(totals), ...(negativeNets === 0 ? [] : [undone])];
}

function dayDocument(outcome: IngestOutcome): Json {
  const { settlementDate } = outcome;
  if ("error" in outcome) {
    const { code, message, details } = outcome.error;
    return { settlementDate, outcome: outcome.outcome, error: { code, message, details } };
  }
  const { change, periods, totals } = outcome;
  return {
    settlementDate,
    outcome: outcome.outcome,
    ...change,
    ...totalsDocument(totals),
    periods: Object.fromEntries([
      ["present", periods.length],
      ...STATES.map((state) => [state, countOf(periods, state)] as const),
    ]),
    reasons: reasonsOf(periods).map(({ reason, periods: settlementPeriods }) => ({ reason, settlementPeriods })),
    negativeNets: outcome.negativeNets,
    notes: notesOf(outcome),
  };
}

function countOf(periods: readonly HeldPeriod[], state: PeriodState): number {
  return periods.filter((period) => period.state === state).length;
}

function reasonsOf(
  periods: readonly HeldPeriod[],
): readonly { readonly reason: string; readonly periods: readonly number[] }[] {
  const reasons = new Map<string, number[]>();
  for (const { reason, settlementPeriod } of periods) {
    if (reason !== null) reasons.set(reason, [...(reasons.get(reason) ?? []), settlementPeriod]);
  }
  return [...reasons].map(([reason, numbers]) => ({ reason, periods: numbers }));
}
