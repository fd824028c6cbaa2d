import type { Status, VerifyOutcome } from "@windhash/pipeline";
import type { Json } from "../result.ts";
import { type Look, styled } from "./look.ts";
import { countText, plural } from "./numbers.ts";
import { reconciledShown, statusDocument } from "./status.ts";
import { ATTRIBUTION, bitcoinText, completenessText, type HeldSummary, summaryDocument } from "./summary.ts";
import { weekdayOf } from "./time.ts";
import { groupsText, totalsText } from "./totals.ts";
import { verifyDocument } from "./verify.ts";

/** The bundled day, worked out and checked. */
export type Demonstration = {
  /** Broken down by BM unit. */
  readonly summary: HeldSummary;
  readonly status: Status;
  readonly verification: VerifyOutcome;
};

const UNITS_SHOWN = 5;

/** The bundled day for people. */
export function demoText(look: Look, { summary, status, verification }: Demonstration): string[] {
  const { range, total, groups } = summary;
  const units = groups ?? [];
  return [
    styled(
      look,
      "bold",
      `${range.from} (${weekdayOf(range.from)}): what Great Britain's wind was told not to generate`,
    ),
    "",
    ...totalsText(look, total.totals),
    "",
    styled(look, "bold", "The bitcoin that the net energy could have mined"),
    "",
    ...bitcoinText(look, summary),
    "",
    styled(look, "bold", `The ${UNITS_SHOWN} units with most, of ${units.length}`),
    "",
    ...groupsText(look, "BM unit", units.slice(0, UNITS_SHOWN)),
    "",
    styled(look, "bold", "How far it can be trusted"),
    "",
    ...completenessText(look, summary),
    "",
    reconciledShown(look, status),
    verifiedShown(look, verification),
    "",
    ATTRIBUTION,
    "",
    `Look further: npx windhash summary ${range.from} --by party   (all commands: npx windhash --help)`,
  ];
}

/** The bundled day as JSON. */
export function demoDocument({ summary, status, verification }: Demonstration): { readonly [key: string]: Json } {
  const { groups, ...totals } = summary;
  return {
    summary: { ...summaryDocument({ ...totals, groups }, "unit") },
    status: statusDocument(status),
    verification: verifyDocument({ outcome: verification, days: status.days, damagedDays: status.damagedDays }),
  };
}

function verifiedShown(look: Look, { records, calculations, findings }: VerifyOutcome): string {
  const what = `${plural(records, "record")} and ${plural(calculations, "calculation")}`;
  if (findings.length === 0) return styled(look, "green", `Verified: ${what} are what their own inputs give`);
  return styled(look, "red", `Not verified: ${countText(findings.length)} differences in ${what}. See windhash verify`);
}
