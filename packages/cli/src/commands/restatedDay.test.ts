import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isoFromInstant } from "@windhash/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Answers, QUIET_DAY, withElexon } from "../../test/elexonServer.ts";
import { NOW, windhash, windhashJson } from "../../test/windhash.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

const BIDS = "/balancing/settlement/acceptance/volumes/all/bid/2025-03-11";
const OFFERS = "/balancing/settlement/acceptance/volumes/all/offer/2025-03-11";

/** Made up: the same day as Elexon restated it, 12.5 MWh bid down. */
const RESTATED = withVolume(-12.5);
/** Made up: and once more, when nothing of it is undone. */
const RESTATED_AGAIN: Answers = { ...withVolume(-9), [OFFERS]: { data: [] }, "/data-status/BOAV": countsOf(1) };

function withVolume(negative1: number): Answers {
  const answers = structuredClone(QUIET_DAY) as Record<string, { data: { pairVolumes: Record<string, unknown> }[] }>;
  answers[BIDS]!.data[0]!.pairVolumes["negative1"] = negative1;
  return answers;
}

function countsOf(first: number): unknown {
  const counts = structuredClone(QUIET_DAY["/data-status/BOAV"]) as { data: { dataPointCount: number }[] };
  counts.data[0]!.dataPointCount = first;
  return counts;
}

const REPORTS = [
  ["summary", "2025-03", "--by", "day"],
  ["days", "2025-03-11", "--json"],
  ["export", "2025-03-11", "--rows", "calculations", "--format", "ndjson"],
] as const;

const folder = mkdtempSync(join(tmpdir(), "windhash-past-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOUR_S = 3600;
const INGEST = ["ingest", "2025-03-11", "--method", "boav", "--force"];
const UNREADABLE: Answers = { "/reference/bmunits/all": QUIET_DAY["/reference/bmunits/all"] };

type Event = { readonly what: string; readonly commands: readonly (readonly string[])[]; readonly answers: Answers };

/** What happened, an hour after the other; reports are taken half an hour later. */
const HISTORY: readonly Event[] = [
  { what: "a day is read and calculated", commands: [INGEST, ["calculate"]], answers: QUIET_DAY },
  { what: "it is read again, restated", commands: [INGEST], answers: RESTATED },
  { what: "it cannot be read, but is calculated", commands: [INGEST, ["calculate"]], answers: UNREADABLE },
  { what: "it is restated once more", commands: [INGEST], answers: RESTATED_AGAIN },
];

type Moment = { readonly takenAt: number; readonly reports: readonly string[] };

const moments: Moment[] = [];
const later = NOW + 1000 * HOUR_S;

async function reportsAt(clockAt: number, ...more: readonly string[]): Promise<readonly string[]> {
  const told: string[] = [];
  for (const command of REPORTS)
    told.push((await windhash([...command, ...more], { folder, clock: () => clockAt })).stdout);
  return told;
}

beforeAll(async () => {
  for (const [index, { commands, answers }] of HISTORY.entries()) {
    const happenedAt = NOW + index * HOUR_S;
    await withElexon(answers, async (url) => {
      const around = { folder, clock: () => happenedAt, fetch: globalThis.fetch };
      for (const command of commands) await windhash(command, { ...around, environment: { WINDHASH_ELEXON_URL: url } });
    });
    const takenAt = happenedAt + HOUR_S / 2;
    moments.push({ takenAt, reports: await reportsAt(takenAt) });
  }
});

describe("a report of an earlier moment", () => {
  it("was another one each time", () => {
    expect(new Set(moments.map(({ reports }) => reports.join("\n"))).size).toBe(HISTORY.length);
    const marks = moments.map(({ reports }) => /^ {2}outdated: .*$/m.exec(reports[0] ?? "")?.[0] ?? null);
    const mark = "  outdated: worked out from other records of 1 day; windhash calculate";
    expect(marks).toEqual([null, mark, null, mark]);
    const netMwh = moments.map(({ reports }) => /net +([\d.]+) /.exec(reports[0] ?? "")?.[1]);
    expect(netMwh).toEqual(["6.00", "8.50", "8.50", "9.00"]);
    const failures = moments.map(({ reports }) => JSON.parse(reports[1] ?? "").days[0].failures);
    expect(failures).toEqual([0, 0, 1, 0]);
    const isOutdated = moments.map(({ reports }) => JSON.parse(reports[2]?.split("\n")[0] ?? "").isOutdated);
    expect(isOutdated).toEqual([false, true, false, true]);
  });

  it.each(HISTORY.map(({ what }, index) => [what, index] as const))(
    "has the bytes of the report of that moment: %s",
    async (_, index) => {
      const { takenAt, reports } = moments[index]!;
      expect(await reportsAt(later, "--as-of", isoFromInstant(takenAt))).toEqual(reports);
    },
  );

  it("is that of the end of the day where a date is typed, and says beside it of which moment it is", async () => {
    const [command] = REPORTS;
    const ran = await windhash([...command, "--as-of", "2026-01-15"], { folder, clock: () => later });
    expect(ran).toMatchObject({ code: 0, stdout: moments.at(-1)?.reports[0] });
    const entry = /^windhash: as of 2026-01-15 23:59:59 UTC, after entry \d+ of the ledger: 2025-03-11, committed /;
    expect(ran.stderr).toMatch(entry);
  });

  it("is refused before the record begins, which is told, and for what is still to come", async () => {
    const early = await windhash(["days", "--as-of", "2026-01-15T11:59:59Z"], { folder });
    expect({ code: early.code, stdout: early.stdout }).toEqual({ code: 2, stdout: "" });
    expect(early.stderr).toContain("got 2026-01-15T11:59:59Z: the record begins at 2026-01-15T12:00:00Z.");
    const future = await windhash(["summary", "2025-03", "--as-of", "2026-01-16"], { folder });
    expect(future).toMatchObject({ code: 2, stderr: expect.stringContaining("must not be later than now") });
  });
});

it("marks a day by its state wherever a figure built on it is shown by day", async () => {
  const { state } = JSON.parse(moments.at(-1)?.reports[1] ?? "").days[0];
  expect(moments.at(-1)?.reports[0]).toMatch(new RegExp(`^ {2}date +state .*\n {2}2025-03-11 {2}${state} +9`, "m"));
  const { document } = await windhashJson(["summary", "2025", "--by", "day"], { folder });
  expect(document.groups).toMatchObject([{ group: "2025-03-11", state, netWh: 9_000_000, bitcoinIsOutdated: true }]);
  expect(document.bitcoinIsOutdated).toBe(true);
});

describe("what changed", () => {
  it("is told by revision, with why and in MWh and GBP", async () => {
    const { code, stdout } = await windhash(["changes", "2025-03"], { folder });
    expect(code).toBe(0);
    const lines = stdout.split("\n");
    expect(lines.filter((line) => / {2}restated {2}/.test(line))).toEqual([
      "  2025-03-11    2  2026-01-15 13:00  restated  ~1         +2.50  +125.00",
      "  2025-03-11    3  2026-01-15 15:00  restated  ~1         +0.50  -155.00",
    ]);
    expect(lines).toContain("  net, MWh                 6.00    9.00       +3.00");
    expect(lines).toContain("  net, GBP               480.00  450.00      -30.00");
  });

  it("has each record, old and new, where that is asked for", async () => {
    const { document } = await windhashJson(["changes", "--by", "record", "--since", "2026-01-15T14:00:00Z"], {
      folder,
    });
    expect(document).toMatchObject({
      since: "2026-01-15T14:00:00Z",
      daysHeld: 1,
      daysRevised: 1,
      revisions: [{ revision: 3, causes: ["payload"], committedAtBefore: "2026-01-15T13:00:00Z", updated: 1 }],
      total: { difference: { grossWh: -3_500_000, undoWh: -4_000_000, netWh: 500_000, paymentGbp: "-155.000000" } },
      attribution: expect.stringContaining("Elexon"),
    });
    expect(document.records).toMatchObject([
      {
        settlementPeriod: 1,
        bmUnitId: "T_TESTW-1",
        before: { netWh: 8_500_000, paymentGbp: "605.000000" },
        after: { netWh: 9_000_000, paymentGbp: "450.000000" },
      },
    ]);
  });
});

describe("an export", () => {
  const out = join(folder, "march.csv");
  const toFile = ["export", "2025-03-10", "--to", "2025-03-12", "--out", out];

  /** Of the one day that is held, as `windhash days` told it. */
  const stateAtTheEnd = (): string => JSON.parse(moments.at(-1)?.reports[1] ?? "").days[0].state;

  it("is a file with every day that is held; exit code 4 says that others are not", async () => {
    const ran = await windhashJson(toFile, { folder });
    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain("windhash: 2 days of 3 are not held (2025-03-10, ...): see windhash days\n");
    const text = readFileSync(out, "utf8");
    expect(ran.document).toMatchObject({ kind: "records", rows: 1, days: 3, bytes: text.length + 1 });
    expect(text.split("\n")).toEqual([
      "# Contains BMRS data © Elexon Limited copyright and database right",
      expect.stringMatching(/^settlementDate,settlementPeriod,startsAt,bmUnitId,state,/),
      `2025-03-11,1,2025-03-11T00:00:00Z,T_TESTW-1,${stateAtTheEnd()},boav,3,9000000,0,9000000,,,450.000000,0.000000,450.000000,0,1`,
      "",
    ]);
  });

  it("does not replace a file unless it is told to, and writes nothing where it is only asked what it would", async () => {
    const before = readFileSync(out, "utf8");
    const day = ["export", "2025-03-11", "--rows", "volumes", "--out", out];
    expect(await windhash(day, { folder })).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("--force"),
    });
    const dry = await windhash([...day, "--dry-run"], { folder });
    expect(dry).toMatchObject({
      code: 0,
      stdout: `Would write 1 row of volumes, 2025-03-11, to ${out}. Nothing was written.\n`,
    });
    expect(readFileSync(out, "utf8")).toBe(before);
    expect((await windhash([...day, "--force", "--quiet"], { folder })).code).toBe(0);
    expect(readFileSync(out, "utf8")).toMatch(
      /\n2025-03-11,1,\S+,T_TESTW-1,[a-z]+,boav,3,bid,1,-1,0,,,-9,-9\/1,-50\n$/,
    );
  });

  it("is refused where it could not be printed or means nothing", async () => {
    for (const typed of [["--json"], ["--force"], ["--dry-run"], ["--rows", "units"]])
      expect(await windhash(["export", "2025-03-11", ...typed], { folder })).toMatchObject({ code: 2 });
    expect(await windhash(["export", "2025-03", "--to", "2025-04-01"], { folder })).toMatchObject({ code: 2 });
    expect(await windhash(["export", "2027"], { folder })).toMatchObject({ code: 2 });
  });
});
