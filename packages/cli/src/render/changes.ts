import type { ChangeCause } from "@windhash/core";
import type { ChangedDay, ChangedRecordLine, ChangedUnit, ChangesReport, RevisionLine } from "@windhash/pipeline";
import { type Look, styled } from "./look.ts";
import { countText, gbpShown, type Money, mwhShown, plural } from "./numbers.ts";
import { ATTRIBUTION, priceNotes } from "./summary.ts";
import { type Column, table } from "./table.ts";
import { rangeShown, utcShown } from "./time.ts";

/** What changed, and what was asked for. */
export type ShownChanges = ChangesReport & {
  /** Unix seconds; null: everything on record. */
  readonly since: number | null;
};

/** In few letters, for the table. */
const CAUSES: Readonly<Record<ChangeCause, string>> = {
  payload: "restated",
  method: "method",
  register: "register",
  rows: "worked out",
  states: "states",
};

const MEANINGS: Readonly<Record<ChangeCause, string>> = {
  payload: "the source answered otherwise than before",
  method: "read by another method",
  register: "other BM units count as wind",
  rows: "worked out anew from the same answers",
  states: "only what is known of its completeness",
};

const LEFT = "left";
const RIGHT = "right";

/** Changes for people. */
export function changesText(look: Look, report: ShownChanges): string[] {
  const { range, revisions, total, daysHeld, daysRevised } = report;
  if (daysHeld === 0)
    return [
      `${range === null ? "No day" : `Nothing of ${rangeShown(range)}`} is held, so nothing is known of changes.`,
    ];
  const since = report.since === null ? "" : ` since ${utcShown(report.since)} UTC`;
  const heading = `${range === null ? "Everything that is held" : rangeShown(range)}: what changed${since}`;
  const held = `${plural(daysHeld, "day")} held, ${countText(daysRevised)} of them committed more than once`;
  if (revisions.length === 0) return [styled(look, "bold", heading), "", `  Nothing: ${held}.`];
  return [
    styled(look, "bold", heading),
    "",
    `  ${held}`,
    `  ${plural(total.revisions, "revision")} of ${plural(total.days, "day")} told here, with ${plural(total.changes, "change")} of records`,
    "",
    ...totalText(look, total),
    "",
    ...breakdownText(look, report),
    "",
    ...meaningsText(revisions),
    ...changeNotes(report).map((note) => styled(look, "yellow", `  Note: ${note}`)),
    "",
    ATTRIBUTION,
  ];
}

/** Before, after and difference of the days that are told. */
function totalText(look: Look, { before, after, difference }: ChangesReport["total"]): string[] {
  const columns: Column[] = [
    { heading: "", align: LEFT },
    ...["before", "after", "difference"].map((heading) => ({ heading, align: RIGHT }) as const),
  ];
  const energy = (name: string, key: "grossWh" | "undoWh" | "netWh"): string[] => [
    name,
    mwhShown(before[key]),
    mwhShown(after[key]),
    mwhChange(difference[key]),
  ];
  const money = (name: string, key: "bidPaymentGbp" | "undoPaymentGbp" | "paymentGbp"): string[] => [
    name,
    gbpShown(before[key]),
    gbpShown(after[key]),
    gbpChange(difference[key]),
  ];
  return table(look, columns, [
    energy("bid down (gross), MWh", "grossWh"),
    energy("undone, MWh", "undoWh"),
    energy("net, MWh", "netWh"),
    money("bid down, GBP", "bidPaymentGbp"),
    money("undone, GBP", "undoPaymentGbp"),
    money("net, GBP", "paymentGbp"),
  ]);
}

function breakdownText(look: Look, { revisions, days, units, records }: ShownChanges): string[] {
  if (days !== null) return daysText(look, days);
  if (units !== null) return unitsText(look, units);
  return records === null ? revisionsText(look, revisions) : recordsText(look, records);
}

function revisionsText(look: Look, revisions: readonly RevisionLine[]): string[] {
  const columns: Column[] = [
    { heading: "date", align: LEFT },
    { heading: "rev", align: RIGHT },
    { heading: "committed, UTC", align: LEFT },
    { heading: "why", align: LEFT },
    { heading: "records", align: LEFT },
    { heading: "net MWh", align: RIGHT },
    { heading: "GBP", align: RIGHT },
  ];
  return table(
    look,
    columns,
    revisions.map((line) => [
      line.settlementDate,
      String(line.revision),
      utcShown(line.committedAt),
      line.causes.map((cause) => CAUSES[cause]).join("+"),
      recordsShown(line),
      mwhChange(line.difference.netWh),
      gbpChange(line.difference.paymentGbp),
    ]),
  );
}

/** `+1 ~3 -2`: added, updated, removed. */
function recordsShown({ added, updated, removed }: RevisionLine): string {
  const counts = [added > 0 ? `+${added}` : "", updated > 0 ? `~${updated}` : "", removed > 0 ? `-${removed}` : ""];
  return counts.filter((count) => count !== "").join(" ") || "0";
}

function daysText(look: Look, days: readonly ChangedDay[]): string[] {
  const columns: Column[] = [
    { heading: "date", align: LEFT },
    ...["revs", "net MWh before", "after", "change", "GBP"].map((heading) => ({ heading, align: RIGHT }) as const),
  ];
  return table(
    look,
    columns,
    days.map(({ settlementDate, revisions, before, after, difference }) => [
      settlementDate,
      String(revisions),
      mwhShown(before.netWh),
      mwhShown(after.netWh),
      mwhChange(difference.netWh),
      gbpChange(difference.paymentGbp),
    ]),
  );
}

function unitsText(look: Look, units: readonly ChangedUnit[]): string[] {
  const columns: Column[] = [
    { heading: "BM unit", align: LEFT },
    { heading: "name", align: LEFT },
    ...["days", "changes", "net MWh", "GBP"].map((heading) => ({ heading, align: RIGHT }) as const),
  ];
  return table(
    look,
    columns,
    units.map(({ bmUnitId, name, days, changes, difference }) => [
      bmUnitId,
      name ?? "",
      countText(days),
      countText(changes),
      mwhChange(difference.netWh),
      gbpChange(difference.paymentGbp),
    ]),
  );
}

/** Where a record was not there, nothing stands; what is unknown says so. */
function recordsText(look: Look, records: readonly ChangedRecordLine[]): string[] {
  const columns: Column[] = [
    { heading: "date", align: LEFT },
    { heading: "p", align: RIGHT },
    { heading: "BM unit", align: LEFT },
    { heading: "rev", align: RIGHT },
    ...["net MWh", "now", "GBP", "now"].map((heading) => ({ heading, align: RIGHT }) as const),
  ];
  return table(
    look,
    columns,
    records.map(({ settlementDate, settlementPeriod, bmUnitId, revision, before, after }) => [
      settlementDate,
      String(settlementPeriod),
      bmUnitId,
      String(revision),
      before === null ? "" : mwhShown(before.netWh),
      after === null ? "gone" : mwhShown(after.netWh),
      before === null ? "" : gbpShown(before.paymentGbp),
      after === null ? "gone" : gbpShown(after.paymentGbp),
    ]),
  );
}

function meaningsText(revisions: readonly RevisionLine[]): string[] {
  const found = new Set(revisions.flatMap(({ causes }) => causes));
  return (Object.keys(CAUSES) as ChangeCause[])
    .filter((cause) => found.has(cause))
    .map((cause) => `  ${CAUSES[cause]}: ${MEANINGS[cause]}`);
}

/** What has to be known to read the figures, each in a sentence. */
export function changeNotes({ total, daysNotComplete }: ShownChanges): string[] {
  const [first] = daysNotComplete;
  const { length } = daysNotComplete;
  return [
    ...(first === undefined
      ? []
      : [
          `${plural(length, "day")} (${first}${length === 1 ? "" : ", ..."}) ${length === 1 ? "is" : "are"} not complete.`,
        ]),
    ...(total.difference.paymentGbp === null
      ? ["the difference in GBP is unknown where a changed record has no known payment, before or after."]
      : []),
    ...new Set([...priceNotes(total.before), ...priceNotes(total.after)]),
  ];
}

function mwhChange(energyWh: number): string {
  return signed(mwhShown(energyWh));
}

function gbpChange(gbp: Money | null): string {
  return gbp === null ? gbpShown(gbp) : signed(gbpShown(gbp));
}

/** `+1.50`, `-1.50`, `0.00`. */
function signed(numeral: string): string {
  return numeral.startsWith("-") || /^[0.,]+$/.test(numeral) ? numeral : `+${numeral}`;
}
