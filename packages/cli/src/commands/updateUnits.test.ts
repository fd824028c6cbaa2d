import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BmUnit } from "@windhash/core";
import { registerSnapshot } from "@windhash/elexon";
import { afterAll, expect, it, vi } from "vitest";
import { look } from "../../test/database.ts";
import { type Answers, QUIET_DAY, withElexon } from "../../test/elexonServer.ts";
import { NOW, windhash, windhashJson } from "../../test/windhash.ts";

vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), "windhash-cli-"));
const archive = join(folder, ".windhash", "archive");
const database = join(folder, ".windhash", "db");

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A row of the register as Elexon states it. */
type Row = Readonly<Record<string, string | boolean | null>>;

/** The wind units that a new database begins with, the one of the quiet day, and two whose fuel type is not stated. */
const REGISTER: readonly Row[] = [
  ...registerSnapshot.units.map(rowOf),
  ...(QUIET_DAY["/reference/bmunits/all"] as readonly Row[]),
  openRow("OPENW-1", "Open Wind Farm"),
  openRow("MAYBE-1", "Maybe"),
];

/** Both are bid down by 7 MWh in each of two half-hours, at less than 0 GBP per MWh. */
const DAY = { ...QUIET_DAY, ...bidsOf(["T_OPENW-1", "T_MAYBE-1"]) };

/** As stated later: a capacity, a name and a fuel type are others, one unit is new and one is gone. */
const LATER: readonly Row[] = [
  ...REGISTER.filter(({ nationalGridBmUnit: id }) => id !== "MOWEO-1").map((row) => {
    if (row["nationalGridBmUnit"] === "TESTW-1")
      return { ...row, generationCapacity: "120.000", bmUnitName: "Test Hill" };
    return row["nationalGridBmUnit"] === "OPENW-1" ? { ...row, fuelType: "WIND" } : row;
  }),
  { ...openRow("NEWWW-1", "New Wind Farm"), fuelType: "WIND" },
];

function rowOf(unit: BmUnit): Row {
  return {
    nationalGridBmUnit: unit.nationalGridId,
    elexonBmUnit: unit.elexonId,
    fuelType: unit.fuelType,
    leadPartyName: unit.leadPartyName,
    leadPartyId: unit.leadPartyId,
    bmUnitName: unit.name,
    generationCapacity: unit.generationCapacityMw,
    creditQualifyingStatus: true,
    demandInProductionFlag: false,
  };
}

function openRow(id: string, name: string): Row {
  return {
    nationalGridBmUnit: id,
    elexonBmUnit: `T_${id}`,
    fuelType: null,
    leadPartyName: "Open Limited",
    leadPartyId: "OPEN",
    bmUnitName: name,
    generationCapacity: "50.000",
    creditQualifyingStatus: true,
    demandInProductionFlag: false,
  };
}

/** The rows of the quiet day again, for other units and two periods. */
function bidsOf(ids: readonly string[]): Answers {
  const path = "/balancing/settlement/acceptance/volumes/all/bid/2025-03-11";
  const {
    data: [bid],
  } = QUIET_DAY[path] as { readonly data: readonly [Record<string, unknown>] };
  const [price] = QUIET_DAY["/datasets/BOD/stream"] as readonly [Record<string, unknown>];
  const rows = ids.flatMap((bmUnit) =>
    ["2025-03-11T00:00:00Z", "2025-03-11T00:30:00Z"].map((startTime, at) => ({
      ...bid,
      bmUnit,
      nationalGridBmUnit: bmUnit.slice(2),
      settlementPeriod: at + 1,
      startTime,
      totalVolumeAccepted: -7,
      pairVolumes: { ...(bid["pairVolumes"] as object), negative1: -7 },
    })),
  );
  const prices = ids.map((bmUnit) => ({
    ...price,
    bmUnit,
    nationalGridBmUnit: bmUnit.slice(2),
    timeTo: "2025-03-11T01:00:00Z",
  }));
  return {
    [path]: { data: [bid, ...rows] },
    "/datasets/BOD/stream": [price, ...prices],
    "/data-status/BOAV": countsOf(4, 2),
    "/data-status/BOD": countsOf(1 + prices.length),
  };
}

/** How many rows the first periods have, and none the others. */
function countsOf(...counts: readonly number[]): unknown {
  return {
    data: Array.from({ length: 48 }, (_, at) => ({
      settlementDate: "2025-03-11",
      settlementPeriod: at + 1,
      dataPointCount: counts[at] ?? 0,
    })),
  };
}

/** Runs a command against Elexon as it states the register; with what it asked for. */
function onElexon(register: readonly Row[], argv: readonly string[]) {
  return withElexon({ ...DAY, "/reference/bmunits/all": register }, async (url, asked) => ({
    ...(await windhashJson(argv, { folder, fetch: globalThis.fetch, environment: { WINDHASH_ELEXON_URL: url } })),
    asked: [...asked],
  }));
}

const kindsOf = (document: { readonly changes: readonly { kind: string; nationalGridId: string }[] }) =>
  document.changes.map(({ kind, nationalGridId }) => `${nationalGridId} ${kind}`);
const ledgerNo = () => look(database, async (stores) => (await stores.ledgerEntryAt(NOW))?.ledgerNo ?? 0);

// One after the other, on one database.

let entries = 0;

it("radar shows a unit without a fuel type that was bid down like wind, with what is at stake", async () => {
  const { code } = await onElexon(REGISTER, ["ingest", "2025-03-11", "--method", "boav"]);
  expect(code).toBe(0);
  const { document } = await windhashJson(["radar"], { folder });
  expect(document).toMatchObject({
    heldDays: 1,
    atStakeNetWh: 28_000_000,
    units: [
      {
        bmUnitId: "T_OPENW-1",
        likeness: "likely",
        name: "Open Wind Farm",
        netWh: 14_000_000,
        paidShare: 1,
        signs: ["id", "name"],
      },
      { bmUnitId: "T_MAYBE-1", likeness: "possible", isRegistered: true, periods: 2, days: 1, signs: [] },
    ],
  });
  const { stdout } = await windhash(["radar", "2025-03"], { folder });
  expect(stdout).toContain("Decide, for example: windhash update-units --no-fetch --wind T_OPENW-1");
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(90);
  expect((await windhash(["radar", "2024"], { folder })).stdout).toContain(
    "No day of 2024-01-01 to 2024-12-31 is held",
  );
});

it("lists likely wind units as candidates, and finds the register as held", async () => {
  const { code, document } = await onElexon(REGISTER, ["update-units"]);
  expect({ code, changes: document.changes, days: document.days }).toEqual({ code: 0, changes: [], days: [] });
  expect(document.candidates).toMatchObject([{ nationalGridId: "OPENW-1", signs: ["id", "name"] }]);
});

it("refuses a register that was cut off, unless it is told to take it", async () => {
  const cut = LATER.slice(100);
  expect(await onElexon(cut, ["update-units"])).toMatchObject({ code: 1, document: { error: { code: "register" } } });
  const forced = await onElexon(cut, ["update-units", "--force", "--dry-run"]);
  expect(forced).toMatchObject({ code: 3, document: { rowsWritten: 0 } });
});

it("shows what is otherwise, and with --dry-run writes nothing", async () => {
  entries = await ledgerNo();
  const { code, document } = await onElexon(LATER, ["update-units", "--dry-run"]);
  expect(code).toBe(3);
  expect(kindsOf(document)).toEqual([
    "MOWEO-1 gone",
    "NEWWW-1 new",
    "OPENW-1 fuelType",
    "TESTW-1 name",
    "TESTW-1 capacity",
  ]);
  expect(document).toMatchObject({
    effective: "2026-01-15",
    windBegins: ["NEWWW-1", "OPENW-1", "T_NEWWW-1", "T_OPENW-1"],
    windCeases: [],
    rowsWritten: 0,
    days: [{ settlementDate: "2025-03-11", method: "boav", begins: ["T_OPENW-1"], outcome: "not-begun" }],
  });
});

it("writes it, and derives the days concerned again from the archive, without fetching them", async () => {
  const { code, document, asked } = await onElexon(LATER, ["update-units", "--effective", "2026-01-10"]);
  expect({ code, asked }).toEqual({ code: 0, asked: ["/reference/bmunits/all"] });
  expect(document).toMatchObject({
    effective: "2026-01-10",
    rowsWritten: 5,
    days: [{ settlementDate: "2025-03-11", outcome: "stored", revision: 2, added: 2, updated: 0, removed: 0 }],
  });
  const summary = await windhashJson(["summary", "2025-03-11"], { folder });
  expect(summary.document).toMatchObject({ records: 3, grossWh: 24_000_000 });
});

it("changes nothing the second time", async () => {
  const { code, document } = await onElexon(LATER, ["update-units"]);
  expect({ code, changes: document.changes, days: document.days }).toEqual({ code: 0, changes: [], days: [] });
  // In all an entry of the register, and one of the day.
  expect(await ledgerNo()).toBe(entries + 2);
});

it("units shows the register by farm, as it was on a date, and what is not listed any more", async () => {
  const units = async (...argv: readonly string[]) => (await windhashJson(["units", ...argv], { folder })).document;
  const capacity = async (on: string) => (await units("--farm", "testw", "--on", on)).farms[0].generationCapacityMw;
  expect([await capacity("2026-01-09"), await capacity("2026-01-10")]).toEqual(["100.000", "120.000"]);
  expect(await units("moray east")).toMatchObject({
    farms: [{ farmId: "MOWEO", generationCapacityMw: "600.000", units: [{ goneSince: "2026-01-10" }, {}, {}] }],
  });
  expect((await units("--all", "--party", "OPEN")).farms).toHaveLength(3);
  const { stdout } = await windhash(["units", "--all", "ma"], { folder });
  expect(stdout).toContain("Maybe (no fuel type)");
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

it("lists a day as to be ingested again that the archive lacks, and goes on once it is there", async () => {
  renameSync(archive, `${archive}.away`);
  const decide = ["update-units", "--no-fetch", "--wind", "T_MAYBE-1"];
  const left = await windhashJson(decide, { folder });
  expect(left).toMatchObject({
    code: 4,
    document: {
      source: null,
      windBegins: ["MAYBE-1", "T_MAYBE-1"],
      days: [{ outcome: "left", command: "windhash ingest 2025-03-11 --method boav --force" }],
    },
  });
  expect((await windhash(decide, { folder })).stdout).toContain("what it was read from is not in the archive");
  renameSync(`${archive}.away`, archive);
  const { code, document } = await windhashJson(decide, { folder });
  expect({ code, changes: document.changes }).toEqual({ code: 0, changes: [] });
  expect(document.days).toMatchObject([{ outcome: "stored", revision: 3, added: 2 }]);
  expect((await windhashJson(["radar"], { folder })).document).toMatchObject({ atStakeNetWh: 0, units: [] });
});

it("takes a decision back", async () => {
  const { code, document } = await windhashJson(["update-units", "--no-fetch", "--not-wind", "MAYBE-1"], { folder });
  expect(code).toBe(0);
  expect(document).toMatchObject({
    windCeases: ["MAYBE-1", "T_MAYBE-1"],
    days: [{ ceases: ["T_MAYBE-1"], outcome: "stored", revision: 4, removed: 2 }],
  });
});

it("finds the days again of a unit that was decided not to be wind", async () => {
  const shown = await windhashJson(["radar", "--all"], { folder });
  expect(shown.document.units).toEqual([]);
  const { code, document } = await windhashJson(["update-units", "--no-fetch", "--wind", "MAYBE-1"], { folder });
  expect({ code, days: document.days }).toMatchObject({
    code: 0,
    days: [{ outcome: "stored", revision: 5, added: 2 }],
  });
});

it("refuses a register that was stated before the one that is held, unless it is told to take it", async () => {
  const update = (...argv: readonly string[]) =>
    withElexon({ ...DAY, "/reference/bmunits/all": REGISTER }, async (url) =>
      windhashJson(["update-units", "--dry-run", ...argv], {
        folder,
        clock: () => NOW - 86_400,
        fetch: globalThis.fetch,
        environment: { WINDHASH_ELEXON_URL: url },
      }),
    );
  expect(await update()).toMatchObject({
    code: 1,
    document: { error: { code: "register", details: { statedAt: NOW - 86_400, heldStatedAt: NOW } } },
  });
  expect((await update("--force")).code).toBe(3);
});

it.each([
  ["a day to come", ["--effective", "2026-01-16"], "must have taken effect"],
  ["an id that nobody has", ["--no-fetch", "--wind", "NOBODY-1"], "must be in the register or have been bid down"],
  ["one that is to be both", ["--no-fetch", "--wind", "MAYBE-1", "--not-wind", "MAYBE-1"], "must be wind or not"],
  ["nothing to do", ["--no-fetch"], "there must be something to decide"],
])("takes %s for wrong usage", async (_, argv, words) => {
  const ran = await windhash(["update-units", ...argv], { folder });
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: "" });
  expect(ran.stderr).toContain(words);
});

it("refuses a decision against what the register states, and a folder without a register", async () => {
  const against = await windhash(["update-units", "--no-fetch", "--not-wind", "T_OPENW-1"], { folder });
  expect(against).toMatchObject({ code: 1, stderr: expect.stringContaining("got one about OPENW-1, which is WIND") });
  expect(await windhash(["update-units", "--archive", folder], { folder })).toMatchObject({ code: 1, stdout: "" });
});
