import type { CurtailmentMethod, HeldPeriod, PeriodState, SettlementDateRange } from "@windhash/core";
import type { IngestOutcome } from "@windhash/pipeline";
import type { Json } from "../result.ts";
import { type Look, styled } from "./look.ts";
import { countText, gbpShown, mwhShown, periodsShown, plural } from "./numbers.ts";
import { ATTRIBUTION, priceNotes } from "./summary.ts";
import { table } from "./table.ts";
import { rangeShown } from "./time.ts";
import { totalsDocument } from "./totals.ts";

/** What became of the days that were asked for. */
export type Ingested = {
  readonly range: SettlementDateRange;
  readonly method: CurtailmentMethod;
  readonly source: string;
  readonly outcomes: readonly IngestOutcome[];
  /** The command that goes on; null unless it was interrupted. */
  readonly resume: string | null;
};

const STATES: readonly PeriodState[] = ["complete", "empty", "provisional", "unconfirmed"];

/** Days for people: a line each, then what has to be known of them. */
export function ingestText(look: Look, { range, method, source, outcomes, resume }: Ingested): string[] {
  const columns = [
    { heading: "date", align: "left" },
    { heading: "", align: "left" },
    ...["records", "gross MWh", "undone MWh", "net MWh", "GBP"].map(
      (heading) => ({ heading, align: "right" }) as const,
    ),
    { heading: "periods", align: "left" },
  ] as const;
  const remarks = outcomes.flatMap((outcome) =>
    remarksOf(outcome).map((remark) => `  ${outcome.settlementDate}  ${remark}`),
  );
  const isStored = outcomes.some(({ outcome }) => outcome === "stored");
  return [
    styled(look, "bold", `${rangeShown(range)} from ${source}, by method ${method}`),
    "",
    ...(outcomes.length === 0 ? ["  Nothing was read."] : table(look, columns, outcomes.map(rowOf))),
    ...(remarks.length === 0 ? [] : ["", ...remarks]),
    "",
    ...(resume === null ? [] : [styled(look, "yellow", `Interrupted. Go on with: ${resume}`)]),
    ...(isStored ? ["Next: windhash calculate"] : []),
    ...(outcomes.some((outcome) => "totals" in outcome) ? [ATTRIBUTION] : []),
  ];
}

/** Days as JSON. */
export function ingestDocument({ range, method, source, outcomes, resume }: Ingested): {
  readonly [key: string]: Json;
} {
  return {
    range: { from: range.from, to: range.to },
    method,
    source,
    days: outcomes.map(dayDocument),
    interrupted: resume !== null,
    resume,
    attribution: ATTRIBUTION,
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
