import type { SettlementDate } from "@windhash/core";
import type { DayState, VerifyOutcome } from "@windhash/pipeline";
import type { Json } from "../result.ts";
import { type Look, styled } from "./look.ts";
import { countText, plural } from "./numbers.ts";
import { damagedShown, daysText } from "./status.ts";

/** More of them would not be read. */
const FINDINGS_SHOWN = 20;

/** What was verified, with the state of the days. */
export type Verified = {
  readonly outcome: VerifyOutcome;
  readonly days: Readonly<Record<DayState, number>>;
  /** Held days of which settlement periods are absent. */
  readonly damagedDays: readonly SettlementDate[];
};

/** A verification for people. */
export function verifyText(look: Look, { outcome, days, damagedDays }: Verified): string[] {
  const { findings, records, calculations } = outcome;
  const what = `${plural(records, "record")} and ${plural(calculations, "calculation")} of ${plural(outcome.days, "day")}`;
  const headline =
    findings.length === 0
      ? `${what}: each is what its own inputs give`
      : `${what}: ${plural(findings.length, "difference")}`;
  const shown = findings
    .slice(0, FINDINGS_SHOWN)
    .flatMap(({ settlementDate, kind, key, stored, expected }) => [
      `  ${[settlementDate, kind, key].filter((part) => part !== "").join(" ")}`,
      `    stored    ${stored}`,
      `    expected  ${expected}`,
    ]);
  const more = findings.length - FINDINGS_SHOWN;
  return [
    styled(look, findings.length === 0 ? "green" : "red", headline),
    ...(shown.length === 0 ? [] : ["", ...shown]),
    ...(more > 0 ? [`  and ${countText(more)} more: windhash verify --json`] : []),
    "",
    ...daysText(look, days),
    ...damagedShown(look, damagedDays),
    ...(findings.length === 0
      ? []
      : ["", "Repair: windhash reconcile --rows mends what can be worked out again, windhash ingest <date> the rest"]),
  ];
}

/** A verification as JSON. */
export function verifyDocument({ outcome, days, damagedDays }: Verified): { readonly [key: string]: Json } {
  const { records, calculations, findings } = outcome;
  return {
    days: outcome.days,
    dayStates: { ...days },
    damagedDays,
    records,
    calculations,
    findings: findings.map((finding) => ({ ...finding })),
  };
}
