import type { BitcoinCalculation, MinerModel, SettlementDate, Stores } from "@windhash/core";
import {
  DayMovedError,
  DEFAULT_BASIS,
  makeNetworkHistory,
  minerModel,
  parseSettlementDate,
  settlementDay,
} from "@windhash/core";
import { networkHistory } from "@windhash/core/network-history";
import { memoryStores } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { script, scriptedSource, stackRow, units } from "../../test/scriptedSource.ts";
import { ingestRange } from "../ingest/ingestRange.ts";
import { verifyRange } from "../verify/verifyRange.ts";
import { openLedger } from "./ledger.ts";
import { reconcileRange } from "./reconcileRange.ts";
import { statusOf } from "./status.ts";

const dates = ["2024-04-19", "2024-04-20", "2024-04-21"].map(parseSettlementDate);
const models: readonly MinerModel[] = ["S19J_PRO", "S9", "M20S"].map(minerModel);
const request = { range: null, command: "reconcile", clock: () => 1_720_000_000 };

/** Three days around a halving, six records each, with settings and network history, not calculated yet. */
async function ingested(): Promise<Stores> {
  const stores = memoryStores();
  await stores.saveSettings({ models, basis: DEFAULT_BASIS }, { committedAt: 0 });
  await stores.saveHistory(networkHistory, "built in");
  for (const settlementDate of dates) {
    const said = script();
    said.counts = (period) => (period <= 3 ? 2 : 0);
    said.stack = [1, 2, 3].flatMap((period) => [
      stackRow(settlementDate, period),
      stackRow(settlementDate, period, { bmUnitId: "T_BEATO-1" as never, volumeMwh: `-${period}.25` }),
    ]);
    const source = scriptedSource(said);
    await ingestRange({
      days: [{ settlementDate, method: "stack" }],
      source,
      units,
      store: stores,
      clock: () => 0,
    });
  }
  return stores;
}

async function calculated(): Promise<Stores> {
  const stores = await ingested();
  await reconcileRange(await openLedger(stores), request);
  return stores;
}

/** Changes stored calculations behind the back of the ledger, as a careless script would. */
async function tamper(
  stores: Stores,
  settlementDate: SettlementDate,
  change: { puts?: readonly BitcoinCalculation[]; removes?: readonly BitcoinCalculation[] },
): Promise<void> {
  const range = { from: settlementDate, to: settlementDate };
  const [[day], tallies] = await Promise.all([stores.days(range), stores.calculationTallies(range)]);
  const minerModelIds = tallies.map(({ minerModelId }) => minerModelId);
  const { puts = [], removes = [] } = change;
  const revision = day?.revision ?? 0;
  const row = { settlementDate, revision, puts, removes, tallies, minerModelIds };
  await stores.applyChange(row, [], { committedAt: 0 });
}

/** Gives the first day's records with a payment that nobody paid, until they are written again. */
function alteredOnce(stores: Stores): Stores["recordsOfDay"] {
  let isAltered = true;
  return async (date) => {
    const records = await stores.recordsOfDay(date);
    if (date !== dates[0] || !isAltered) return records;
    isAltered = false;
    return records.map((record) => ({ ...record, acceptances: (record.acceptances ?? 0) + 1 }));
  };
}

describe("reconcileRange", () => {
  it("makes an uncalculated database complete, and records what it did", async () => {
    const stores = await ingested();
    const ledger = await openLedger(stores);
    expect(await statusOf(ledger, { range: null })).toMatchObject({
      expected: 54,
      present: 0,
      missing: 54,
      matching: 0,
    });
    const outcome = await reconcileRange(ledger, request);
    expect(outcome).toMatchObject({ days: 3, matching: 0, runNo: 1, interrupted: false });
    expect(outcome.findings.reduce((sum, { keys }) => sum + keys, 0)).toBe(54);
    expect(await statusOf(ledger, { range: null })).toMatchObject({
      expected: 54,
      present: 54,
      matching: 54,
      missing: 0,
    });
    const [run] = await stores.runs(1);
    expect(run).toMatchObject({
      command: "reconcile",
      from: dates[0],
      to: dates[2],
      historyDigest: networkHistory.digest,
    });
    expect(run?.findings).toEqual(outcome.findings);
  });

  it("writes nothing the second time, not even a run", async () => {
    const stores = await calculated();
    const again = await reconcileRange(await openLedger(stores), request);
    expect(again).toMatchObject({ matching: 54, findings: [], runNo: null });
    expect(await stores.runs(9)).toHaveLength(1);
  });

  it("finds and repairs a missing, a wrong, a stale and an orphan key, each by its name", async () => {
    const stores = await calculated();
    const before = await stores.calculationsOfDay(dates[1]!);
    const [gone, wrong, stale, other] = before as [
      BitcoinCalculation,
      BitcoinCalculation,
      BitcoinCalculation,
      BitcoinCalculation,
    ];
    const orphan = { ...other, bmUnitId: "T_GONE-1" as never };
    const puts = [
      { ...wrong, bitcoinMsat: wrong.bitcoinMsat + 1n },
      { ...stale, energyWh: stale.energyWh - 1 },
      orphan,
    ];
    await tamper(stores, dates[1]!, { puts, removes: [gone] });
    const ledger = await openLedger(stores);
    const counts = { expected: 54, missing: 1, wrong: 1, stale: 1, orphan: 1, present: 53, matching: 51 };
    expect(await statusOf(ledger, { range: null })).toMatchObject(counts);
    expect(await statusOf(ledger, { range: null, rows: true })).toMatchObject(counts);
    const { findings } = await reconcileRange(ledger, request);
    expect(findings.map(({ kind, keys }) => `${kind} ${keys}`)).toEqual([
      "missing 1",
      "orphan 1",
      "stale 1",
      "wrong 1",
    ]);
    expect(findings.find(({ kind }) => kind === "wrong")?.effectMsat).toBe(-1n);
    expect(findings.find(({ kind }) => kind === "missing")?.effectMsat).toBe(gone.bitcoinMsat);
    expect(await stores.calculationsOfDay(dates[1]!)).toEqual(before);
    expect((await verifyRange(ledger, { range: null })).findings).toEqual([]);
  });

  it("finds without writing when it runs dry", async () => {
    const stores = await ingested();
    const ledger = await openLedger(stores);
    const { findings, runNo } = await reconcileRange(ledger, { ...request, dryRun: true });
    expect(findings.every(({ repaired }) => !repaired)).toBe(true);
    expect(runNo).toBeNull();
    expect(await statusOf(ledger, { range: null })).toMatchObject({ missing: 54 });
  });

  it("makes the calculations of a restated day follow it", async () => {
    const stores = await calculated();
    const said = script();
    said.stack = [stackRow(dates[0]!, 1, { volumeMwh: "-11" }), stackRow(dates[0]!, 4)];
    const source = scriptedSource(said);
    const days = [{ settlementDate: dates[0]!, method: "stack" as const }];
    await ingestRange({ days, source, units, store: stores, clock: () => 1, force: true });
    const ledger = await openLedger(stores);
    // Of six records one has another energy, five are gone and one is new.
    expect(await statusOf(ledger, { range: null })).toMatchObject({ stale: 3, orphan: 15, missing: 3, expected: 42 });
    await reconcileRange(ledger, request);
    expect(await statusOf(ledger, { range: null, rows: true })).toMatchObject({
      matching: 42,
      expected: 42,
      orphan: 0,
    });
  });

  it("calls everything stale that an extended or corrected history changes", async () => {
    const stores = await calculated();
    const ledger = await openLedger(stores);
    const epochs = networkHistory.epochs.map((epoch) =>
      epoch.height === 838_656 ? { ...epoch, bits: epoch.bits + 1 } : epoch,
    );
    const history = makeNetworkHistory({
      epochs,
      halvings: networkHistory.halvings,
      knownUntil: networkHistory.knownUntil,
    });
    expect(await statusOf({ ...ledger, history }, { range: null })).toMatchObject({ stale: 54, matching: 0 });
  });

  it("removes what a model that is no longer active has left behind", async () => {
    const stores = await calculated();
    await stores.saveSettings({ models: models.slice(0, 2), basis: DEFAULT_BASIS }, { committedAt: 0 });
    const ledger = await openLedger(stores);
    expect(await statusOf(ledger, { range: null })).toMatchObject({ expected: 36, matching: 36, orphan: 18 });
    await reconcileRange(ledger, request);
    expect(await statusOf(ledger, { range: null })).toMatchObject({ expected: 36, matching: 36, orphan: 0 });
  });

  it("leaves days alone that the network history does not reach over, and calculates the others", async () => {
    const stores = await ingested();
    const ledger = await openLedger(stores);
    const facts = { ...networkHistory, knownUntil: settlementDay(dates[1]!).endsAt };
    const history = makeNetworkHistory({ ...facts, epochs: facts.epochs.filter(({ height }) => height <= 838_656) });
    const short = { ...ledger, history };
    const outcome = await reconcileRange(short, request);
    expect(outcome.beyondHistoryDays).toEqual([dates[2]]);
    const status = await statusOf(short, { range: null });
    expect(status).toMatchObject({ expected: 54, matching: 36, missing: 18, beyondHistoryDays: [dates[2]] });
  });

  it("works altered records out again where the accepted volumes are what was written", async () => {
    const stores = await calculated();
    const altered = { ...stores, recordsOfDay: alteredOnce(stores) };
    const outcome = await reconcileRange(await openLedger(altered), { ...request, rows: true });
    expect(outcome).toMatchObject({ rebuiltDays: [dates[0]], damagedDays: [] });
  });

  it("writes nothing for a day whose accepted volumes are lost, and says that it has to be ingested again", async () => {
    const stores = await calculated();
    const before = [
      await stores.days(null),
      await stores.recordsOfDay(dates[0]!),
      await stores.calculationsOfDay(dates[0]!),
    ];
    const lost: Stores = {
      ...stores,
      volumesOfDay: async (date) => (date === dates[0] ? [] : stores.volumesOfDay(date)),
    };
    const outcome = await reconcileRange(await openLedger(lost), { ...request, rows: true });
    expect(outcome).toMatchObject({ rebuiltDays: [], damagedDays: [dates[0]], findings: [] });
    expect([
      await stores.days(null),
      await stores.recordsOfDay(dates[0]!),
      await stores.calculationsOfDay(dates[0]!),
    ]).toEqual(before);
  });

  it("does not take records and volumes that were lost together for a day without curtailment", async () => {
    const stores = await calculated();
    const none =
      <Row>(read: (date: SettlementDate) => Promise<readonly Row[]>) =>
      async (date: SettlementDate) =>
        date === dates[0] ? [] : read(date);
    const lost: Stores = {
      ...stores,
      volumesOfDay: none((date) => stores.volumesOfDay(date)),
      recordsOfDay: none((date) => stores.recordsOfDay(date)),
      recordSums: async (range) =>
        (await stores.recordSums(range)).filter(({ settlementDate }) => settlementDate !== dates[0]),
    };
    const before = await stores.days(null);
    expect(await reconcileRange(await openLedger(lost), request)).toMatchObject({
      damagedDays: [dates[0]],
      rebuiltDays: [],
    });
    expect(await stores.days(null)).toEqual(before);
  });

  it("repairs a tally that does not agree with its rows, and puts that on record", async () => {
    const stores = await calculated();
    const range = { from: dates[0]!, to: dates[0]! };
    const tallies = (await stores.calculationTallies(range)).map((tally) => ({
      ...tally,
      bitcoinMsat: tally.bitcoinMsat * 1000n,
    }));
    const minerModelIds = tallies.map(({ minerModelId }) => minerModelId);
    await stores.applyChange(
      { settlementDate: dates[0]!, revision: 1, puts: [], removes: [], tallies, minerModelIds },
      [],
      { committedAt: 0 },
    );
    const { findings, runNo } = await reconcileRange(await openLedger(stores), request);
    expect(findings.map(({ kind, keys }) => `${kind} ${keys}`)).toEqual(["tally 6", "tally 6", "tally 6"]);
    expect(runNo).toBe(2);
    expect((await verifyRange(await openLedger(stores), { range: null })).findings).toEqual([]);
  });

  it("keeps on record what it did before it failed", async () => {
    const stores = await ingested();
    const failing: Stores = {
      ...stores,
      applyChange: async (...change) => {
        if (change[0].settlementDate === dates[1]) throw new Error("The server went away.");
        return stores.applyChange(...change);
      },
    };
    await expect(reconcileRange(await openLedger(failing), request)).rejects.toThrow("went away");
    expect(await stores.runs(1)).toMatchObject([{ from: dates[0], to: dates[0] }]);
  });

  it("reads a day again that another writer has moved meanwhile", async () => {
    const stores = await ingested();
    let refusals = 2;
    const moving: Stores = {
      ...stores,
      applyChange: async (...change) => {
        refusals -= 1;
        if (refusals >= 0) throw new DayMovedError("The day has moved.");
        return stores.applyChange(...change);
      },
    };
    await reconcileRange(await openLedger(moving), request);
    expect(await statusOf(await openLedger(stores), { range: null })).toMatchObject({ matching: 54 });
  });
});

describe("openLedger", () => {
  it("refuses a database without settings or without a network history, and takes no default", async () => {
    const stores = memoryStores();
    await expect(openLedger(stores)).rejects.toThrow(/miner models and basis/);
    await stores.saveSettings({ models, basis: DEFAULT_BASIS }, { committedAt: 0 });
    await expect(openLedger(stores)).rejects.toThrow(/network history/);
  });
});

describe("statusOf", () => {
  it("counts days by state, and those between the first and the last that are not held as unknown", async () => {
    const stores = await calculated();
    const ledger = await openLedger(stores);
    expect((await statusOf(ledger, { range: null })).days).toMatchObject({ complete: 3, unknown: 0 });
    const range = { from: parseSettlementDate("2024-04-18"), to: parseSettlementDate("2024-04-25") };
    expect((await statusOf(ledger, { range })).days).toMatchObject({ complete: 3, unknown: 5 });
  });
});

describe("verifyRange", () => {
  it("finds a value that its own inputs do not give, and a tally that its rows do not give", async () => {
    const stores = await calculated();
    const [first] = await stores.calculationsOfDay(dates[2]!);
    await tamper(stores, dates[2]!, { puts: [{ ...first!, bitcoinMsat: 0n }] });
    const { findings, calculations, records } = await verifyRange(await openLedger(stores), { range: null });
    expect([calculations, records]).toEqual([54, 18]);
    expect(findings.map(({ kind }) => kind)).toEqual(["calculation", "calculation-tally"]);
    expect(findings[0]).toMatchObject({
      settlementDate: dates[2],
      stored: "0 msat",
      expected: `${first!.bitcoinMsat} msat`,
    });
  });
});
