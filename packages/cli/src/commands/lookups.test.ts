import { expect, it } from "vitest";
import { windhash, windhashJson } from "../../test/windhash.ts";

it.each([
  ["2025-03-30", 46],
  ["2025-03-11", 48],
  ["2025-10-26", 50],
])("lists the periods of %s: %i of them, half an hour each, without a gap", async (date, count) => {
  const { document } = await windhashJson(["periods", date]);
  const periods: { readonly startsAt: string; readonly endsAt: string }[] = document.periods;
  expect(document.periodCount).toBe(count);
  expect(periods).toHaveLength(count);
  for (const [at, { startsAt, endsAt }] of periods.entries()) {
    expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(1_800_000);
    expect(startsAt).toBe(periods[at - 1]?.endsAt ?? startsAt);
  }
});

it("tells the two half-hours of an autumn night apart that a clock in London shows twice", async () => {
  const { stdout } = await windhash(["periods", "2025-10-26"]);
  expect(stdout).toContain("2025-10-26 (Sunday): 50 settlement periods, as London's clock goes back");
  expect(stdout).toContain(" 3  01:00 BST     01:30 BST   2025-10-26 00:00  2025-10-26 00:30");
  expect(stdout).toContain(" 5  01:00 GMT     01:30 GMT   2025-10-26 01:00  2025-10-26 01:30");
});

it("lists the catalogue with its sources", async () => {
  const { document } = await windhashJson(["miners"]);
  expect(document.miners.length).toBeGreaterThanOrEqual(60);
  expect(document.miners).toContainEqual({
    id: "S9",
    name: "Antminer S9 13.5",
    hashrateThs: "13.5",
    powerW: "1323",
    efficiencyJPerTh: "98",
    releaseMonth: "2017-09",
    source: expect.stringMatching(/.+/),
  });
});

it("prints the catalogue in columns", async () => {
  const { stdout } = await windhash(["miners"]);
  expect(stdout).toMatch(/^ {2}model +name +TH\/s +W +J\/TH +first delivered\n/);
  expect(stdout).toMatch(/\n {2}S19J_PRO +Antminer S19j Pro 100 +100 +3,050 +30\.5 +2021-06\n/);
});

it("shows a day of a retarget in two stretches that add up to it", async () => {
  // Header time of block 883008: 2025-02-09T09:33:07Z; difficulty 108105433845147 before it, 114167270716407 from it on.
  const { document } = await windhashJson(["difficulty", "2025-02-09"]);
  const stretches: { readonly difficulty: string; readonly durationS: number }[] = document.network;
  expect(stretches.map(({ difficulty, durationS }) => [difficulty.split(".")[0], durationS])).toEqual([
    ["108105433845147", 34_387],
    ["114167270716407", 86_400 - 34_387],
  ]);
});

it("says to which date it knows the network when it is asked for a later one", async () => {
  const { code, stdout, stderr } = await windhash(["difficulty", "2026-05-01"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("2026-04-22T21:50:00Z, up to which this network history reaches");
});
