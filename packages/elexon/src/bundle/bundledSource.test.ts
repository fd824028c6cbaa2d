import { readFileSync } from "node:fs";
import {
  acceptanceNumberGaps,
  type BalancingSource,
  type CurtailmentRecord,
  curtailmentRecords,
  nextSettlementDate,
  parseSettlementDate,
  parseSettlementPeriod,
  reducedAtStart,
  settlementDay,
  sha256Hex,
  totalsOf,
  volumesFromLevels,
} from "@windhash/core";
import { describeWithData } from "@windhash/testkit";
import { describe, expect, it } from "vitest";
import { bundleText } from "../../scripts/bundleDay.ts";
import { bundledDayUrl } from "../bundledDayUrl.ts";
import { ndjsonSource } from "../extract/ndjsonSource.ts";
import { bundledSource } from "./bundledSource.ts";

const settlementDate = parseSettlementDate("2022-01-01");
const day = settlementDay(settlementDate);
const text = readFileSync(bundledDayUrl(), "utf8");
const source = bundledSource(text);

async function volumesOf(levels: BalancingSource) {
  const [notifications, acceptances, bidOffers] = await Promise.all([
    levels.notifications(day),
    levels.acceptances(day),
    levels.bidOffers(day),
  ]);
  const rows = { notifications: notifications.rows, acceptances: acceptances.rows, bidOffers: bidOffers?.rows ?? null };
  return volumesFromLevels({ settlementDate, ...rows, isWind: () => true });
}

/** Worked out once: several tests look at them. */
const bundledVolumes = volumesOf(source);

describe("bundledSource, of 2022-01-01", () => {
  it("gives the day's totals", async () => {
    // Worked out independently of this project from the same raw rows; payments are positive when the units are paid.
    const totals = totalsOf(curtailmentRecords(await bundledVolumes));
    const mwh = (wh: number | null) => ((wh ?? Number.NaN) / 1e6).toFixed(2);
    expect([totals.grossWh, totals.undoWh, totals.netWh, totals.soNetWh].map(mwh)).toEqual([
      "66761.28",
      "917.56",
      "65843.72",
      "61760.89",
    ]);
    const payments = [totals.bidPaymentGbp, totals.undoPaymentGbp, totals.paymentGbp];
    expect(payments.map((payment) => payment?.toFixed(2))).toEqual(["4871666.14", "-3023.32", "4868642.82"]);
    expect(totals).toMatchObject({ records: 1951, unpricedWh: 0 });
  });

  it("finds the bid of T_WLNYO-3 in period 35 that was undone in full", async () => {
    const records = curtailmentRecords(await bundledVolumes);
    const isIt = ({ bmUnitId, settlementPeriod }: CurtailmentRecord) =>
      bmUnitId === "T_WLNYO-3" && settlementPeriod === 35;
    expect(records.find(isIt)).toMatchObject({ grossWh: 73_116_667, undoWh: 73_116_667, netWh: 0 });
  });

  it("shows what the extract does not hold: 11 of 80 units start already reduced, three skip a number", async () => {
    const [{ rows: notifications }, { rows: acceptances }] = [
      await source.notifications(day),
      await source.acceptances(day),
    ];
    expect(new Set(acceptances.map(({ bmUnitId }) => bmUnitId)).size).toBe(80);
    expect(reducedAtStart({ notifications, acceptances })).toHaveLength(11);
    const gaps = acceptanceNumberGaps(acceptances).map(({ bmUnitId, after }) => `${bmUnitId} ${after}`);
    expect(gaps).toEqual(["T_BHLAW-1 34000", "T_GRIFW-1 54392", "T_GRIFW-2 54309"]);
  });

  it("names its 80 units as the register does", async () => {
    const { rows } = await source.bmUnits();
    expect(rows).toHaveLength(80);
    expect(rows.every(({ fuelType }) => fuelType === "WIND")).toBe(true);
    expect(rows.find(({ elexonId }) => elexonId === "T_MOWEO-2")).toMatchObject({
      nationalGridId: "MOWEO-2",
      farmId: "MOWEO",
      leadPartyId: "MOWEL",
      generationCapacityMw: "300.000",
    });
  });

  it("covers the day and no more, whole, states no fetch time and no counts by period, and is hashed as a whole", async () => {
    const asked = { startsAt: day.startsAt - 7200, endsAt: day.endsAt };
    for (const fetched of [await source.notifications(asked), await source.acceptances(asked)]) {
      expect(fetched).toMatchObject({ covers: day, isWhole: true, fetchedAt: null, payloadHash: sha256Hex(text) });
    }
    expect((await source.bmUnits()).payloadHash).toBe(sha256Hex(text));
    expect(await source.rowCounts({ settlementDate, dataset: "BOALF" })).toBeNull();
  });

  it("gives notifications that touch a span, and acceptances that begin in it", async () => {
    const minute = { startsAt: day.startsAt + 36_000, endsAt: day.startsAt + 36_060 };
    const [notified, accepted] = [await source.notifications(minute), await source.acceptances(minute)];
    expect(notified.covers).toEqual(minute);
    expect(new Set(notified.rows.map(({ bmUnitId }) => bmUnitId)).size).toBe(80);
    expect(accepted.rows.length).toBeGreaterThan(0);
    expect(accepted.rows.every(({ startsAt }) => startsAt === minute.startsAt)).toBe(true);
  });

  it("knows no prices of another day, and refuses its levels: it cannot say that there were none", async () => {
    const next = settlementDay(nextSettlementDate(settlementDate));
    expect(await source.bidOffers(next)).toBeNull();
    await expect(source.notifications(next)).rejects.toThrow(/2022-01-01T00:00:00Z to 2022-01-02T00:00:00Z/);
    await expect(source.acceptances(next)).rejects.toMatchObject({ code: "source" });
  });

  it("refuses the datasets that it does not hold, and says which method it is good for", async () => {
    const query = { settlementDate, settlementPeriod: parseSettlementPeriod(1, settlementDate), side: "bid" } as const;
    await expect(source.stack(query)).rejects.toMatchObject({ code: "source" });
    await expect(source.acceptanceVolumes(query)).rejects.toThrow(/no accepted volumes.*method pn/);
  });
});

describeWithData("the bundled day against the raw rows", "elexon/day-2022-01-01", (directory) => {
  const raw = ndjsonSource({ directory });

  it("is what the generator writes from them, to the byte", { timeout: 30_000 }, async () => {
    expect(await bundleText(raw)).toBe(text);
  });

  it("gives exactly the same accepted volumes and records", { timeout: 30_000 }, async () => {
    const [bundled, found] = [await bundledVolumes, await volumesOf(raw)];
    expect(bundled).toEqual(found);
    expect(curtailmentRecords(bundled)).toEqual(curtailmentRecords(found));
  });
});
