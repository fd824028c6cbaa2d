import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareUnitPeriods } from "../curtailment/order.ts";
import type { BmUnitId, CurtailmentMethod, CurtailmentRecord } from "../curtailment/types.ts";
import { StoreError } from "../errors.ts";
import type { RecordVersion } from "../ports/stores.ts";
import { canonicalRecord } from "../reconciliation/canonical.ts";
import { recordTally } from "../reconciliation/tally.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { totalsOf } from "../summary/totals.ts";
import { addChangeTotals, changeTotalsOf, NO_CHANGE } from "./changeTotals.ts";
import { dayChanges, type TalliedRevision } from "./dayChanges.ts";
import type { ChangeTotals, RevisionChange } from "./types.ts";

const settlementDate = parseSettlementDate("2025-03-11");

const money = fc
  .option(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), { freq: 5 })
  .map((micro) => (micro === null ? null : new Decimal(micro.toString()).div(1_000_000)));

/** One of a few values of a record, so that a key often has the same one again. */
const value = fc.record({ grossWh: fc.nat(3), undoWh: fc.nat(2), bid: money, undo: money, acceptances: fc.nat(1) });

const keys = [1, 2, 48].flatMap((period) => ["T_A-1", "T_B-1", "E_C-1"].map((unit) => ({ period, unit })));

/** The records of a day in one version. */
const version: fc.Arbitrary<readonly CurtailmentRecord[]> = fc
  .array(fc.option(value, { freq: 2 }), { minLength: keys.length, maxLength: keys.length })
  .map((values) =>
    values.flatMap((each, index) => {
      const { period = 1, unit = "" } = keys[index] ?? {};
      return each === null ? [] : [record(period, unit, each)];
    }),
  )
  .map((records) => records.toSorted(compareUnitPeriods));

type Given = {
  readonly grossWh: number;
  readonly undoWh?: number;
  readonly bid: Decimal | null;
  readonly undo?: Decimal | null;
  readonly acceptances?: number;
};

function record(period: number, unit: string, given: Given): CurtailmentRecord {
  const { grossWh, undoWh = 0, bid, undo = new Decimal(0), acceptances = 1 } = given;
  return {
    settlementDate,
    settlementPeriod: parseSettlementPeriod(period, settlementDate),
    bmUnitId: unit as BmUnitId,
    grossWh,
    undoWh,
    netWh: grossWh - undoWh,
    soGrossWh: null,
    soNetWh: null,
    bidPaymentGbp: bid,
    undoPaymentGbp: undo,
    paymentGbp: bid === null || undo === null ? null : bid.plus(undo),
    unpricedWh: (bid === null ? grossWh : 0) + (undo === null ? undoWh : 0),
    acceptances,
  };
}

type Facts = Partial<Pick<TalliedRevision, "method" | "payloadHash" | "registerHash">>;

function revisionOf(records: readonly CurtailmentRecord[], index: number, facts: Facts = {}): TalliedRevision {
  return {
    settlementDate,
    revision: index + 1,
    ledgerNo: 10 * (index + 1),
    committedAt: 1000 * (index + 1),
    method: "stack",
    payloadHash: String(index),
    registerHash: "wind",
    ...facts,
    tally: recordTally(settlementDate, records),
  };
}

/** What a store keeps of versions that followed each other: a record that is not replaced goes on. */
function kept(versions: readonly (readonly CurtailmentRecord[])[], isKeptAnew = false): RecordVersion[] {
  const all: { record: CurtailmentRecord; revision: number; replacedIn: number | null }[] = [];
  for (const [index, records] of versions.entries()) {
    const now = new Set(isKeptAnew ? [] : records.map(canonicalRecord));
    const open = all.filter(({ replacedIn }) => replacedIn === null);
    for (const each of open) if (!now.has(canonicalRecord(each.record))) each.replacedIn = index + 1;
    const going = new Set(open.filter((each) => each.replacedIn === null).map((each) => canonicalRecord(each.record)));
    for (const each of records)
      if (!going.has(canonicalRecord(each))) all.push({ record: each, revision: index + 1, replacedIn: null });
  }
  return all;
}

function changesOf(versions: readonly (readonly CurtailmentRecord[])[], isKeptAnew = false) {
  return dayChanges(
    versions.map((records, index) => revisionOf(records, index)),
    kept(versions, isKeptAnew),
  );
}

/** Carries a change out. */
function applied(records: readonly CurtailmentRecord[], change: RevisionChange): readonly CurtailmentRecord[] {
  const held = new Map(records.map((each) => [`${each.settlementPeriod} ${each.bmUnitId}`, each]));
  for (const { settlementPeriod, bmUnitId, before, after } of change.records) {
    const key = `${settlementPeriod} ${bmUnitId}`;
    expect(held.get(key) ?? null).toEqual(before);
    if (after === null) held.delete(key);
    else held.set(key, after);
  }
  return [...held.values()].toSorted(compareUnitPeriods);
}

const text = (totals: ChangeTotals): string => JSON.stringify(totals);
const versions = fc.array(version, { minLength: 1, maxLength: 5 });

describe("the changes of a day", () => {
  it("give the last version when they are applied to the first, one after the other", () => {
    fc.assert(
      fc.property(versions, fc.boolean(), (all, isKeptAnew) => {
        const changes = changesOf(all, isKeptAnew);
        expect(changes).toHaveLength(all.length - 1);
        let records = all[0] ?? [];
        for (const [index, change] of changes.entries()) {
          records = applied(records, change);
          expect(records).toEqual(all[index + 1]);
          expect(change.before).toEqual(totalsOf(all[index] ?? []));
          expect(change.after).toEqual(totalsOf(records));
        }
      }),
    );
  });

  it("name no record that is as it was, and count each of the others once", () => {
    fc.assert(
      fc.property(versions, (all) => {
        for (const { records, added, updated, removed } of changesOf(all, true)) {
          expect(added + updated + removed).toBe(records.length);
          expect(records.filter(({ before }) => before === null)).toHaveLength(added);
          for (const { before, after } of records)
            expect(before === null ? null : canonicalRecord(before)).not.toBe(
              after === null ? null : canonicalRecord(after),
            );
        }
      }),
    );
  });

  it("differ by as much energy as the tallies do, and over all revisions by as much as the last does from the first", () => {
    fc.assert(
      fc.property(versions, (all) => {
        const sum = changesOf(all).reduce((whole, { difference }) => addChangeTotals(whole, difference), NO_CHANGE);
        const [first, last] = [all.at(0) ?? [], all.at(-1) ?? []].map((each) => recordTally(settlementDate, each));
        expect(sum.grossWh).toBe((last?.grossWh ?? 0) - (first?.grossWh ?? 0));
        expect(sum.undoWh).toBe((last?.undoWh ?? 0) - (first?.undoWh ?? 0));
        expect(sum.netWh).toBe(sum.grossWh - sum.undoWh);
      }),
    );
  });

  it("differ by a payment that is that of the totals where it is known, and is unknown where a changed record's is", () => {
    fc.assert(
      fc.property(versions, (all) => {
        for (const { difference, records, before, after } of changesOf(all)) {
          const isKnown = records.every((each) => each.before?.paymentGbp !== null && each.after?.paymentGbp !== null);
          expect(difference.paymentGbp !== null).toBe(isKnown);
          if (difference.paymentGbp === null) continue;
          const total = (after.paymentGbp ?? new Decimal(0)).minus(before.paymentGbp ?? 0);
          expect(difference.paymentGbp.toFixed(6)).toBe(total.toFixed(6));
          expect(difference.bidPaymentGbp?.plus(difference.undoPaymentGbp ?? 0).toFixed(6)).toBe(total.toFixed(6));
        }
      }),
    );
  });

  it("add up the same in any order", () => {
    fc.assert(
      fc.property(versions, (all) => {
        const changes = changesOf(all).flatMap(({ records }) => records);
        expect(text(changeTotalsOf(changes.toReversed()))).toBe(text(changeTotalsOf(changes)));
      }),
    );
  });

  it("are none of a day that was committed once, or never", () => {
    expect([dayChanges([], []), changesOf([[]])]).toEqual([[], []]);
  });

  // Elexon's stack of 2026-06-24 as Subsidy Clock kept it on 2026-06-25 and on 2026-06-26: two units changed, both of them pay.
  it("are those of a real restatement", () => {
    const [change, ...others] = changesOf([
      [
        record(1, "T_MOWEO-1", { grossWh: 409_950_000, bid: new Decimal("-70862.712333") }),
        record(1, "T_NNGAO-1", { grossWh: 110_421_944, bid: new Decimal("-21437.406819") }),
      ],
      [
        record(1, "T_MOWEO-1", { grossWh: 423_208_333, bid: new Decimal("-73601.486250") }),
        record(1, "T_NNGAO-1", { grossWh: 121_933_611, bid: new Decimal("-23131.233453") }),
      ],
    ]);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ revision: 2, committedAt: 2000, committedAtBefore: 1000, causes: ["payload"] });
    expect(change).toMatchObject({ added: 0, updated: 2, removed: 0, difference: { netWh: 24_770_000 } });
    expect(change?.difference.paymentGbp?.toFixed(6)).toBe("-4432.600551");
  });

  it("are refused when a version that the tally was written from is not kept", () => {
    const all = [[record(1, "T_A-1", { grossWh: 5, bid: null })], [record(1, "T_A-1", { grossWh: 6, bid: null })]];
    const revisions = all.map((records, index) => revisionOf(records, index));
    const [old, now] = kept(all);
    for (const lost of [[], [now], [old], [{ ...old, replacedIn: null }, now]] as RecordVersion[][]) {
      expect(() => dayChanges(revisions, lost)).toThrow(StoreError);
    }
    expect(() => dayChanges(revisions, [])).toThrow(/2025-03-11 must be those of its revision 1, but/);
  });
});

describe("why a day was committed again", () => {
  const records = [record(1, "T_A-1", { grossWh: 5, bid: null })];
  const same: Facts = { payloadHash: "same", registerHash: "wind" };
  const causes = (before: Facts, after: Facts, last: readonly CurtailmentRecord[] = records) =>
    dayChanges([revisionOf(records, 0, before), revisionOf(last, 1, after)], kept([records, last]))[0]?.causes;

  it.each([
    ["the source answered otherwise", { payloadHash: "other" }, ["payload"]],
    ["other units count as wind", { registerHash: "other" }, ["register"]],
    ["both", { payloadHash: "other", registerHash: "other" }, ["payload", "register"]],
    ["another method, whose answers are others in any case", { method: "pn", payloadHash: "other" }, ["method"]],
    ["only its states", {}, ["states"]],
  ] satisfies [string, Facts, string[]][])("is told: %s", (_, after, told) => {
    expect(causes(same, { ...same, ...after })).toEqual(told);
  });

  it("is not the source where the same answers gave other records", () => {
    const method: CurtailmentMethod = "stack";
    expect(causes({ ...same, method }, { ...same, method }, [])).toEqual(["rows"]);
  });
});
