import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithData } from "@windhash/testkit";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { look } from "../../test/database.ts";
import { writeSmallExtract } from "../../test/smallExtract.ts";
import { windhash, windhashJson } from "../../test/windhash.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), "windhash-cli-"));
const surroundings = { folder };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  [["--methods", "stack", "2022-01-01"], /two different ones of stack, boav, pn, stored/],
  [["--methods", "stack,stack", "2022-01-01"], /two different ones/],
  [["--methods", "stack,pn,boav", "2022-01-01"], /two different ones/],
  [["--methods", "stack,import", "2022-01-01"], /two different ones/],
  [["--methods", "stack,pn", "2026-01-15"], /must have ended/],
  [["2022-01-01"], /--methods/],
])("refuses %j as wrong usage", async (typed, message) => {
  expect(await windhash(["compare", ...typed], surroundings)).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(message),
  });
});

describe("an archive beside what was stored of it", () => {
  const archive = writeSmallExtract(join(folder, "extract"));
  const compare = (...more: readonly string[]) =>
    windhashJson(["compare", "--methods", "stored,pn", "2022-01-01", "--archive", archive, ...more], surroundings);

  beforeAll(async () => {
    await windhash(["ingest", "2022-01-01", "--method", "pn", "--archive", archive], surroundings);
  });

  it("agrees in everything, and nothing is stored", async () => {
    const before = await look(join(folder, ".windhash", "db"), (stores) => stores.days(null));
    expect(await compare()).toMatchObject({
      code: 0,
      document: { passes: true, agreement: { unitDays: 6, agreeing: 6, differenceWh: 0 }, termsWh: { other: 0 } },
    });
    expect(await look(join(folder, ".windhash", "db"), (stores) => stores.days(null))).toEqual(before);
  });

  it("says that a stored day beside its own method is the same figure twice", async () => {
    const argv = ["compare", "--methods", "pn,stored", "2022-01-01", "--archive", archive];
    const { stdout } = await windhash(argv, surroundings);
    expect(stdout).toMatch(
      /What is stored was read by pn too: this shows only that the archive .* replays what is stored/,
    );
  });

  it.each([
    ["day", 1, "2022-01-01"],
    ["unit", 6, "T_BEATO-1"],
    ["period", 24, "2022-01-01  2"],
  ])("has a line per %s", async (by, count, first) => {
    const { document } = await compare("--by", by);
    expect(document.groups).toHaveLength(count);
    expect(document.groups[0].group).toBe(first);
  });

  it("exits with 4 when the database does not hold a day", async () => {
    const ran = await windhash(
      ["compare", "--methods", "stored,pn", "2022-01-01", "--to", "2022-01-02", "--archive", archive],
      surroundings,
    );
    expect(ran.code).toBe(4);
    expect(ran.stdout).toContain("2022-01-02: not held by the database, so not compared.");
  });

  it("exits with 1 when a day cannot be read", async () => {
    const argv = ["compare", "--methods", "stack,pn", "2022-01-01", "--archive", archive];
    const ran = await windhash(argv, surroundings);
    expect(ran).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("windhash: 2022-01-01 was not compared:"),
    });
    expect(ran.stdout.trimEnd().split("\n").slice(1)).toEqual(["", "2022-01-01: could not be read, so not compared."]);
    const { document } = await windhashJson(argv, surroundings);
    expect(document).toMatchObject({ passes: null, agreement: null, termsWh: null, groups: [] });
  });

  it("exits with 3 when they do not agree, and says where", async () => {
    const mine = join(folder, "mine.csv");
    writeFileSync(mine, "settlementDate,settlementPeriod,bmUnitId,volumeMwh\n2022-01-01,2,MOWEO-1,100\n");
    await windhash(["import", mine, "--unit", "mwh", "--sign", "positive", "--replace"], surroundings);
    const ran = await windhash(["compare", "--methods", "stored,pn", "2022-01-01", "--archive", archive], surroundings);
    expect(ran.code).toBe(3);
    expect(ran.stdout).toContain("Unit-days that do not agree: 6");
    expect(ran.stdout).toMatch(/2022-01-01 {2}T_BEATO-1 +none/);
    expect(ran.stdout).toContain("The methods do not agree.");
  });
});

describeWithData("2022-01-01 as worked out independently", "elexon/day-2022-01-01", (archive) => {
  const place = join(folder, "real");
  const expected = join(archive, "expected_2022-01-01_by_bmu_period.csv");
  const columns = ["--date-column", "settlementDate", "--period-column", "settlementPeriod", "--id-column", "bmUnit"];
  const compared = async (column: string) => {
    const how = ["--unit", "mwh", "--sign", "positive", ...columns, "--volume-column", column, "--replace"];
    const quarantine = ["--quarantine", join(folder, "real.quarantine.csv")];
    expect(await windhashJson(["import", expected, ...how, ...quarantine], { folder: place })).toMatchObject({
      code: 0,
    });
    return windhashJson(["compare", "--methods", "stored,pn", "2022-01-01", "--archive", archive], { folder: place });
  };

  it("is what the levels give: 65,843.72 MWh net, every unit-day of 80", async () => {
    const { code, document } = await compared("net_curtailed_mwh");
    expect([code, document.agreement.agreeing, document.agreement.unitDays]).toEqual([0, 80, 80]);
    expect(Math.round(document.agreement.firstWh / 10_000)).toBe(6_584_372);
    expect(document.termsWh).toMatchObject({ unmapped: 0, noPlan: 0, undo: 0, other: 0 });
  });

  it("is 917.56 MWh more where undos are left out, and all of it is told as undo", async () => {
    const { code, document } = await compared("gross_bid_mwh");
    expect(code).toBe(3);
    expect(Math.round(document.termsWh.undo / 10_000)).toBe(91_756);
    expect(document.termsWh).toMatchObject({ unmapped: 0, noPlan: 0, other: 0 });
  });
});
