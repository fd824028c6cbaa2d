import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  addDays,
  type AcceptedVolume,
  type BmUnitId,
  type CurtailmentDay,
  curtailmentRecords,
  type HeldPeriod,
  NO_ACCEPTANCE,
  parseBmUnitId,
  parseSettlementDate,
  parseSettlementPeriod,
  type PastStores,
  rational,
  rationalFromDecimal,
  roundHalfEven,
  multiplyRationals,
  subtractRationals,
  type SettlementDate,
  settlementPeriods,
  type Stores,
} from "@windhash/core";
import { describeWithData, type OpenedStores } from "@windhash/testkit";
import { Decimal } from "decimal.js";
import { expect, it } from "vitest";
import { openTestPglite, openTestPostgres } from "./openStores.ts";

/** What one unit was bid down on one day, as a version of the day states it. */
type Row = { readonly bmUnitId: BmUnitId; readonly volumeMwh: string; readonly costGbp: string };

/** A day as it was stored at one time, with no rows where there was nothing. */
type Version = { readonly date: SettlementDate; readonly retrievedAt: string; readonly rows: readonly Row[] };

function lines(text: string): readonly string[][] {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));
}

/** Every version of every day, in the order in which they were retrieved. */
function readVersions(series: string): readonly Version[] {
  const rows = new Map<string, Row[]>();
  const text = gunzipSync(readFileSync(`${series}/subsidyclock_wind_bids_by_bmu_day_all_versions.csv.gz`)).toString();
  for (const [date, unit, , volume, cost, retrievedAt] of lines(text) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ][]) {
    const key = `${date} ${retrievedAt}`;
    const row = { bmUnitId: parseBmUnitId(unit), volumeMwh: plainNumeral(volume), costGbp: plainNumeral(cost) };
    rows.set(key, [...(rows.get(key) ?? []), row]);
  }
  const partitions = lines(readFileSync(`${series}/subsidyclock_partitions.csv`, "utf8")) as [string, string, string][];
  return partitions
    .map(([date, retrievedAt, count]) => {
      const found = rows.get(`${date} ${retrievedAt}`) ?? [];
      expect(found).toHaveLength(Number(count));
      return { date: parseSettlementDate(date), retrievedAt, rows: found };
    })
    .toSorted((a, b) => (a.retrievedAt < b.retrievedAt ? -1 : 1));
}

/** Some of the file's numerals have an exponent; every digit is kept. */
function plainNumeral(numeral: string): string {
  return new Decimal(numeral).toFixed();
}

/**
 * The unit-day as volumes of its first period whose sum is the stated MWh and whose payment is the stated GBP, both exactly. The price,
 * GBP over MWh, has no end in decimals, so the volume is parted between the whole prices below and above it.
 */
function volumesOf(settlementDate: SettlementDate, { bmUnitId, volumeMwh, costGbp }: Row): AcceptedVolume[] {
  const [volume, cost] = [rationalFromDecimal(volumeMwh), rationalFromDecimal(costGbp)];
  const price = new Decimal(costGbp).div(volumeMwh).floor().toFixed();
  const rest = subtractRationals(cost, multiplyRationals(volume, rationalFromDecimal(price)));
  const parts = [
    { volumeMwh: subtractRationals(volume, rest), priceGbpPerMwh: price },
    { volumeMwh: rest, priceGbpPerMwh: new Decimal(price).plus(1).toFixed() },
  ];
  return parts
    .filter((part) => part.volumeMwh.numerator !== 0n)
    .map((part, ordinal) => ({
      settlementDate,
      settlementPeriod: parseSettlementPeriod(1, settlementDate),
      bmUnitId,
      side: "bid",
      acceptanceId: NO_ACCEPTANCE,
      bidOfferPairId: -1,
      ordinal,
      sequenceNumber: null,
      soFlag: null,
      ...part,
    }));
}

function dayOf({ date, retrievedAt, rows }: Version): CurtailmentDay {
  const volumes = rows.flatMap((row) => volumesOf(date, row)).toSorted((a, b) => (a.bmUnitId < b.bmUnitId ? -1 : 1));
  const fetchedAt = instantOf(retrievedAt);
  const held = { state: "unconfirmed", reason: "sums of a day", fetchedAt, sourceRows: rows.length } as const;
  return {
    settlementDate: date,
    method: "import",
    payloadHash: sha256(rows.map(rowText).toSorted().join("\n")),
    registerHash: sha256("no register"),
    periods: settlementPeriods(date).map((settlementPeriod): HeldPeriod => ({ settlementPeriod, ...held })),
    volumes,
    records: curtailmentRecords(volumes),
  };
}

function instantOf(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function rowText({ bmUnitId, volumeMwh, costGbp }: Row): string {
  return `${bmUnitId} ${volumeMwh} ${costGbp}`;
}

/** Wh and GBP as they are kept, worked out from the file alone. */
function keptOf({ volumeMwh, costGbp }: Row): { readonly grossWh: number; readonly gbp: string } {
  const gbp = new Decimal(costGbp).toDecimalPlaces(6, Decimal.ROUND_HALF_EVEN).toFixed(6);
  const grossWh = Number(roundHalfEven(multiplyRationals(rationalFromDecimal(volumeMwh), rational(-1_000_000n))));
  return { grossWh, gbp: gbp === "-0.000000" ? "0.000000" : gbp };
}

/** What differs between two versions, by the file alone. */
function differenceOf(before: readonly Row[], after: readonly Row[]) {
  const old = new Map(before.map((row) => [row.bmUnitId, JSON.stringify(keptOf(row))]));
  const now = new Map(after.map((row) => [row.bmUnitId, JSON.stringify(keptOf(row))]));
  const sumWh = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + keptOf(row).grossWh, 0);
  return {
    added: [...now.keys()].filter((unit) => !old.has(unit)).length,
    updated: [...now].filter(([unit, text]) => old.has(unit) && old.get(unit) !== text).length,
    removed: [...old.keys()].filter((unit) => !now.has(unit)).length,
    wh: sumWh(after) - sumWh(before),
  };
}

/** The reports around a day, as text. */
async function reportsOf(past: PastStores, date: SettlementDate): Promise<string> {
  const range = { from: addDays(date, -1), to: addDays(date, 1) };
  return JSON.stringify({
    days: await past.days(range),
    total: await past.total(range),
    units: await past.groups(range, "unit"),
    records: await past.recordsOfDay(date),
    volumes: (await past.volumesOfDay(date)).map(({ volumeMwh, ...volume }) => ({
      ...volume,
      mwh: `${volumeMwh.numerator}/${volumeMwh.denominator}`,
    })),
  });
}

/** The reports over everything, as text. */
async function yearsOf(past: PastStores, versions: readonly Version[]): Promise<string> {
  const dates = versions.map(({ date }) => date).toSorted();
  const range = { from: dates[0] as SettlementDate, to: dates.at(-1) as SettlementDate };
  return JSON.stringify([await past.total(range), await past.groups(range, "unit")]);
}

type Told = { readonly ledgerNo: number; readonly date: SettlementDate; readonly reports: string };

/** Replays every version, and holds each change against what differs in the file. */
async function replay(stores: Stores, versions: readonly Version[]) {
  const held = new Map<SettlementDate, Version>();
  const told: Told[] = [];
  const years: { readonly ledgerNo: number; readonly text: string }[] = [];
  for (const [index, version] of versions.entries()) {
    const before = held.get(version.date);
    const change = await stores.replaceDay(dayOf(version), { committedAt: instantOf(version.retrievedAt) });
    held.set(version.date, version);
    const { wh: _, ...counts } = differenceOf(before?.rows ?? [], version.rows);
    expect({ version: `${version.date} ${version.retrievedAt}`, ...counts }).toEqual({
      version: `${version.date} ${version.retrievedAt}`,
      added: change.added,
      updated: change.updated,
      removed: change.removed,
    });
    const isSame = before !== undefined && sha256Rows(before) === sha256Rows(version);
    expect(change.changed).toBe(!isSame);
    const ledgerNo = (await stores.ledgerEntryAt(instantOf(version.retrievedAt)))?.ledgerNo ?? 0;
    if (before !== undefined)
      told.push({ ledgerNo, date: version.date, reports: await reportsOf(stores, version.date) });
    if (index + 1 === Math.floor(versions.length / 2)) years.push({ ledgerNo, text: await yearsOf(stores, versions) });
  }
  return { told, years };
}

function sha256Rows({ rows }: Version): string {
  return sha256(rows.map(rowText).toSorted().join("\n"));
}

describeWithData("real restatements of wind bids, 2024-11-01 to 2026-08-21", "elexon/series", (series) => {
  const byDateOf = (versions: readonly Version[]) => {
    const byDate = new Map<SettlementDate, Version[]>();
    for (const version of versions) byDate.set(version.date, [...(byDate.get(version.date) ?? []), version]);
    return byDate;
  };
  const isRestated = (versions: readonly Version[]) => versions.length > 1;

  it("are of 75 days, in 813 versions of all days", () => {
    const versions = readVersions(series);
    expect([versions.length, [...byDateOf(versions).values()].filter(isRestated).length]).toEqual([813, 75]);
  });

  const expectTold = async (open: () => Promise<OpenedStores>, versions: readonly Version[]) => {
    const byDate = byDateOf(versions);
    const { stores, close } = await open();
    try {
      const { told, years } = await replay(stores, versions);
      expect(told).toHaveLength(versions.length - byDate.size);
      await expectRevisions(stores, byDate);
      for (const { ledgerNo, date, reports } of told)
        expect({ date, reports: await reportsOf(stores.asOf(ledgerNo), date) }).toEqual({ date, reports });
      for (const { ledgerNo, text } of years) expect(await yearsOf(stores.asOf(ledgerNo), versions)).toBe(text);
    } finally {
      await close();
    }
  };

  it("are told in PGlite exactly as they differ in the file, and every earlier report to the byte", async () => {
    await expectTold(openTestPglite, readVersions(series));
  }, 600_000);

  it("are told so in PostgreSQL, of the days that were restated", async () => {
    const byDate = byDateOf(readVersions(series));
    const versions = readVersions(series).filter(({ date }) => isRestated(byDate.get(date) ?? []));
    await expectTold(openTestPostgres, versions);
  }, 600_000);
});

/** The revisions of every day add up to its versions, and differ by what these differ by; equal versions are one revision. */
async function expectRevisions(stores: Stores, byDate: ReadonlyMap<SettlementDate, readonly Version[]>): Promise<void> {
  const revisions = await stores.revisions(null);
  for (const [date, versions] of byDate) {
    const distinct = versions.filter((version, index) => {
      const before = versions[index - 1];
      return before === undefined || sha256Rows(before) !== sha256Rows(version);
    });
    const ofDay = revisions.filter(({ settlementDate }) => settlementDate === date);
    expect(ofDay.map(({ committedAt }) => committedAt)).toEqual(
      distinct.map(({ retrievedAt }) => instantOf(retrievedAt)),
    );
    const changes = ofDay.map(({ tally }, index) => tally.grossWh - (ofDay[index - 1]?.tally.grossWh ?? 0));
    expect(changes).toEqual(distinct.map(({ rows }, index) => differenceOf(distinct[index - 1]?.rows ?? [], rows).wh));
    const records = await stores.recordsOfDay(date);
    const last = versions.at(-1)?.rows ?? [];
    expect(records.map(({ bmUnitId, grossWh, paymentGbp }) => [bmUnitId, grossWh, paymentGbp?.toFixed(6)])).toEqual(
      last
        .map((row) => ({ row, kept: keptOf(row) }))
        .toSorted((a, b) => (a.row.bmUnitId < b.row.bmUnitId ? -1 : 1))
        .map(({ row, kept }) => [row.bmUnitId, kept.grossWh, kept.gbp]),
    );
  }
}
