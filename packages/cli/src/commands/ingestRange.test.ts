import { EventEmitter } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { look } from "../../test/database.ts";
import { type Asked, quietDays, withElexon } from "../../test/elexonServer.ts";
import { inTemporaryFolder, NOW, windhash, windhashJson } from "../../test/windhash.ts";

vi.setConfig({ testTimeout: 120_000 });

const DAY_S = 86_400;
const folder = mkdtempSync(join(tmpdir(), "windhash-cli-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Elexon answers goes through a real port; every day is the quiet one of `quietDays`. */
function onElexon(url: string, more: { readonly folder?: string; readonly now?: number } = {}) {
  const { now = NOW } = more;
  const environment = { WINDHASH_ELEXON_URL: url, WINDHASH_ELEXON_RATE: "80" };
  return { folder: more.folder ?? folder, fetch: globalThis.fetch, environment, clock: () => now };
}

/** Ingests and gives the document, with the paths that were asked for. */
function ingest(argv: readonly string[], more: Parameters<typeof onElexon>[1] = {}) {
  return withElexon(quietDays, async (url, asked) => {
    const ran = await windhashJson(["ingest", ...argv], onElexon(url, more));
    return { ...ran, asked: [...asked] };
  });
}

function datesOf(days: readonly { readonly settlementDate: string }[]): readonly string[] {
  return days.map(({ settlementDate }) => settlementDate);
}

/** All that is held of days, and every attempt. */
function contents() {
  return look(join(folder, ".windhash", "db"), async (stores) => {
    const days = await stores.days(null);
    return { days, attempts: await Promise.all(days.map((day) => stores.attempts(day.settlementDate))) };
  });
}

// The clock stands at noon of 2026-01-15. One after the other, on one database.

describe("windhash ingest", () => {
  it("says what it would read without asking anything or making a database", async () => {
    const { document, asked, code } = await ingest(["--days", "7", "--dry-run"]);
    expect({ code, asked, isMade: existsSync(join(folder, ".windhash")) }).toEqual({
      code: 0,
      asked: [],
      isMade: false,
    });
    expect(document).toMatchObject({ dryRun: true, range: { from: "2026-01-08", to: "2026-01-14" }, days: [] });
    expect(document.plan[0]).toEqual({ settlementDate: "2026-01-08", method: "stack", reason: "not-held", run: null });
    expect(document.plan).toHaveLength(7);
  });

  it("reads the last days that have ended", async () => {
    const { document, code } = await ingest(["--days", "7", "--method", "boav"]);
    expect(code).toBe(0);
    expect(datesOf(document.days)).toEqual(
      Array.from({ length: 7 }, (_, index) => `2026-01-${String(8 + index).padStart(2, "0")}`),
    );
    expect(document.summary).toMatchObject({
      days: { stored: 7, unchanged: 0, skipped: 0, failed: 0, unpublished: 0, notBegun: 0 },
      records: 7,
      netWh: 42_000_000,
      paymentGbp: "3360.000000",
      requests: 1 + 7 * 5,
      retries: 0,
    });
    expect(document.summary.bytes).toBeGreaterThan(7 * 48 * 50);
  });

  it("reads again only what is provisional, and writes nothing where that is unchanged", async () => {
    const before = await contents();
    const { document, asked } = await ingest(["--days", "7", "--method", "boav"]);
    expect(document.plan.map((day: { reason: string }) => day.reason)).toEqual(Array(3).fill("provisional"));
    expect(datesOf(document.skipped)).toEqual(["2026-01-08", "2026-01-09", "2026-01-10", "2026-01-11"]);
    expect(document.summary.days).toMatchObject({ stored: 0, unchanged: 3, skipped: 4 });
    expect(asked.some((path) => path.endsWith("2026-01-08"))).toBe(false);
    expect(await contents()).toEqual(before);
  });

  it("asks nothing at all where everything is complete", async () => {
    const { document, asked } = await ingest(["2026-01-08", "--to", "2026-01-11", "--method", "boav"]);
    expect({ asked, days: document.days }).toEqual({ asked: [], days: [] });
    const shown = await windhash(["ingest", "2026-01-08", "--method", "boav"], { folder });
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).toContain("1 day skipped: complete (--force reads it again)\n");
  });

  it("reads all of it again when it is forced to", async () => {
    const { document } = await ingest(["2026-01-08", "--to", "2026-01-09", "--method", "boav", "--force"]);
    expect(document.days).toMatchObject([{ outcome: "unchanged" }, { outcome: "unchanged" }]);
  });

  it("reads a day by another method that is held by one", async () => {
    const { document } = await ingest(["2026-01-08", "--dry-run"]);
    expect(document.plan).toEqual([
      { settlementDate: "2026-01-08", method: "stack", reason: "other-method", run: null },
    ]);
  });

  it("makes provisional days complete once they are old enough, by a new revision", async () => {
    const { document } = await ingest(["--days", "7", "--method", "boav"], { now: NOW + 3 * DAY_S });
    const stored = document.days.filter((day: { revision: number }) => day.revision === 2);
    expect(datesOf(stored)).toEqual(["2026-01-12", "2026-01-13", "2026-01-14"]);
    for (const day of stored) expect(day).toMatchObject({ outcome: "stored", periods: { complete: 1, empty: 47 } });
    expect(datesOf(document.days)).toEqual([...datesOf(stored), "2026-01-15", "2026-01-16", "2026-01-17"]);
  });

  it("looks again at what may have been restated, and writes down that it did", async () => {
    const now = NOW + 4 * DAY_S;
    const { document } = await ingest(["--refresh", "--method", "boav"], { now });
    const reasons = new Set(document.plan.map((day: { reason: string }) => day.reason));
    expect(reasons).toEqual(new Set(["not-held", "last-days"]));
    expect(document.days).toHaveLength(31 + 7);
    const { days, attempts } = await contents();
    const index = days.findIndex(({ settlementDate }) => settlementDate === "2026-01-12");
    expect(days[index]).toMatchObject({ revision: 2 });
    expect(attempts[index]?.map(({ attemptedAt }) => attemptedAt)).toEqual([NOW, NOW + 3 * DAY_S, now]);
  });

  it("does not look at it twice within six hours", async () => {
    const { document, asked } = await ingest(["--refresh"], { now: NOW + 4 * DAY_S + 3600 });
    expect({ asked, plan: document.plan }).toEqual({ asked: [], plan: [] });
    expect(document.skipped).toHaveLength(31 + 7);
    const day = { settlementDate: "2026-01-12", reason: "looked-at" };
    expect(document.skipped).toContainEqual(day);
  });

  it("looks at older days when a settlement run has come out", async () => {
    const now = Date.parse("2026-03-20T12:00Z") / 1000;
    const { stdout } = await windhash(["ingest", "--refresh", "--dry-run"], { folder, clock: () => now });
    expect(stdout).toMatch(/2026-01-08 to 2026-01-15 +8 {2}boav +settlement run R1 has come out\n/);
    expect(stdout).toMatch(/2026-02-01 to 2026-02-28 +28 {2}stack +not held\n/);
    expect(stdout).toContain("Nothing was read and nothing was written.\n");
  });
});

describe("windhash ingest, interrupted", () => {
  const range = ["2025-03-11", "--to", "2025-03-16", "--method", "boav"];

  it("finishes the days under way, and goes on when what it says is typed", () =>
    inTemporaryFolder(async (own) => {
      const signals = new EventEmitter();
      const interrupting = (url: string) => {
        let volumes = 0;
        const fetch: typeof globalThis.fetch = (...request) => {
          volumes += new Request(...request).url.includes("/volumes/") ? 1 : 0;
          if (volumes === 5) signals.emit("SIGINT");
          return globalThis.fetch(...request);
        };
        return { ...onElexon(url, { folder: own }), fetch, signals };
      };
      const ran = await withElexon(quietDays, (url) => windhash(["ingest", ...range], interrupting(url)));
      expect(ran.code).toBe(130);
      expect(ran.stderr).toContain("windhash: stopping after the days under way; once more to end at once\n");
      expect(signals.listenerCount("SIGINT")).toBe(0);
      const [, resume = ""] = /Interrupted\. Go on with: windhash ingest (.*)\n/.exec(ran.stdout) ?? [];
      const stored = [...ran.stdout.matchAll(/(2025-03-\d\d) {2}stored/g)].map(([, date]) => date);
      expect(stored.length).toBeGreaterThan(1);
      expect(stored.length).toBeLessThan(6);
      expect(resume).toBe(`2025-03-${11 + stored.length} --to 2025-03-16 --method boav`);

      const { document: again } = await ingest([...range, "--dry-run"], { folder: own });
      expect(datesOf(again.skipped)).toEqual(stored);
      const { document } = await ingest(resume.split(" "), { folder: own });
      expect(datesOf(document.days)).toEqual(datesOf(again.plan));
      expect((await ingest(range, { folder: own })).asked).toEqual([]);
    }));
});

describe("windhash ingest-month", () => {
  const month = (text: string) => windhashJson(["ingest-month", text, "--dry-run"], { folder });

  it("reads the days of a month, and of the present one those that have ended", async () => {
    expect((await month("2024-02")).document).toMatchObject({ range: { from: "2024-02-01", to: "2024-02-29" } });
    expect((await month("2026-01")).document).toMatchObject({ range: { from: "2026-01-01", to: "2026-01-14" } });
  });

  it.each([
    ["2026-02", "A month to ingest must have a day that has ended, got 2026-02; today is 2026-01-15."],
    ["2025-13", "month YYYY-MM of settlement dates must lie in 2001 to 2099"],
  ])("refuses %s", async (text, message) => {
    const ran = await windhash(["ingest-month", text], { folder });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(message);
  });
});

describe("what windhash ingest refuses", () => {
  it.each([
    ["two ways to name days", ["2025-03-11", "--days", "7"], "got a date and --days"],
    ["three", ["2025-03-11", "--days", "7", "--refresh"], "got a date and --days and --refresh"],
    ["the end of a range alone", ["--days", "7", "--to", "2025-03-11"], "got --to alone"],
    ["no days", ["--days", "0"], 'must be whole and 1 or more, got "0"'],
    ["part of a day", ["--days", "1.5"], 'must be whole and 1 or more, got "1.5"'],
    ["an archive that is to be asked again", ["--refresh", "--archive", "x"], "got --refresh with --archive"],
    ["the present day", ["2026-01-15"], "A day to ingest must have ended, got 2026-01-15; today is 2026-01-15."],
    [
      "no rate",
      ["2025-03-11", "--rate", "0"],
      'The request rate --rate must be 0.01 to 80 requests per second, got "0"',
    ],
    ["a rate that is no number", ["2025-03-11", "--rate", "fast"], 'got "fast"'],
    ["a rate that is a number only to a machine", ["2025-03-11", "--rate", "1e1"], 'got "1e1"'],
    ["a rate above Elexon's own limit", ["2025-03-11", "--rate", "81"], 'got "81"'],
  ])("%s", async (_, argv, message) => {
    const ran = await windhash(["ingest", ...argv]);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(message);
  });

  it("a rate of the environment that is none", async () => {
    const ran = await windhash(["ingest", "2025-03-11"], { environment: { WINDHASH_ELEXON_RATE: "-4" } });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(
      'The request rate WINDHASH_ELEXON_RATE must be 0.01 to 80 requests per second, got "-4"',
    );
  });
});

it("keeps the rate that was typed, before that of the environment", () =>
  inTemporaryFolder((own) =>
    withElexon(quietDays, async (url, asked: Asked) => {
      const typed = ["ingest", "2025-03-11", "--to", "2025-03-13", "--method", "boav", "--rate", "20"];
      expect(await windhash(typed, onElexon(url, { folder: own }))).toMatchObject({ code: 0 });
      const [first = 0, last = 0] = [asked.arrivedAtMs[0], asked.arrivedAtMs.at(-1)];
      // The first may come in late, so one space of 50 ms is not counted.
      expect(asked).toHaveLength(1 + 3 * 5);
      expect(last - first).toBeGreaterThan(11 * 50);
    }),
  ));
