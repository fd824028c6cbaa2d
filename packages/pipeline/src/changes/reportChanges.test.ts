import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  type BmUnitId,
  type CurtailmentDay,
  type CurtailmentRecord,
  parseSettlementDate,
  parseSettlementPeriod,
  rationalFromDecimal,
  roundHalfEven,
  multiplyRationals,
  rational,
  decimalFromRational,
  type SettlementDate,
  settlementPeriods,
  sha256Hex,
  StoreError,
  totalsOf,
} from "@windhash/core";
import { describeWithData, memoryStores } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { reportChanges } from "./reportChanges.ts";

const date = parseSettlementDate("2025-03-11");
const next = parseSettlementDate("2025-03-12");

const NO_MONEY = totalsOf([]).paymentGbp!;

type Row = { readonly unit: string; readonly netWh: number; readonly gbp: string | null };

/** A day with all of its energy in the first period, as a source gave it. */
function day(
  settlementDate: SettlementDate,
  rows: readonly Row[],
  facts: Partial<CurtailmentDay> = {},
): CurtailmentDay {
  const settlementPeriod = parseSettlementPeriod(1, settlementDate);
  const records = rows
    .toSorted((a, b) => (a.unit < b.unit ? -1 : 1))
    .map(({ unit, netWh, gbp }): CurtailmentRecord => {
      const paymentGbp = gbp === null ? null : NO_MONEY.plus(gbp);
      return {
        settlementDate,
        settlementPeriod,
        bmUnitId: unit as BmUnitId,
        grossWh: netWh,
        undoWh: 0,
        netWh,
        soGrossWh: null,
        soNetWh: null,
        bidPaymentGbp: paymentGbp,
        undoPaymentGbp: NO_MONEY,
        paymentGbp,
        unpricedWh: gbp === null ? netWh : 0,
        acceptances: 1,
      };
    });
  return {
    settlementDate,
    method: "stack",
    payloadHash: sha256Hex(JSON.stringify(rows)),
    registerHash: sha256Hex("wind"),
    periods: settlementPeriods(settlementDate).map((each) => ({
      settlementPeriod: each,
      state: each === 1 && rows.length > 0 ? ("complete" as const) : ("empty" as const),
      reason: null,
      fetchedAt: null,
      sourceRows: 0,
    })),
    volumes: [],
    records,
    ...facts,
  };
}

const row = (unit: string, netWh: number, gbp: string | null = "1"): Row => ({ unit, netWh, gbp });

async function revised() {
  const stores = memoryStores();
  const commits: (readonly [day: CurtailmentDay, committedAt: number])[] = [
    [day(date, [row("A", 10, "5"), row("B", 4, "2")]), 100],
    [day(next, [row("A", 7)]), 110],
    [day(date, [row("A", 12, "6"), row("B", 4, "2"), row("C", 1, null)]), 200],
    [day(date, [row("A", 12, "6"), row("C", 1, null)]), 300],
  ];
  for (const [each, committedAt] of commits) await stores.replaceDay(each, { committedAt });
  return stores;
}

describe("reportChanges", () => {
  it("tells every revision after the first of each day, and what they come to", async () => {
    const report = await reportChanges(await revised(), { range: null });
    expect(report).toMatchObject({ daysHeld: 2, daysRevised: 1, days: null, units: null, records: null });
    expect(report.revisions).toMatchObject([
      { settlementDate: date, revision: 2, causes: ["payload"], added: 1, updated: 1, removed: 0 },
      { settlementDate: date, revision: 3, causes: ["payload"], added: 0, updated: 0, removed: 1 },
    ]);
    expect(report.daysNotComplete).toEqual([]);
    const { total } = report;
    expect(total).toMatchObject({ days: 1, revisions: 2, changes: 3, before: { netWh: 14 }, after: { netWh: 13 } });
    expect(total.difference).toMatchObject({ netWh: -1, paymentGbp: null });
  });

  it("breaks them down by day, unit or record", async () => {
    const stores = await revised();
    const by = async (what: "day" | "unit" | "record") => reportChanges(stores, { range: null, by: what });
    expect((await by("day")).days).toMatchObject([
      { settlementDate: date, revisions: 2, changes: 3, before: { netWh: 14 }, after: { netWh: 13 } },
    ]);
    expect((await by("unit")).units).toMatchObject([
      { bmUnitId: "B", days: 1, changes: 1, difference: { netWh: -4 } },
      { bmUnitId: "A", days: 1, changes: 1, difference: { netWh: 2 } },
      { bmUnitId: "C", days: 1, changes: 1, difference: { netWh: 1, paymentGbp: null } },
    ]);
    expect((await by("record")).records).toMatchObject([
      { bmUnitId: "A", revision: 2, before: { netWh: 10 }, after: { netWh: 12 } },
      { bmUnitId: "C", revision: 2, before: null, after: { netWh: 1 } },
      { bmUnitId: "B", revision: 3, committedAt: 300, before: { netWh: 4 }, after: null },
    ]);
  });

  it("tells only what was committed since, from what was held before it", async () => {
    const stores = await revised();
    const report = await reportChanges(stores, { range: null, since: 201 });
    expect(report.revisions.map(({ revision }) => revision)).toEqual([3]);
    expect(report.total).toMatchObject({ before: { netWh: 17 }, after: { netWh: 13 }, difference: { netWh: -4 } });
    expect((await reportChanges(stores, { range: null, since: 301 })).revisions).toEqual([]);
    expect((await reportChanges(stores, { range: { from: next, to: next } })).revisions).toEqual([]);
  });

  it("says which of the days that it tells of are not complete", async () => {
    const stores = await revised();
    const { periods } = day(date, []);
    const early = periods.map((period) => ({ ...period, state: "provisional" as const, reason: "fetched early" }));
    await stores.replaceDay(day(date, [row("A", 12, "6")], { periods: early }), { committedAt: 400 });
    await stores.replaceDay(day(parseSettlementDate("2025-03-13"), [], { periods: early }), { committedAt: 410 });
    expect((await reportChanges(stores, { range: null })).daysNotComplete).toEqual([date]);
  });

  it("tells nothing of a day whose older versions are lost", async () => {
    const stores = await revised();
    const lossy = { ...stores, recordVersions: async () => (await stores.recordVersions(date)).slice(1) };
    await expect(reportChanges(lossy, { range: null })).rejects.toThrow(StoreError);
  });

  it("ends before the next day when it is stopped", async () => {
    const stop = new AbortController();
    stop.abort();
    const report = await reportChanges(await revised(), { range: null }, { signal: stop.signal });
    expect(report).toMatchObject({ interrupted: true, revisions: [] });
  });
});

describeWithData("real restatements", "elexon/series/subsidyclock_partitions.csv", (partitions) => {
  /** Versions of the days that were stored more than once, in the order in which they were retrieved. */
  const versions = () => {
    const rows = new Map<string, Row[]>();
    for (const [settlementDate, unit, , volumeMwh, gbp, retrievedAt] of cells(
      gunzipSync(readFileSync(join(partitions, "..", "subsidyclock_wind_bids_by_bmu_day_all_versions.csv.gz"))),
    )) {
      const key = `${settlementDate} ${retrievedAt}`;
      const netWh = Number(roundHalfEven(multiplyRationals(rationalFromDecimal(volumeMwh!), rational(-1_000_000n))));
      const paid = decimalFromRational(rationalFromDecimal(gbp!), 6);
      rows.set(key, [...(rows.get(key) ?? []), { unit: unit!, netWh, gbp: paid }]);
    }
    const all = cells(readFileSync(partitions)).map(([settlementDate, retrievedAt]) => ({
      settlementDate: parseSettlementDate(settlementDate!),
      committedAt: Math.floor(Date.parse(retrievedAt!) / 1000),
      rows: rows.get(`${settlementDate} ${retrievedAt}`) ?? [],
    }));
    const often = (on: SettlementDate) => all.filter(({ settlementDate }) => settlementDate === on).length > 1;
    return all.filter(({ settlementDate }) => often(settlementDate)).toSorted((a, b) => a.committedAt - b.committedAt);
  };

  // Counted from the two files by other code: 229 versions of 75 days; 6 of them differ from the one before.
  it("are told exactly, and each report as of then is the one that was taken then", async () => {
    const stores = memoryStores();
    const taken = [];
    for (const { settlementDate, committedAt, rows } of versions()) {
      await stores.replaceDay(day(settlementDate, rows), { committedAt });
      const range = { from: settlementDate, to: settlementDate };
      taken.push({ committedAt, range, days: await stores.days(range), total: await stores.total(range) });
    }
    expect(taken).toHaveLength(229);

    const { total, revisions, ...report } = await reportChanges(stores, { range: null });
    expect(report).toMatchObject({ daysHeld: 75, daysRevised: 6 });
    const sums = { added: 0, updated: 0, removed: 0 };
    for (const each of revisions) for (const kind of ["added", "updated", "removed"] as const) sums[kind] += each[kind];
    expect(sums).toEqual({ added: 7, updated: 56, removed: 0 });
    expect(total).toMatchObject({ days: 6, revisions: 6, changes: 63, difference: { netWh: 3_634_601_458 } });
    expect(total.difference.paymentGbp?.toFixed(6)).toBe("121191.192589");
    expect(total.after.netWh - total.before.netWh).toBe(total.difference.netWh);

    for (const { committedAt, range, days, total: then } of taken) {
      const past = stores.asOf((await stores.ledgerEntryAt(committedAt))!.ledgerNo);
      expect(await past.days(range)).toEqual(days);
      expect(await past.total(range)).toEqual(then);
    }
  });
});

/** The cells of a CSV file, its heading left out; only the name of a lead party, which is not looked at, may stand in quotes. */
function cells(file: Uint8Array): string[][] {
  const [, ...lines] = Buffer.from(file).toString("utf8").trim().split(/\r?\n/);
  return lines.map((line) => line.replaceAll(/"[^"]*"/g, "quoted").split(","));
}
