import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSettlementDate } from "@windhash/core";
import { describeWithData } from "@windhash/testkit";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { damage, look } from "../../test/database.ts";
import { windhash, windhashJson } from "../../test/windhash.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// The day was worked out independently of this project; see the data's own README.
describeWithData("2022-01-01 and 2022-01-02 from their raw rows", "elexon/day-2022-01-01", (archive) => {
  // Made by a hook: where the data is absent the block is read all the same, and must leave nothing behind.
  const parent = join(tmpdir(), `windhash-cli-${randomUUID()}`);
  const folder = join(parent, "db");
  const onDatabase = ["--db", folder];
  let ingested: Awaited<ReturnType<typeof windhashJson>>;

  beforeAll(async () => {
    mkdirSync(parent);
    const range = ["2022-01-01", "--to", "2022-01-02"];
    ingested = await windhashJson(["ingest", ...range, "--method", "pn", "--archive", archive, ...onDatabase]);
  });
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  it("stores both days, and says why the second has no payments", () => {
    expect({ code: ingested.code, stderr: ingested.stderr }).toEqual({ code: 0, stderr: "" });
    const [first, second] = ingested.document.days;
    expect(first).toMatchObject({
      settlementDate: "2022-01-01",
      outcome: "stored",
      changed: true,
      records: 1951,
      notes: [],
    });
    expect(first.reasons[0]).toEqual({
      reason: "acceptances before 2022-01-01T00:00:00Z are absent (11 of 80 units start already reduced)",
      settlementPeriods: [1, 2, 3, 4],
    });
    expect(second).toMatchObject({
      settlementDate: "2022-01-02",
      outcome: "stored",
      bidPaymentGbp: null,
      undoPaymentGbp: null,
      paymentGbp: null,
    });
    expect(second.notes).toEqual([
      expect.stringMatching(/^payments are unknown: the source gives no prices for these volumes/),
    ]);
  });

  it("is within a watt-hour and a penny of every BM unit and period of the independent day", async () => {
    const date = parseSettlementDate("2022-01-01");
    const records = await look(folder, (stores) => stores.recordsOfDay(date));
    const expected = readExpected(join(archive, "expected_2022-01-01_by_bmu_period.csv"));
    expect(records.map(({ settlementPeriod, bmUnitId }) => `${settlementPeriod} ${bmUnitId}`).toSorted()).toEqual(
      [...expected.keys()].toSorted(),
    );
    for (const record of records) {
      const row = expected.get(`${record.settlementPeriod} ${record.bmUnitId}`)!;
      expect(Math.abs(record.netWh - row.netMwh * 1e6)).toBeLessThanOrEqual(1);
      expect(Math.abs(record.grossWh - row.grossMwh * 1e6)).toBeLessThanOrEqual(1);
      expect(Math.abs(record.undoWh - row.undoMwh * 1e6)).toBeLessThanOrEqual(1);
      expect(Math.abs(record.soGrossWh! - row.soMwh * 1e6)).toBeLessThanOrEqual(1);
      expect(Math.abs(record.bidPaymentGbp!.toNumber() - row.bidGbp)).toBeLessThan(0.01);
      expect(Math.abs(record.undoPaymentGbp!.toNumber() + row.undoGbp)).toBeLessThan(0.01);
    }
  });

  it("says before the calculation that all of it is missing", async () => {
    const { code, document } = await windhashJson(["status", ...onDatabase]);
    expect(code).toBe(4);
    expect(document).toMatchObject({ expected: 9978, present: 0, missing: 9978, stale: 0, orphan: 0, wrong: 0 });
    const summary = await windhash(["summary", "2022-01-01", ...onDatabase]);
    expect(summary.stdout).toContain("Bitcoin is not calculated yet: windhash calculate");
  });

  it("calculates, and then everything is there", async () => {
    expect(await windhashJson(["calculate", ...onDatabase])).toMatchObject({
      code: 0,
      document: { matching: 0, interrupted: false },
    });
    const { code, document } = await windhashJson(["status", ...onDatabase]);
    expect(code).toBe(4);
    const counts = { expected: 3326, present: 3326, matching: 3326, missing: 0, stale: 0, orphan: 0, wrong: 0 };
    expect(document).toEqual({
      range: { from: "2022-01-01", to: "2022-01-02" },
      expected: 9978,
      present: 9978,
      matching: 9978,
      missing: 0,
      stale: 0,
      orphan: 0,
      wrong: 0,
      models: { M20S: counts, S19J_PRO: counts, S9: counts },
      days: { complete: 0, empty: 0, provisional: 0, unconfirmed: 2, unknown: 0 },
      alteredDays: [],
      damagedDays: [],
      beyondHistoryDays: [],
    });
  });

  it("sums the day to the figures of the independent one", async () => {
    const { code, document } = await windhashJson(["summary", "2022-01-01", ...onDatabase]);
    expect(code).toBe(0);
    expect(document).toMatchObject({
      records: 1951,
      methods: ["pn"],
      unpricedWh: 0,
      attribution: expect.stringContaining("Elexon"),
    });
    const mwh = (wh: number): string => (wh / 1e6).toFixed(2);
    expect([document.netWh, document.grossWh, document.undoWh, document.soNetWh].map(mwh)).toEqual([
      "65843.72",
      "66761.28",
      "917.56",
      "61760.89",
    ]);
    const gbp = (text: string): string => Number(text).toFixed(2);
    expect([document.bidPaymentGbp, document.undoPaymentGbp, document.paymentGbp].map(gbp)).toEqual([
      "4871666.14",
      "-3023.32",
      "4868642.82",
    ]);
    expect(Object.keys(document.bitcoinMsat)).toEqual(["M20S", "S19J_PRO", "S9"]);
    expect(document.periods).toMatchObject({ expected: 48, present: 48, empty: 0, provisional: 0 });
    expect(document.notes).toEqual([expect.stringMatching(/not complete\.$/)]);
  });

  it.each(["day", "period", "unit", "farm", "party"])(
    "breaks January down by %s into groups that add up to it",
    async (by) => {
      const { document } = await windhashJson(["summary", "2022-01", "--by", by, ...onDatabase]);
      const groups: Readonly<Record<string, never>>[] = document.groups;
      for (const field of ["records", "grossWh", "undoWh", "netWh", "unpricedWh"]) {
        expect(groups.reduce((sum, group) => sum + (group[field] ?? 0), 0)).toBe(document[field]);
      }
      const msat = (of: { readonly bitcoinMsat: { readonly S9: string } }): bigint => BigInt(of.bitcoinMsat.S9);
      expect(groups.reduce((sum, group) => sum + msat(group as never), 0n)).toBe(msat(document));
      expect(document.by).toBe(by);
      expect(document.periods).toMatchObject({ expected: 1488, present: 96 });
    },
  );

  it("shows unknown payments as unknown", async () => {
    const { stdout } = await windhash(["summary", "2022-01-02", ...onDatabase]);
    expect(stdout).toMatch(/bid down \(gross\) +41,514\.38 +unknown\n/);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "Note: payments are unknown: the source gives no prices for these volumes (42,096.90 MWh).",
    );
    const { document } = await windhashJson(["summary", "2022-01-02", ...onDatabase]);
    expect(document).toMatchObject({
      bidPaymentGbp: null,
      undoPaymentGbp: null,
      paymentGbp: null,
      netPriceGbpPerMwh: null,
    });
  });

  it("knows nothing of a year of which nothing is held, and does not say zero", async () => {
    const { code, stdout } = await windhash(["summary", "2021", ...onDatabase]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout:
        "2021-01-01 to 2021-12-31: nothing is held, so nothing is known of it\n\n" +
        "  Load it: windhash ingest 2021-01-01 --to 2021-12-31\n",
    });
    const { document } = await windhashJson(["summary", "2021", ...onDatabase]);
    expect(document).toMatchObject({ records: 0, grossWh: null, netWh: null, paymentGbp: null, bitcoinMsat: {} });
    expect(document.periods).toMatchObject({ expected: 17_520, present: 0 });
  });

  it("stores nothing when it reads the same again", async () => {
    const before = await look(folder, (stores) => stores.days(null));
    const again = await windhashJson(["ingest", "2022-01-01", "--method", "pn", "--archive", archive, ...onDatabase]);
    expect(again).toMatchObject({
      code: 0,
      document: { days: [{ outcome: "unchanged", changed: false, revision: 1 }] },
    });
    expect(await look(folder, (stores) => stores.days(null))).toEqual(before);
  });

  it("keeps a day as it is when it cannot be read, tells which failed, and stores the others", async () => {
    const before = await look(folder, (stores) => stores.days(null));
    const range = ["2022-01-02", "--to", "2022-01-03"];
    const { code, document } = await windhashJson([
      "ingest",
      ...range,
      "--method",
      "pn",
      "--archive",
      archive,
      ...onDatabase,
    ]);
    expect(code).toBe(1);
    expect(document.days).toMatchObject([
      { outcome: "unchanged" },
      { settlementDate: "2022-01-03", error: { message: expect.any(String) } },
    ]);
    expect(await look(folder, (stores) => stores.days(null))).toEqual(before);
    const ran = await windhash(["ingest", "2022-01-03", "--method", "pn", "--archive", archive, ...onDatabase]);
    expect(ran.stdout).toMatch(/2022-01-03 {2}nothing was changed\n/);
    expect(ran.stderr).toMatch(/windhash: 2022-01-03 was not stored: \S/);
  });

  it("finds what somebody deleted and altered, by rows, and repairs it", async () => {
    const table = "historical_bitcoin_calculations";
    await damage(
      folder,
      `DELETE FROM ${table} WHERE settlement_period = 7 AND miner_model_id = 'S9' AND settlement_date = '2022-01-01'`,
      `UPDATE ${table} SET bitcoin_msat = bitcoin_msat + 1 WHERE settlement_period = 8 AND miner_model_id = 'M20S' AND settlement_date = '2022-01-01'`,
    );
    const found = await windhashJson(["status", ...onDatabase]);
    const [missing, wrong] = [found.document.models.S9.missing, found.document.models.M20S.wrong];
    expect(missing).toBeGreaterThan(0);
    expect(wrong).toBeGreaterThan(0);
    expect(found.document).toMatchObject({
      expected: 9978,
      missing,
      wrong,
      present: 9978 - missing,
      matching: 9978 - missing - wrong,
    });
    expect((await windhash(["status", ...onDatabase])).stdout).toMatch(/\nReconciled 99\.\d\d %: /);
    expect((await windhashJson(["verify", ...onDatabase])).document.findings.length).toBeGreaterThanOrEqual(wrong);
    const dryRun = await windhashJson(["reconcile", "--dry-run", ...onDatabase]);
    expect(dryRun.document).toMatchObject({ dryRun: true, runNo: null });
    expect((await windhashJson(["status", ...onDatabase])).document).toEqual(found.document);
    const repair = await windhashJson(["reconcile", ...onDatabase]);
    expect(repair.document.findings).toMatchObject([
      { minerModelId: "S9", kind: "missing", keys: missing, repaired: true },
      { minerModelId: "M20S", kind: "wrong", keys: wrong, effectMsat: String(-wrong), repaired: true },
    ]);
    expect((await windhashJson(["status", "--rows", ...onDatabase])).document).toMatchObject({
      matching: 9978,
      missing: 0,
      wrong: 0,
    });
    expect((await windhashJson(["verify", ...onDatabase])).document.findings).toEqual([]);
  });

  it("refuses an archive that is none, before it opens a database", async () => {
    const absent = join(parent, "absent");
    const typed = ["ingest", "2022-01-01", "--db", absent, "--archive"];
    for (const place of [join(parent, "nowhere"), parent]) {
      const { code, stdout, stderr } = await windhash([...typed, place]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain("An archive must");
    }
    expect((await windhash(["status", "--db", absent])).stderr).toContain("A database must exist");
  });
});

type ExpectedRow = Record<"netMwh" | "grossMwh" | "undoMwh" | "soMwh" | "bidGbp" | "undoGbp", number>;

/** By period and BM unit. The file's undo column is positive where the unit pays, the opposite of ours. */
function readExpected(path: string): ReadonlyMap<string, ExpectedRow> {
  const [, ...lines] = readFileSync(path, "utf8").trim().split("\n");
  return new Map(
    lines.map((line) => {
      const cells = line.split(",");
      const number = (at: number): number => Number(cells[at]);
      const energies = { netMwh: number(5), grossMwh: number(6), undoMwh: number(7), soMwh: number(8) };
      return [`${cells[1]} ${cells[2]}`, { ...energies, bidGbp: number(13), undoGbp: number(14) }];
    }),
  );
}
