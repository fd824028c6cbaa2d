import type { ReconciliationFinding, SettlementDate } from "@windhash/core";
import type { DayState, ReconcileOutcome } from "@windhash/pipeline";
import type { Json } from "../result.ts";
import { type Look, styled } from "./look.ts";
import { btcShown, countText, plural } from "./numbers.ts";
import { beyondHistoryShown, damagedShown, daysText } from "./status.ts";
import { table } from "./table.ts";

/** What a reconciliation came to, with the state of the days that it went over. */
export type Reconciled = {
  readonly outcome: ReconcileOutcome;
  readonly days: Readonly<Record<DayState, number>>;
  readonly isDryRun: boolean;
  /** Days whose records do not add up, found by a dry run, which leaves them so. */
  readonly alteredDays: readonly SettlementDate[];
  /** Held days of which settlement periods are absent. */
  readonly damagedDays: readonly SettlementDate[];
};

/** A reconciliation for people. @param verb what was done to what differed */
export function reconcileText(look: Look, reconciled: Reconciled, verb = "repaired"): string[] {
  const { outcome, days, isDryRun, alteredDays } = reconciled;
  const { findings, rebuiltDays, matching } = outcome;
  const keys = findings.reduce((sum, finding) => sum + (finding.kind === "tally" ? 0 : finding.keys), 0);
  const calculated = outcome.days - outcome.beyondHistoryDays.length - outcome.damagedDays.length;
  const did = isDryRun ? "to repair (dry run: nothing was written)" : verb;
  const headline =
    keys === 0
      ? `All ${countText(matching)} calculations of ${plural(calculated, "day")} were as expected`
      : `${countText(keys)} calculations ${did}, ${countText(matching)} were as expected, in ${plural(calculated, "day")}`;
  return [
    styled(look, "bold", headline),
    ...(findings.length === 0 ? [] : ["", ...findingsText(look, findings)]),
    "",
    ...daysText(look, days),
    ...rebuiltDays.map(
      (date) =>
        `  The records of ${date} are not what was written and ${isDryRun ? "can be" : "were"} worked out again from its accepted volumes`,
    ),
    ...alteredDays.map((date) =>
      styled(look, "red", `  Altered: the records of ${date} do not add up to what was written`),
    ),
    ...damagedShown(look, allDamaged(reconciled)),
    ...beyondHistoryShown(look, outcome.beyondHistoryDays),
    ...(outcome.interrupted ? ["", resumeShown()] : []),
  ];
}

/** A reconciliation as JSON. */
export function reconcileDocument(reconciled: Reconciled): { readonly [key: string]: Json } {
  const { outcome, days, isDryRun, alteredDays } = reconciled;
  return {
    days: outcome.days,
    dayStates: { ...days },
    matching: outcome.matching,
    findings: outcome.findings.map((finding) => ({ ...finding, effectMsat: String(finding.effectMsat) })),
    rebuiltDays: outcome.rebuiltDays,
    alteredDays,
    damagedDays: allDamaged(reconciled),
    beyondHistoryDays: outcome.beyondHistoryDays,
    dryRun: isDryRun,
    runNo: outcome.runNo,
    interrupted: outcome.interrupted,
  };
}

function allDamaged({ outcome, damagedDays }: Reconciled): readonly SettlementDate[] {
  return [...new Set([...outcome.damagedDays, ...damagedDays])].toSorted();
}

function findingsText(look: Look, findings: readonly ReconciliationFinding[]): string[] {
  const kinds = new Map<
    string,
    { readonly model: string; readonly kind: string; keys: number; days: number; effectMsat: bigint }
  >();
  for (const { minerModelId: model, kind, keys, effectMsat } of findings) {
    const sum = kinds.get(`${model} ${kind}`) ?? { model, kind, keys: 0, days: 0, effectMsat: 0n };
    kinds.set(`${model} ${kind}`, {
      ...sum,
      keys: sum.keys + keys,
      days: sum.days + 1,
      effectMsat: sum.effectMsat + effectMsat,
    });
  }
  const rows = [...kinds.values()].map(({ model, kind, keys, days, effectMsat }) => [
    model,
    kind,
    countText(keys),
    countText(days),
    `${effectMsat > 0n ? "+" : ""}${btcShown(effectMsat)}`,
  ]);
  const columns = [
    { heading: "model", align: "left" },
    { heading: "was", align: "left" },
    { heading: "calculations", align: "right" },
    { heading: "days", align: "right" },
    { heading: "BTC", align: "right" },
  ] as const;
  return table(look, columns, rows);
}

function resumeShown(): string {
  return "Interrupted. Every day that was begun is finished; run the same command again to go on.";
}
