import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BmUnitId } from "../curtailment/types.ts";
import { parseMinerModelId } from "../miners/ids.ts";
import type { BitcoinCalculation } from "../mining/types.ts";
import { parseSettlementDate, parseSettlementPeriod } from "../settlement/parse.ts";
import { diffDay, isReconciled } from "./diffDay.ts";
import { compareCalculationKeys } from "./keys.ts";

const settlementDate = parseSettlementDate("2022-01-01");

/** A few keys and values only, so that the two sides meet often. */
const calculation = fc
  .record({
    period: fc.integer({ min: 1, max: 3 }),
    bmUnitId: fc.constantFrom("T_MOWEO-2", "T_a", "E_BETHW-1"),
    model: fc.constantFrom("S9", "M20S"),
    energyWh: fc.constantFrom(1, 2),
    inputsId: fc.constantFrom("aa", "bb"),
    bitcoinMsat: fc.constantFrom(5n, 6n),
  })
  .map(({ period, bmUnitId, model, ...rest }): BitcoinCalculation => ({
    settlementDate,
    settlementPeriod: parseSettlementPeriod(period, settlementDate),
    bmUnitId: bmUnitId as BmUnitId,
    minerModelId: parseMinerModelId(model),
    ...rest,
  }));
const keyOf = (row: BitcoinCalculation): string => `${row.settlementPeriod} ${row.bmUnitId} ${row.minerModelId}`;
const side = fc.uniqueArray(calculation, { selector: keyOf }).map((rows) => rows.toSorted(compareCalculationKeys));

describe("diffDay", () => {
  it("puts every key of either side into exactly one of the five", () => {
    fc.assert(
      fc.property(side, side, (expected, stored) => {
        const { matching, missing, orphan, stale, wrong } = diffDay(expected, stored);
        const changed = [...stale, ...wrong];
        const keys = [...missing, ...orphan, ...changed.map((one) => one.expected)].map(keyOf);
        const all = new Set([...expected, ...stored].map(keyOf));
        expect(new Set(keys).size).toBe(keys.length);
        expect(matching + keys.length).toBe(all.size);
        expect(missing.length + matching + changed.length).toBe(expected.length);
        expect(orphan.length + matching + changed.length).toBe(stored.length);
      }),
    );
  });

  it("agrees with a look-up by key, the plainest way to compare", () => {
    fc.assert(
      fc.property(side, side, (expected, stored) => {
        const held = new Map(stored.map((row) => [keyOf(row), row]));
        const wanted = new Map(expected.map((row) => [keyOf(row), row]));
        const pairs = expected.flatMap((row) => (held.has(keyOf(row)) ? [[row, held.get(keyOf(row))!] as const] : []));
        const isStale = ([a, b]: readonly [BitcoinCalculation, BitcoinCalculation]) =>
          a.energyWh !== b.energyWh || a.inputsId !== b.inputsId;
        const found = diffDay(expected, stored);
        expect(found.missing).toEqual(expected.filter((row) => !held.has(keyOf(row))));
        expect(found.orphan).toEqual(stored.filter((row) => !wanted.has(keyOf(row))));
        expect(found.stale.map((one) => one.stored)).toEqual(pairs.filter(isStale).map(([, row]) => row));
        expect(found.wrong.map((one) => one.stored)).toEqual(
          pairs.filter((pair) => !isStale(pair) && pair[0].bitcoinMsat !== pair[1].bitcoinMsat).map(([, row]) => row),
        );
      }),
    );
  });

  it("is empty once the difference was applied", () => {
    fc.assert(
      fc.property(side, side, (expected, stored) => {
        const { missing, orphan, stale, wrong } = diffDay(expected, stored);
        const gone = new Set([...orphan, ...[...stale, ...wrong].map((one) => one.stored)].map(keyOf));
        const put = [...missing, ...[...stale, ...wrong].map((one) => one.expected)];
        const repaired = [...stored.filter((row) => !gone.has(keyOf(row))), ...put].toSorted(compareCalculationKeys);
        expect(isReconciled(diffDay(expected, repaired))).toBe(true);
        expect(repaired).toEqual(expected);
      }),
    );
  });

  it("calls another value stale when energy or inputs differ, and wrong when they are the same", () => {
    const [row] = fc.sample(calculation, 1) as [BitcoinCalculation];
    const another = { ...row, bitcoinMsat: row.bitcoinMsat + 1n };
    expect(diffDay([row], [another]).wrong).toEqual([{ expected: row, stored: another }]);
    const energy = { ...row, energyWh: row.energyWh + 1 };
    expect(diffDay([row], [energy]).stale).toEqual([{ expected: row, stored: energy }]);
    const inputs = { ...another, inputsId: "cc" };
    expect(diffDay([row], [inputs]).stale).toEqual([{ expected: row, stored: inputs }]);
  });
});
