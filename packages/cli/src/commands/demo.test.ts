import { EventEmitter } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openPglite } from "@windhash/store-pg";
import { projectRoot } from "@windhash/testkit";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { damage } from "../../test/database.ts";
import { capture, type Ran, surroundings, windhash, windhashJson } from "../../test/windhash.ts";
import { run } from "../run.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), "windhash-cli-"));
const directory = join(folder, ".windhash", "db");
let first: Ran;

beforeAll(async () => {
  first = await windhash(["demo"], { folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("shows the bundled day as a person would want to read it", () => {
  expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: "" });
  expect(first.stdout).toMatchSnapshot();
});

it("prints what the README says", () => {
  const readme = readFileSync(join(projectRoot(), "README.md"), "utf8");
  const [, shown = ""] = /`npm start` works [^`]*```text\n([^`]*)\n```/.exec(readme) ?? [];
  const parts = shown.split("\n...\n");
  expect(parts).toHaveLength(2);
  for (const part of parts) expect(first.stdout).toContain(part);
});

it("has the figures of the day as it was worked out independently", async () => {
  const { document } = await windhashJson(["demo"], { folder });
  // Totals of expected_2022-01-01_by_bmu_period.csv of the test data; its undo column has the other sign.
  const { summary, status, verification } = document;
  const mwh = [summary.grossWh, summary.undoWh, summary.netWh].map((wh: number) => (wh / 1e6).toFixed(2));
  expect(mwh).toEqual(["66761.28", "917.56", "65843.72"]);
  const gbp = [summary.bidPaymentGbp, summary.undoPaymentGbp, summary.paymentGbp].map((text: string) =>
    Number(text).toFixed(2),
  );
  expect(gbp).toEqual(["4871666.14", "-3023.32", "4868642.82"]);
  expect(status).toMatchObject({ expected: 5853, present: 5853, matching: 5853, missing: 0 });
  expect(verification).toMatchObject({ records: 1951, calculations: 5853, findings: [] });
});

it("prints the same a second time, and writes nothing", async () => {
  const before = await dump();
  const second = await windhash(["demo"], { folder });
  expect(second).toEqual(first);
  expect(await dump()).toEqual(before);
});

it("leaves a day alone that is held by another method", async () => {
  await damage(directory, "UPDATE day_revisions SET method = 'boav'");
  const { document } = await windhashJson(["demo"], { folder });
  expect(document.summary.methods).toEqual(["boav"]);
  await damage(directory, "UPDATE day_revisions SET method = 'pn'");
});

it("lets go of the database before it serves, so that other commands work beside it", async () => {
  const [stdout, stderr, signals] = [capture(), capture(), new EventEmitter()];
  const isServing = new Promise<void>((resolve) => signals.once("newListener", () => resolve()));
  const ended = run(["demo", "--serve", "--port", "0"], { ...surroundings({ stdout, stderr }), signals, folder });
  await isServing;
  expect((await windhashJson(["status"], { folder })).document).toMatchObject({ matching: 5853 });
  signals.emit("SIGTERM");
  expect(await ended).toBe(0);
  expect(stdout.text()).toContain(first.stdout);
  expect(stdout.text()).toMatch(
    /\nwindhash is serving on http:\/\/127\.0\.0\.1:\d+ {2}\(health: \/healthz and \/health\)\n$/,
  );
});

it("is refused while another process holds the database, and says which", () =>
  withDatabase(async () => {
    const { code, stdout, stderr } = await windhash(["status"], { folder });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("windhash calculate");
  }));

it("exits with 4 on status, as the day's opening periods are not complete", async () => {
  const { code, stdout } = await windhash(["status"], { folder });
  expect(code).toBe(4);
  expect(stdout).toContain("Reconciled 100 %: 5,853 of 5,853 calculations are as expected");
  expect(stdout).toContain("Incomplete: 1 day is not complete; windhash summary <date> says why");
});

/** Every row of every table, in the database's own words: times, run numbers and transactions included, so that any write shows. */
function dump(): Promise<unknown> {
  return withDatabase(async (database) => {
    const tables = await database.query(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    );
    expect(tables.length).toBeGreaterThan(10);
    const rows = [];
    for (const { name } of tables) {
      rows.push([name, await database.query(`SELECT xmin::text, t::text AS row FROM ${String(name)} AS t ORDER BY 2`)]);
    }
    return rows;
  });
}

async function withDatabase<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
  const database = await openPglite({ directory, holder: { command: "windhash calculate", startedAt: 0 } });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
