import { type ChangeTotals, isoFromInstant } from "@windhash/core";
import type { ChangedDay, ChangedRecordLine, ChangedUnit, RevisionLine } from "@windhash/pipeline";
import type { Json } from "../result.ts";
import { changeNotes, type ShownChanges } from "./changes.ts";
import { recordFigures } from "./record.ts";
import { ATTRIBUTION } from "./summary.ts";
import { gbpDocument, totalsDocument } from "./totals.ts";

/** Changes as JSON: watt-hours are numbers, pounds strings of six decimals, unknown is null. */
export function changesDocument(report: ShownChanges): { readonly [key: string]: Json } {
  const { range, since, daysHeld, daysRevised, daysNotComplete, revisions, total, days, units, records } = report;
  return {
    range: range === null ? null : { from: range.from, to: range.to },
    since: since === null ? null : isoFromInstant(since),
    daysHeld,
    daysRevised,
    daysNotComplete,
    total: { days: total.days, revisions: total.revisions, changes: total.changes, ...versionsDocument(total) },
    revisions: revisions.map(revisionDocument),
    ...(days !== null && { days: days.map(dayDocument) }),
    ...(units !== null && { units: units.map(unitDocument) }),
    ...(records !== null && { records: records.map(recordDocument) }),
    notes: changeNotes(report),
    attribution: ATTRIBUTION,
  };
}

function revisionDocument(line: RevisionLine): Json {
  const { settlementDate, revision, ledgerNo, method, methodBefore, causes, added, updated, removed } = line;
  return {
    settlementDate,
    revision,
    ledgerNo,
    committedAt: isoFromInstant(line.committedAt),
    committedAtBefore: isoFromInstant(line.committedAtBefore),
    method,
    methodBefore,
    causes,
    added,
    updated,
    removed,
    ...versionsDocument(line),
  };
}

function dayDocument({ settlementDate, revisions, changes, ...versions }: ChangedDay): Json {
  return { settlementDate, revisions, changes, ...versionsDocument(versions) };
}

function unitDocument({ bmUnitId, name, days, changes, difference }: ChangedUnit): Json {
  return { bmUnitId, name, days, changes, difference: differenceDocument(difference) };
}

function recordDocument(line: ChangedRecordLine): Json {
  const { settlementDate, settlementPeriod, bmUnitId, revision, committedAt, before, after } = line;
  return {
    settlementDate,
    settlementPeriod,
    bmUnitId,
    revision,
    committedAt: isoFromInstant(committedAt),
    before: before === null ? null : recordFigures(before),
    after: after === null ? null : recordFigures(after),
  };
}

function versionsDocument({ before, after, difference }: Pick<ChangedDay, "before" | "after" | "difference">) {
  return {
    before: totalsDocument(before),
    after: totalsDocument(after),
    difference: differenceDocument(difference),
  };
}

function differenceDocument(difference: ChangeTotals): Json {
  return {
    grossWh: difference.grossWh,
    undoWh: difference.undoWh,
    netWh: difference.netWh,
    bidPaymentGbp: gbpDocument(difference.bidPaymentGbp),
    undoPaymentGbp: gbpDocument(difference.undoPaymentGbp),
    paymentGbp: gbpDocument(difference.paymentGbp),
  };
}
