import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { damage, look } from "../../test/database.ts";
import { QUIET_DAY, withElexon } from "../../test/elexonServer.ts";
import { windhash, windhashJson } from "../../test/windhash.ts";

vi.setConfig({ testTimeout: 120_000 });

const DAY = ["ingest", "2025-03-11", "--method", "boav"];
const folder = mkdtempSync(join(tmpdir(), "windhash-cli-"));
const archive = join(folder, ".windhash", "archive");

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Elexon answers goes through a real port. */
function onElexon(url: string) {
  return { folder, fetch: globalThis.fetch, environment: { WINDHASH_ELEXON_URL: url, WINDHASH_ELEXON_RATE: "80" } };
}

// One after the other, on one database.

it("makes no database when Elexon's register cannot be had", async () => {
  const ran = await withElexon({}, (url) => windhash(DAY, onElexon(url)));
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 1, stdout: "" });
  expect(ran.stderr).toContain("register of BM units");
  expect(existsSync(join(folder, ".windhash", "db"))).toBe(false);
});

it("does not take an empty register for a country without wind", async () => {
  const ran = await withElexon({ ...QUIET_DAY, "/reference/bmunits/all": [] }, (url) => windhash(DAY, onElexon(url)));
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 1, stdout: "" });
  expect(ran.stderr).toContain("must state wind units");
  expect(existsSync(join(folder, ".windhash", "db"))).toBe(false);
});

it("reads a day from Elexon, its register once", async () => {
  const { live, asked } = await withElexon(QUIET_DAY, async (url, paths) => ({
    live: await windhashJson(DAY, onElexon(url)),
    asked: [...paths],
  }));
  expect(live).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(
      /^windhash: the register of Elexon: 1 unit new; now wind: TESTW-1, T_TESTW-1\. .*\n$/,
    ),
  });
  expect(asked.filter((path) => path === "/reference/bmunits/all")).toHaveLength(1);
  expect(live.document).toMatchObject({
    source: "Elexon",
    method: "boav",
    interrupted: false,
    skipped: [],
    summary: { days: { stored: 1, skipped: 0 }, netWh: 6_000_000, requests: 6 },
    days: [
      {
        settlementDate: "2025-03-11",
        outcome: "stored",
        records: 1,
        grossWh: 10_000_000,
        undoWh: 4_000_000,
        netWh: 6_000_000,
        soNetWh: null,
        bidPaymentGbp: "500.000000",
        undoPaymentGbp: "-20.000000",
        paymentGbp: "480.000000",
        periods: { present: 48, complete: 1, empty: 47, provisional: 0, unconfirmed: 0 },
      },
    ],
  });
});

it("keeps the register of Elexon in the database", async () => {
  const { document } = await windhashJson(["summary", "2025-03-11", "--by", "party"], { folder });
  expect(document.groups).toMatchObject([{ group: "TESTWIND", name: "Test Wind Limited", netWh: 6_000_000 }]);
  expect(document.notes).toEqual([]);
});

it("keeps the units that Elexon's register no longer lists, since stored days stand on them", async () => {
  const units = await look(join(folder, ".windhash", "db"), (stores) => stores.bmUnits());
  const ids = units.map(({ nationalGridId }) => nationalGridId);
  expect(ids).toEqual(expect.arrayContaining(["TESTW-1", "MOWEO-2"]));
});

it("reads the same again from what it kept, without the network", async () => {
  const { document } = await windhashJson([...DAY, "--archive", archive], { folder });
  expect(document.days).toMatchObject([{ outcome: "unchanged", changed: false, revision: 1 }]);
});

it("refuses an archive whose register is damaged, and does without one that was never recorded", async () => {
  const copy = join(folder, "copy");
  cpSync(archive, copy, { recursive: true });
  const index = join(copy, "index.ndjson");
  const lines = readFileSync(index, "utf8").trimEnd().split("\n");
  const isRegister = (line: string): boolean => line.includes("/reference/bmunits/all");
  const { sha256 } = JSON.parse(lines.findLast(isRegister)!);
  writeFileSync(join(copy, "objects", sha256.slice(0, 2), `${sha256.slice(2)}.gz`), "damaged");
  const damaged = await windhash([...DAY, "--archive", copy], { folder });
  expect({ code: damaged.code, stdout: damaged.stdout }).toEqual({ code: 1, stdout: "" });
  expect(damaged.stderr).toContain("must hold the bytes of its name");

  writeFileSync(index, `${lines.filter((line) => !isRegister(line)).join("\n")}\n`);
  const without = await windhash([...DAY, "--archive", copy], { folder });
  expect(without).toMatchObject({ code: 0, stderr: expect.stringContaining("holds no register of BM units") });
});

it("exits with 0 when a complete day is calculated and found right", async () => {
  expect(await windhashJson(["calculate"], { folder })).toMatchObject({ code: 0 });
  expect(await windhashJson(["status"], { folder })).toMatchObject({
    code: 0,
    document: { matching: 3, days: { complete: 1 } },
  });
  expect(await windhashJson(["reconcile"], { folder })).toMatchObject({
    code: 0,
    document: { matching: 3, findings: [] },
  });
  expect(await windhashJson(["verify"], { folder })).toMatchObject({ code: 0, document: { findings: [] } });
});

it("exits with 4 when a day that was asked for is unknown", async () => {
  const ran = await windhashJson(["status", "--since", "2025-03-11", "--until", "2025-03-12"], { folder });
  expect(ran).toMatchObject({ code: 4, document: { days: { complete: 1, unknown: 1 } } });
});

it("exits with 3 when a complete day differs, until it is repaired", async () => {
  await damage(
    join(folder, ".windhash", "db"),
    "UPDATE historical_bitcoin_calculations SET bitcoin_msat = 1 WHERE miner_model_id = 'S9'",
  );
  expect(await windhashJson(["status"], { folder })).toMatchObject({ code: 3, document: { wrong: 1, matching: 2 } });
  expect(await windhashJson(["verify"], { folder })).toMatchObject({ code: 3 });
  expect(await windhashJson(["reconcile", "--dry-run"], { folder })).toMatchObject({
    code: 3,
    document: { runNo: null },
  });
  expect(await windhashJson(["reconcile"], { folder })).toMatchObject({
    code: 0,
    document: { findings: [{ kind: "wrong", keys: 1 }] },
  });
  expect(await windhashJson(["status", "--rows"], { folder })).toMatchObject({ code: 0, document: { matching: 3 } });
});

it("exits with 4 when a held day has lost a settlement period, though nothing was asked for", async () => {
  const lost = join(folder, "lost");
  cpSync(join(folder, ".windhash", "db"), lost, { recursive: true });
  await damage(lost, "DELETE FROM settlement_periods WHERE settlement_period = 7");
  for (const command of [["status"], ["verify"], ["reconcile"]]) {
    const { code, document } = await windhashJson([...command, "--db", lost]);
    expect({ command, code }).toEqual({ command, code: 4 });
    expect(document.damagedDays).toEqual(["2025-03-11"]);
    const { stdout } = await windhash([...command, "--db", lost]);
    expect(stdout).toContain("ingest it again: windhash ingest 2025-03-11");
  }
});

it("does not take an unpublished day for an empty one", async () => {
  const { "/reference/bmunits/all": register } = QUIET_DAY;
  const unpublished = ["ingest", "2025-03-12", "--method", "boav"];
  const ran = await withElexon({ "/reference/bmunits/all": register }, (url) =>
    windhashJson(unpublished, onElexon(url)),
  );
  expect(ran).toMatchObject({
    code: 4,
    document: { days: [{ outcome: "unpublished", error: { code: "unpublished" } }] },
  });
  expect((await windhashJson(["summary", "2025-03-12"], { folder })).document).toMatchObject({
    periods: { expected: 48, present: 0 },
    days: { unknown: 1 },
    paymentGbp: null,
  });
});

it("does not tell a password, neither in words nor in a document", async () => {
  const url = "postgresql://somebody:hunter2@127.0.0.1:1/nowhere";
  for (const typed of [
    ["status", "--database-url", url],
    ["status", "--database-url", url, "--json"],
  ]) {
    const { code, stdout, stderr } = await windhash(typed, { folder });
    expect(code).toBe(1);
    expect(stdout + stderr).toContain("nothing listens there");
    expect(stdout + stderr).not.toContain("hunter2");
  }
});
