import { describeWithData } from "@windhash/testkit";
import { Decimal } from "decimal.js";
import { expect, it } from "vitest";
import { acceptanceNumberGaps } from "../src/curtailment/acceptanceNumberGaps.ts";
import { volumesFromLevels } from "../src/curtailment/levels.ts";
import { curtailmentRecords } from "../src/curtailment/records.ts";
import type { CurtailmentRecord } from "../src/curtailment/types.ts";
import { isoFromInstant } from "../src/settlement/instants.ts";
import { parseSettlementDate } from "../src/settlement/parse.ts";
import { expectedRows, REAL_DAY, realAcceptances, realBidOffers, realNotifications } from "./realDay.ts";

/** A day of real rows is read, and worked out, by whichever test comes first. */
const SLOW = { timeout: 30_000 };

describeWithData("the wind units' day of 2022-01-01, from raw levels", REAL_DAY, (folder) => {
  // The data's README and its expected file; the file's undo column has the opposite sign of ours.
  const records = () => recordsOf(folder, "2022-01-01");

  it("has exactly the BM-unit periods that were worked out independently", SLOW, () => {
    const keys = new Set(records().map(keyOf));
    expect(keys.size).toBe(1951);
    expect(keys).toEqual(new Set(expectedRows(folder).map((row) => `${row["settlementPeriod"]} ${row["bmUnit"]}`)));
  });

  it("agrees with all 1,951 of them within 1 Wh and a penny", SLOW, () => {
    const byKey = new Map(records().map((record) => [keyOf(record), record]));
    const far = expectedRows(folder).flatMap((row) =>
      farFields(row, byKey.get(`${row["settlementPeriod"]} ${row["bmUnit"]}`)!),
    );
    expect(far).toEqual([]);
  });

  it("adds up to the day's totals", SLOW, () => {
    const [gross, undo, net, soNet] = (["grossWh", "undoWh", "netWh", "soNetWh"] as const).map((field) =>
      mwh(records(), field),
    );
    expect({ gross, undo, net, soNet }).toEqual({ gross: 66_761.28, undo: 917.56, net: 65_843.72, soNet: 61_760.89 });
    expect(gbp(records(), "bidPaymentGbp")).toBe("4871666.14");
    expect(gbp(records(), "undoPaymentGbp")).toBe("-3023.32");
    expect(gbp(records(), "paymentGbp")).toBe("4868642.82");
  });

  it("finds a bid that was undone in full: T_WLNYO-3 in period 35", SLOW, () => {
    const undone = records().find((record) => keyOf(record) === "35 T_WLNYO-3");
    expect(undone).toMatchObject({
      grossWh: 73_116_667,
      undoWh: 73_116_667,
      netWh: 0,
      soGrossWh: 73_116_667,
      soNetWh: 0,
    });
  });

  it(
    "knows no payment on 2022-01-02, for which there are no prices, and the same energy as its unpriced part",
    SLOW,
    () => {
      const next = recordsOf(folder, "2022-01-02");
      expect(next.length).toBeGreaterThan(1000);
      expect(next.filter(({ paymentGbp }) => paymentGbp !== null)).toEqual([]);
      expect(next.filter(({ grossWh, bidPaymentGbp }) => grossWh > 0 && bidPaymentGbp !== null)).toEqual([]);
      const [gross, undo, unpriced] = (["grossWh", "undoWh", "unpricedWh"] as const).map((field) => mwh(next, field));
      expect(unpriced).toBeCloseTo(gross! + undo!, 2);
    },
  );
});

describeWithData("the acceptance numbers of 2022-01-01 and 02", REAL_DAY, (folder) => {
  it("skip one number of five units", SLOW, () => {
    const gaps = acceptanceNumberGaps(realAcceptances(folder)).map(({ bmUnitId, after, before, startsAt, endsAt }) =>
      [bmUnitId, after, before, isoFromInstant(startsAt), isoFromInstant(endsAt)].join(" "),
    );
    expect(gaps).toEqual([
      "T_BHLAW-1 34000 34002 2022-01-01T19:00:00Z 2022-01-01T19:45:00Z",
      "T_EDINW-1 56636 56638 2022-01-02T12:10:00Z 2022-01-02T21:49:00Z",
      "T_GRIFW-1 54392 54394 2022-01-01T19:00:00Z 2022-01-01T19:45:00Z",
      "T_GRIFW-2 54309 54311 2022-01-01T19:00:00Z 2022-01-01T22:08:00Z",
      "T_KLGLW-1 32437 32439 2022-01-02T11:49:00Z 2022-01-02T12:27:00Z",
    ]);
  });

  it("never begin to hold before they were accepted, which the span of a gap stands on", SLOW, () => {
    expect(realAcceptances(folder).filter(({ startsAt, acceptedAt }) => startsAt < acceptedAt)).toEqual([]);
  });
});

const cache = new Map<string, CurtailmentRecord[]>();

function recordsOf(folder: string, date: string): CurtailmentRecord[] {
  const known = cache.get(date);
  if (known !== undefined) return known;
  const levels = {
    settlementDate: parseSettlementDate(date),
    notifications: realNotifications(folder),
    acceptances: realAcceptances(folder),
    bidOffers: realBidOffers(folder),
    isWind: () => true,
  };
  const records = curtailmentRecords(volumesFromLevels(levels));
  cache.set(date, records);
  return records;
}

function keyOf({ settlementPeriod, bmUnitId }: CurtailmentRecord): string {
  return `${settlementPeriod} ${bmUnitId}`;
}

/** The fields in which a record lies off its expected row by more than 1 Wh or a penny. */
function farFields(row: Record<string, string>, record: CurtailmentRecord): string[] {
  const energies = {
    netWh: "net_curtailed",
    grossWh: "gross_bid",
    undoWh: "undo",
    soGrossWh: "gross_bid_soflag",
  } as const;
  const farEnergies = Object.entries(energies).filter(([field, column]) => {
    return Math.abs((record[field as keyof typeof energies] ?? Number.NaN) - Number(row[`${column}_mwh`]) * 1e6) > 1;
  });
  const [bid, undo] = [Number(row["bid_cost_gbp"]), -Number(row["undo_cashflow_gbp"])];
  const farMoney = [
    ["bidPaymentGbp", bid],
    ["undoPaymentGbp", undo],
  ] as const;
  return [
    ...farEnergies.map(([field]) => `${keyOf(record)} ${field}`),
    ...farMoney
      .filter(([field, expected]) => !(Math.abs(Number(record[field]) - expected) <= 0.01))
      .map(([field]) => `${keyOf(record)} ${field}`),
  ];
}

function mwh(
  records: readonly CurtailmentRecord[],
  field: "grossWh" | "undoWh" | "netWh" | "soNetWh" | "unpricedWh",
): number {
  return Math.round(records.reduce((sum, record) => sum + record[field]!, 0) / 1e4) / 100;
}

function gbp(records: readonly CurtailmentRecord[], field: "bidPaymentGbp" | "undoPaymentGbp" | "paymentGbp"): string {
  return records.reduce((sum, record) => sum.plus(record[field]!), new Decimal(0)).toFixed(2);
}
