import { expect, it } from "vitest";
import { windhash, windhashJson } from "../../test/windhash.ts";

const QUESTION = ["potential", "--mwh", "100", "--date", "2025-03-11", "--miner", "S19J_PRO"];

it("gives one document with everything that the figure stands on", async () => {
  const { code, stderr, document } = await windhashJson(QUESTION);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(document).toEqual({
    settlementDate: "2025-03-11",
    settlementPeriod: null,
    energyWh: 100_000_000,
    bitcoinMsat: "7657649141",
    bitcoin: "0.07657649141",
    miner: {
      id: "S19J_PRO",
      name: "Antminer S19j Pro 100",
      hashrateThs: "100",
      powerW: "3050",
      efficiencyJPerTh: "30.5",
      releaseMonth: "2021-06",
      source: expect.any(String),
    },
    network: [
      {
        startsAt: "2025-03-11T00:00:00Z",
        endsAt: "2025-03-12T00:00:00Z",
        durationS: 86_400,
        share: 1,
        epochHeight: 887_040,
        bits: "17028281",
        difficulty: "112149504190349.28630055",
        subsidyMsat: "312500000000",
      },
    ],
    history: {
      source: "built-in",
      knownUntil: "2026-04-22T21:50:00Z",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    basis: {
      measure: "net",
      flags: "all",
      machines: "continuous",
      hashesPerDifficulty: "2^32",
      uptime: "1",
      poolFee: "0",
      staleRate: "0",
      pue: "1",
      feesMsat: "0",
      machineCount: null,
    },
    formula: "BTC = E x 3600 x 10^12 x H x R / (W x D x 2^32)",
    formulaWithNumbers:
      "BTC = 100000000 x 3600 x 10^12 x 100 x 3.125 / (3050 x 112149504190349.28630055 x 2^32) = 0.07657649141",
    warnings: [],
  });
});

it("prints a formula that a reader can work out again", async () => {
  const { stdout } = await windhash([
    "potential",
    "--mwh",
    "12.5",
    "--date",
    "2024-04-20",
    "--period",
    "3",
    "--miner",
    "S9",
  ]);
  const [, printed = "", result = ""] = /= (1250[^=]*)= ([\d.]+)\n/s.exec(stdout) ?? [];
  expect(printed.replaceAll(/\s+/g, " ").replaceAll(/\d[\d.]*/g, "n")).toBe(
    "n x n x n^n x n / (n x n^n) x ( n/n x n / n + n/n x n / n ) ",
  );
  const numbers = [...printed.matchAll(/\d[\d.]*/g)].map(Number);
  const [energy = 0, joules = 0, ten = 0, power = 0, hashrate = 0, watts = 0, two = 0, bits = 0, ...terms] = numbers;
  const [part = 0, whole = 1, reward = 0, difficulty = 1, laterPart = 0, , laterReward = 0, laterDifficulty = 1] =
    terms;
  const mean = ((part / whole) * reward) / difficulty + ((laterPart / whole) * laterReward) / laterDifficulty;
  expect(((energy * joules * ten ** power * hashrate) / (watts * two ** bits)) * mean).toBeCloseTo(Number(result), 10);
});

it("cuts the half-hour of the halving at its block, 00:09:27 UTC on 2024-04-20", async () => {
  const { document } = await windhashJson([
    ...QUESTION.slice(0, 3),
    "--date",
    "2024-04-20",
    "--period",
    "3",
    "--miner",
    "S9",
  ]);
  expect(document.network.map(({ subsidyMsat, share }: Record<string, unknown>) => [subsidyMsat, share])).toEqual([
    ["625000000000", 567 / 1800],
    ["312500000000", 1233 / 1800],
  ]);
});

it.each([
  ["2025-03-30", 23],
  ["2025-03-29", 24],
  ["2025-10-26", 25],
])("spreads the energy of %s over its %i hours", async (date, hours) => {
  const { document } = await windhashJson([...QUESTION.slice(0, 3), "--date", date, "--miner", "S9"]);
  const durations: number[] = document.network.map(({ durationS }: { durationS: number }) => durationS);
  expect(durations.reduce((sum, durationS) => sum + durationS, 0)).toBe(hours * 3600);
});

it("warns of a machine that did not exist yet, in words and in the document", async () => {
  const asked = ["potential", "--mwh", "1", "--date", "2020-01-01", "--miner", "S19J_PRO"];
  const { code, stdout } = await windhash(asked);
  expect(code).toBe(0);
  expect(stdout).toContain("Note: Antminer S19j Pro 100 was first delivered in 2021-06, after 2020-01-01");
  const { document } = await windhashJson(asked);
  expect(document.warnings).toMatchObject([{ code: "before-release", releaseMonth: "2021-06" }]);
});

it("takes a machine of one's own, by name or without", async () => {
  const figures = ["potential", "--mwh", "1", "--date", "2025-03-11", "--hashrate-ths", "104.50", "--power-w", "3068"];
  const named = await windhashJson([...figures, "--miner", "Rig in the barn"]);
  expect(named.document.miner).toMatchObject({
    id: "RIG_IN_THE_BARN",
    name: "Rig in the barn",
    hashrateThs: "104.5",
    powerW: "3068",
  });
  const unnamed = await windhashJson(figures);
  expect(unnamed.document.miner.id).toBe("CUSTOM");
  const overridden = await windhashJson([...figures, "--miner", "s19j_pro"]);
  expect(overridden.document.miner).toMatchObject({ id: "CUSTOM", name: "S19J_PRO with figures of one's own" });
  expect(unnamed.document.bitcoinMsat).toBe(named.document.bitcoinMsat);
});

it("shows whole machines, fees and factors where they are asked for", async () => {
  const basis = [
    "--machines",
    "whole",
    "--pue",
    "1.05",
    "--uptime",
    "0.98",
    "--fees-btc",
    "0.1",
    "--hashes-per-difficulty",
    "2^48/65535",
  ];
  const { stdout } = await windhash([...QUESTION, ...basis]);
  expect(stdout).toContain("1,301 whole machines, which use 99,994,860 Wh; 2^48/65535 hashes per difficulty");
  expect(stdout).toContain("fees 0.1 BTC, uptime 0.98, pool fee 0, stale rate 0, PUE 1.05");
  expect(stdout).toContain("BTC = E x 3600 x 10^12 x H x R / (W x D x (2^48/65535)) x uptime / PUE");
});

it("takes a model in small letters and gives nothing for nothing", async () => {
  const { document } = await windhashJson(["potential", "--mwh", "0", "--date", "2025-03-11", "--miner", "s9"]);
  expect(document).toMatchObject({ energyWh: 0, bitcoinMsat: "0", bitcoin: "0.00000000000", miner: { id: "S9" } });
});

const AT = ["--date", "2025-03-11", "--miner", "S9"];

it.each([
  ["negative energy", ["--mwh", "-1", ...AT], 2, "--mwh must be 0 or more, got -1."],
  ["no number", ["--mwh", "NaN", ...AT], 2, '--mwh must be a decimal number of megawatt-hours, got "NaN".'],
  ["an infinity", ["--mwh", "Infinity", ...AT], 2, "--mwh must be a decimal number"],
  ["nothing for a number", ["--mwh", "", ...AT], 2, "--mwh must be a decimal number"],
  ["a part of a watt-hour", ["--mwh", "0.0000001", ...AT], 2, "must be a whole number of watt-hours"],
  ["more than can be counted", ["--mwh", "9999999999999", ...AT], 2, "within 9,007,199,254 MWh"],
  ["a day that does not exist", ["--mwh", "1", "--date", "2025-02-30", "--miner", "S9"], 2, 'got "2025-02-30"'],
  ["a period that the day does not have", ["--mwh", "1", ...AT, "--period", "49"], 2, 'from 1 to 48, got "49"'],
  ["period 0", ["--mwh", "1", ...AT, "--period", "0"], 2, 'from 1 to 48, got "0"'],
  ["half a period", ["--mwh", "1", ...AT, "--period", "1.5"], 2, 'from 1 to 48, got "1.5"'],
  ["an unknown miner", ["--mwh", "1", "--date", "2025-03-11", "--miner", "S19J"], 2, "Did you mean S19J_90"],
  ["no miner", ["--mwh", "1", "--date", "2025-03-11"], 2, "A miner must be given"],
  ["no energy", AT, 2, "Required option '--mwh <number>' not specified"],
  ["half a machine", ["--mwh", "1", ...AT, "--power-w", "3000"], 2, "Give --hashrate-ths too."],
  ["power 0", ["--mwh", "1", ...AT.slice(0, 2), "--power-w", "0", "--hashrate-ths", "1"], 2, "above 0"],
  ["a share above 1", ["--mwh", "1", ...AT, "--pool-fee", "2"], 2, "poolFee must be a share from 0 to 1"],
  ["negative fees", ["--mwh", "1", ...AT, "--fees-btc", "-1"], 2, "--fees-btc must be 0 BTC or more"],
  ["machines of no kind", ["--mwh", "1", ...AT, "--machines", "some"], 2, 'machines must be "continuous" or "whole"'],
  ["a day past the history", ["--mwh", "1", "--date", "2026-06-01", "--miner", "S9"], 1, "before 2026-04-22T21:50:00Z"],
  ["a day before the network", ["--mwh", "1", "--date", "2008-06-01", "--miner", "S9"], 1, "before the first block"],
])("refuses %s", async (_, options, code, message) => {
  const refused = await windhash(["potential", ...options]);
  expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code, stdout: "" });
  expect(refused.stderr).toContain(message);
  const { document } = await windhashJson(["potential", ...options]);
  expect(document).toEqual({
    error: { code: expect.any(String), message: expect.stringContaining(message), details: expect.any(Object) },
  });
});
