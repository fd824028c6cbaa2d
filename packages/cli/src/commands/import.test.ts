import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { look } from "../../test/database.ts";
import { windhash, windhashJson } from "../../test/windhash.ts";

vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), "windhash-cli-"));
const database = join(folder, ".windhash", "db");
const surroundings = { folder };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Made up. */
const NESO_ROWS = [
  "Date,Settlement_Period,Generator_Name,Generator_Full_Name,BOA_Volume",
  "2025-04-01,17,SGRWO-2,Seagreen 2,-62.2",
  "2025-04-01,17,SGRWO-2,Seagreen 2,-0.8",
  "2025-04-03,1,NEWWO-1,Not in the register,-10",
];

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const boa = file("boa.csv", NESO_ROWS);
const broken = file("broken.csv", [...NESO_ROWS, "2025-03-30,47,SGRWO-2,,-1", "2025-04-04,1,SGRWO-2,,+1"]);

// One after the other, on one database.

it.each([
  [[], /unit of the volumes must be said/],
  [["--unit", "mwh"], /sign of the volumes must be said/],
  [["--unit", "kwh", "--sign", "negative"], /Allowed choices are mwh, mean-mw/],
  [["--format", "neso-boa", "--quarantine", boa], /must not replace another file/],
])("refuses %j as wrong usage, and writes nothing", async (options, message) => {
  const ran = await windhash(["import", boa, ...options], surroundings);
  expect(ran).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
  expect(existsSync(database)).toBe(false);
});

it("refuses a file that is not there, and one without the columns", async () => {
  const absent = await windhash(["import", join(folder, "no.csv"), "--format", "neso-boa"], surroundings);
  expect(absent).toMatchObject({ code: 2, stderr: expect.stringContaining("no.csv: there is no such file.") });
  expect(absent.stderr).not.toContain("ENOENT");
  const other = await windhash(["import", boa, "--unit", "mwh", "--sign", "negative"], surroundings);
  expect(other).toMatchObject({ code: 1, stderr: expect.stringMatching(/one column "settlementDate"/) });
  expect(existsSync(database)).toBe(false);
});

it("says before there is a database what would be stored, and makes none", async () => {
  const ran = await windhash(["import", boa, "--format", "neso-boa", "--dry-run"], surroundings);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain("to store  2 days");
  expect(ran.stdout).toContain("There is no database yet");
  expect(existsSync(database)).toBe(false);
});

it("stores nothing of a file with refused rows, and lists them in a quarantine file", async () => {
  const ran = await windhash(["import", broken, "--format", "neso-boa"], surroundings);
  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain("row 5: Settlement_Period must be a whole number from 1 to 46 on 2025-03-30");
  expect(ran.stdout).toContain("Nothing was stored: 2 rows refused.");
  expect(existsSync(database)).toBe(false);
  expect(readFileSync(`${broken}.quarantine.csv`, "utf8").split("\n")).toEqual([
    "row,field,rule,value,raw",
    '5,Settlement_Period,"must be a whole number from 1 to 46 on 2025-03-30, where the clock goes forward",47,"2025-03-30,47,SGRWO-2,,-1"',
    '6,BOA_Volume,"must be 0 or less, as reductions are written negative",+1,"2025-04-04,1,SGRWO-2,,+1"',
    "",
  ]);
});

it("writes no quarantine file on a dry run", async () => {
  const path = file("dry.csv", [...NESO_ROWS, "x"]);
  expect(await windhash(["import", path, "--format", "neso-boa", "--dry-run"], surroundings)).toMatchObject({
    code: 1,
  });
  expect(existsSync(`${path}.quarantine.csv`)).toBe(false);
});

it("stores the rest where that is chosen, and exits with 4 as not all of the file is held", async () => {
  const ran = await windhashJson(
    ["import", broken, "--format", "neso-boa", "--accept-rest", "--source", "Made up"],
    surroundings,
  );
  expect(ran).toMatchObject({
    code: 4,
    document: {
      file: "broken.csv",
      rows: 5,
      volumeMwh: "36.500000",
      refusedRows: 2,
      refusals: [
        { row: 5, field: "Settlement_Period" },
        { row: 6, field: "BOA_Volume" },
      ],
      stored: 2,
      unregistered: [{ id: "NEWWO-1", rows: 1, volumeMwh: "5.000000" }],
      notWind: [],
      days: [
        { settlementDate: "2025-04-01", outcome: "stored", rows: 2, records: 1, grossWh: 31_500_000, revision: 1 },
        { settlementDate: "2025-04-03", outcome: "stored", rows: 1, records: 1, grossWh: 5_000_000, revision: 1 },
      ],
    },
  });
  const held = await look(database, async (stores) => ({
    days: await stores.days(null),
    volumes: await stores.volumesOfDay(ran.document.days[0].settlementDate),
  }));
  expect(held.days.map(({ method }) => method)).toEqual(["import", "import"]);
  expect(held.days[0]?.periods[0]?.reason).toBe(
    "from the file broken.csv (Made up), and nothing vouches that it is whole",
  );
  expect(held.volumes.map(({ bmUnitId, ordinal, acceptanceId }) => [bmUnitId, ordinal, acceptanceId])).toEqual([
    ["T_SGRWO-2", 0, 0],
    ["T_SGRWO-2", 1, 0],
  ]);
});

it("writes nothing when the same rows are imported again", async () => {
  const ran = await windhashJson(["import", boa, "--format", "neso-boa"], surroundings);
  expect(ran).toMatchObject({
    code: 0,
    document: { stored: 0, days: [{ outcome: "unchanged" }, { outcome: "unchanged" }] },
  });
});

it("replaces days that are held from other rows only where that is chosen", async () => {
  const other = file("other.csv", [...NESO_ROWS.slice(0, 2), "2025-04-05,1,SGRWO-2,,-2"]);
  const kept = await windhash(["import", other, "--format", "neso-boa"], surroundings);
  expect(kept.code).toBe(1);
  expect(kept.stdout).toMatch(/2025-04-01 {2}import, other rows/);
  expect(kept.stdout).toContain("Nothing was stored: 1 day held from elsewhere.");
  const dry = await windhash(["import", other, "--format", "neso-boa", "--replace", "--dry-run"], surroundings);
  expect(dry.stdout).toContain("to store  2 days: 1 records new, 1 changed, 0 gone");
  expect(dry.stdout).toContain("Days that are held from elsewhere, to be replaced: 1");
  expect(dry.stdout).toMatch(/2025-04-01 {2}import, other rows +1 +1 +1/);
  const replaced = await windhashJson(["import", other, "--format", "neso-boa", "--replace"], surroundings);
  expect(replaced).toMatchObject({
    code: 0,
    document: {
      days: [
        { outcome: "stored", revision: 2, updated: 1, heldMethod: "import", heldRevision: 1, heldRecords: 1 },
        { outcome: "stored", revision: 1 },
      ],
    },
  });
});

it("shows what was replaced when it is replaced", async () => {
  const again = file("again.csv", NESO_ROWS.slice(0, 3));
  const ran = await windhash(["import", again, "--format", "neso-boa", "--replace"], surroundings);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain("Days that are held from elsewhere, replaced: 1");
  expect(ran.stdout).toMatch(/2025-04-01 {2}import, other rows +2 +1 +1/);
});

it("refuses a row of today", async () => {
  const today = file("today.csv", [...NESO_ROWS.slice(0, 1), "2026-01-15,1,SGRWO-2,,-1"]);
  const ran = await windhash(["import", today, "--format", "neso-boa"], surroundings);
  expect(ran.code).toBe(1);
  expect(readFileSync(`${today}.quarantine.csv`, "utf8")).toContain(
    '2,Date,"must be a day that has ended in London, where it is 2026-01-15",2026-01-15,',
  );
});

it("does not say of imported days that the radar saw nothing on them", async () => {
  const { stdout } = await windhash(["radar"], surroundings);
  expect(stdout).toContain("0 of 3 held days can show such units: imported days cannot.");
  expect(stdout).toMatch(/3 held days of all that is held: unknown\n/);
  const { document } = await windhashJson(["radar"], surroundings);
  expect(document).toMatchObject({ heldDays: 3, showingDays: 0, atStakeNetWh: null });
});

it("is calculated and verified like any other day, and told as unconfirmed", async () => {
  expect(await windhashJson(["calculate"], surroundings)).toMatchObject({ code: 0 });
  const verified = await windhashJson(["verify"], surroundings);
  expect(verified).toMatchObject({ code: 4, document: { findings: [], dayStates: { unconfirmed: 3 } } });
});
