import {
  bitcoinTotals,
  compareRationals,
  type CurtailmentDay,
  type HeldDay,
  parseSettlementDate,
  rational,
  rationalFromDecimal,
  recordTally,
  totalsOf,
} from "@windhash/core";
import type { DayRows } from "@windhash/pipeline";
import { calculationsOf, curtailmentDay, MODEL_IDS } from "@windhash/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exportColumns } from "./exportColumns.ts";
import { exportRows } from "./exportRows.ts";

const settlementDate = parseSettlementDate("2025-10-26");
const models: readonly string[] = MODEL_IDS;

/** Each run makes a whole day and writes it four times. */
const RUNS = { numRuns: 25 };

const day = curtailmentDay(settlementDate).chain((stored) =>
  calculationsOf(stored.records).map((calculations) => ({ stored, calculations })),
);

function heldDay({ method, payloadHash, registerHash, periods, records }: CurtailmentDay): HeldDay {
  const tally = recordTally(settlementDate, records);
  const facts = { settlementDate, method, payloadHash, registerHash, periods, tally };
  return { ...facts, revision: 3, ledgerNo: 7, committedAt: 1_761_600_000 };
}

/** The rows of every kind. */
function allKinds({ stored, calculations }: typeof day extends fc.Arbitrary<infer Day> ? Day : never): DayRows[] {
  const shared = { settlementDate, held: heldDay(stored), isOutdated: true };
  const sums = { group: settlementDate, name: null, totals: totalsOf(stored.records) };
  return [
    { ...shared, kind: "records", rows: stored.records },
    { ...shared, kind: "volumes", rows: stored.volumes },
    { ...shared, kind: "calculations", rows: calculations },
    { ...shared, kind: "days", rows: [{ ...sums, bitcoin: bitcoinTotals(calculations) }] },
  ];
}

describe("exported rows", () => {
  it("have exactly the columns of their kind, in order", () => {
    fc.assert(
      fc.property(day, (given) => {
        for (const rows of allKinds(given))
          for (const row of exportRows(rows, models))
            expect(Object.keys(row)).toEqual(exportColumns(rows.kind, models));
      }),
      RUNS,
    );
  });

  it("carry the state of the period that they stand on, or of the day", () => {
    fc.assert(
      fc.property(day, (given) => {
        const states = new Map<unknown, string>(
          given.stored.periods.map((each) => [each.settlementPeriod, each.state]),
        );
        const [records, volumes, calculations] = allKinds(given);
        for (const rows of [records!, volumes!, calculations!])
          for (const row of exportRows(rows, models)) expect(row["state"]).toBe(states.get(row["settlementPeriod"]));
      }),
      RUNS,
    );
  });

  it("are exact: integers of Wh, and text with every digit of GBP, msat and volumes", () => {
    fc.assert(
      fc.property(day, (given) => {
        const [records, volumes, calculations, days] = allKinds(given).map((rows) => exportRows(rows, models));
        for (const [index, row] of records!.entries()) {
          const record = given.stored.records[index]!;
          expect(row["netWh"]).toBe(record.netWh);
          expect(row["paymentGbp"]).toBe(record.paymentGbp?.toFixed(6).replace(/^-(?=[0.]+$)/, "") ?? null);
        }
        for (const [index, row] of calculations!.entries())
          expect(BigInt(String(row["bitcoinMsat"]))).toBe(given.calculations[index]!.bitcoinMsat);
        for (const [index, row] of volumes!.entries()) {
          const { volumeMwh } = given.stored.volumes[index]!;
          const [numerator, denominator] = String(row["volumeMwhFraction"]).split("/").map(BigInt);
          expect(rational(numerator!, denominator)).toEqual(volumeMwh);
          const off = compareRationals(rationalFromDecimal(String(row["volumeMwh"])), volumeMwh);
          const ends = /^(2|5)*$/.test(primeFactors(volumeMwh.denominator));
          expect(off === 0).toBe(ends);
        }
        const sum = given.calculations.filter(({ minerModelId }) => minerModelId === "S9");
        const msat = sum.reduce((all, { bitcoinMsat }) => all + bitcoinMsat, 0n);
        expect(days![0]!["bitcoinMsat_S9"]).toBe(String(msat));
      }),
      RUNS,
    );
  });

  it("say nothing of a day that is not held but that it is unknown", () => {
    const rows = { settlementDate, held: null, isOutdated: false, kind: "days", rows: [] } as const;
    const [row, ...others] = exportRows(rows, ["S9"]);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ state: "unknown", unknownPeriods: 50, netWh: null, paymentGbp: null });
    expect(row).toMatchObject({ records: null, bitcoinMsat_S9: null, isOutdated: null });
  });

  it("know no bitcoin of records that are not calculated, and none of no records", () => {
    const { stored } = fc.sample(day, 1)[0]!;
    const bitcoin = (records: CurtailmentDay["records"]) => {
      const sums = { group: settlementDate, name: null, totals: totalsOf(records), bitcoin: [] };
      const rows = { settlementDate, held: heldDay({ ...stored, records }), isOutdated: false, kind: "days" } as const;
      return exportRows({ ...rows, rows: [sums] }, ["S9"])[0]?.["bitcoinMsat_S9"];
    };
    const [record] = fc.sample(
      day.filter((each) => each.stored.records.length > 0),
      1,
    )[0]!.stored.records;
    expect([bitcoin([]), bitcoin([record!])]).toEqual(["0", null]);
  });
});

/** `2255` of 100; a prime beyond 1000 is told as `9`. */
function primeFactors(of: bigint): string {
  let [rest, factors] = [of, ""];
  for (const prime of [2n, 5n]) for (; rest % prime === 0n; rest /= prime) factors += prime;
  return rest === 1n ? factors : `${factors}9`;
}
