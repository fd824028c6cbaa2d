import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import { windUnits } from "../curtailment/windUnits.ts";
import { parseSettlementDate } from "../settlement/parse.ts";
import { registerUpdate, type RegisterStatement } from "./registerUpdate.ts";

const [MAY, JUNE, JULY] = ["2026-05-01", "2026-06-01", "2026-07-01"].map(parseSettlementDate) as [
  BmUnit["validFrom"] & string,
  BmUnit["validFrom"] & string,
  BmUnit["validFrom"] & string,
];

/** As the register states one: without dates. */
function unit(nationalGridId: string, change: Partial<BmUnit> = {}): BmUnit {
  return {
    nationalGridId,
    elexonId: `T_${nationalGridId}`,
    name: `${nationalGridId} Wind Farm`,
    farmId: nationalGridId.replace(/-\d+$/, ""),
    leadPartyId: "PARTY",
    leadPartyName: "A Party Limited",
    fuelType: "WIND",
    generationCapacityMw: "100.000",
    validFrom: null,
    goneSince: null,
    countsAsWind: null,
    ...change,
  };
}

function update(held: readonly BmUnit[], stated: RegisterStatement["stated"], from = MAY, more = {}) {
  return registerUpdate({ held, stated, from, ...more });
}

const kinds = ({ difference }: ReturnType<typeof update>) =>
  difference.changes.map(({ kind, before, after }) => [kind, before, after]);

describe("registerUpdate", () => {
  const [a, b] = [unit("AAAAW-1"), unit("BBBBW-1")];

  it("takes a new unit over as one that has always held", () => {
    const updated = update([a], [a, b]);
    expect(updated.rows).toEqual([b]);
    expect(updated.units).toEqual([a, b]);
    expect(kinds(updated)).toEqual([["new", null, null]]);
    expect(updated.difference.windBegins).toEqual(["BBBBW-1", "T_BBBBW-1"]);
  });

  it("gives a changed capacity or lead party a row from the date on, and leaves the older one", () => {
    const bigger = update([a], [unit("AAAAW-1", { generationCapacityMw: "120.000" })]);
    expect(kinds(bigger)).toEqual([["capacity", "100.000", "120.000"]]);
    expect(bigger.rows).toEqual([{ ...a, generationCapacityMw: "120.000", validFrom: MAY }]);
    const sold = update(bigger.units, [unit("AAAAW-1", { generationCapacityMw: "120", leadPartyId: "OTHER" })], JUNE);
    expect(kinds(sold)).toEqual([["leadParty", "PARTY", "OTHER"]]);
    expect(sold.units.map(({ validFrom, leadPartyId }) => [validFrom, leadPartyId])).toEqual([
      [null, "PARTY"],
      [MAY, "PARTY"],
      [JUNE, "OTHER"],
    ]);
    expect(windUnits(sold.units).unit("T_AAAAW-1", parseSettlementDate("2026-05-31"))?.leadPartyId).toBe("PARTY");
  });

  it("keeps the dates right when a capacity goes up and down again", () => {
    const up = update([a], [unit("AAAAW-1", { generationCapacityMw: "120" })], MAY);
    const down = update(up.units, [a], JUNE);
    const again = update(down.units, [unit("AAAAW-1", { generationCapacityMw: "120" })], JULY);
    expect(again.units.map(({ validFrom, generationCapacityMw }) => [validFrom, generationCapacityMw])).toEqual([
      [null, "100.000"],
      [MAY, "120"],
      [JUNE, "100.000"],
      [JULY, "120"],
    ]);
    const sameDay = update(up.units, [unit("AAAAW-1", { generationCapacityMw: "130" })], MAY);
    expect(sameDay.units.map(({ generationCapacityMw }) => generationCapacityMw)).toEqual(["100.000", "130"]);
  });

  it("refuses a change that would begin before the one before it", () => {
    const up = update([a], [unit("AAAAW-1", { generationCapacityMw: "120" })], JUNE);
    expect(() => update(up.units, [a], MAY)).toThrowError(
      expect.objectContaining({ code: "register", details: { nationalGridId: "AAAAW-1", from: MAY, validFrom: JUNE } }),
    );
  });

  it("puts name, fuel type, farm and the name of the same party right in all rows", () => {
    const rows = update([a], [unit("AAAAW-1", { generationCapacityMw: "120" })]).units;
    const stated = unit("AAAAW-1", {
      generationCapacityMw: "120",
      name: "New",
      fuelType: "OTHER",
      farmId: "FARM",
      leadPartyName: "A Party PLC",
    });
    const corrected = update(rows, [stated], JUNE);
    expect(corrected.rows).toEqual([
      { ...stated, generationCapacityMw: "100.000" },
      { ...stated, validFrom: MAY },
    ]);
    expect(kinds(corrected).map(([kind]) => kind)).toEqual(["name", "farm", "fuelType", "leadPartyName"]);
    expect(corrected.difference.windCeases).toEqual(["AAAAW-1", "T_AAAAW-1"]);
  });

  it("fills in what was never stated, and forgets nothing that is stated no more", () => {
    const bare = unit("AAAAW-1", {
      elexonId: null,
      generationCapacityMw: null,
      leadPartyId: null,
      leadPartyName: null,
    });
    const named = update([bare], [a]);
    expect(named.units).toEqual([a]);
    expect(kinds(named).map(([kind]) => kind)).toEqual(["elexonId", "leadParty", "capacity"]);
    expect(named.difference.windBegins).toEqual(["T_AAAAW-1"]);
    expect(update([a], [{ ...bare, name: null, fuelType: null }])).toMatchObject({ rows: [], units: [a] });
  });

  it("goes on knowing a unit by its older Elexon id, under which rows of days before come", () => {
    const { units, difference } = update([a], [unit("AAAAW-1", { elexonId: "T_NEW-1" })]);
    expect(["T_AAAAW-1", "T_NEW-1", "AAAAW-1"].map(windUnits(units).isWind)).toEqual([true, true, true]);
    expect(difference).toMatchObject({ windBegins: ["T_NEW-1"], windCeases: [] });
  });

  it("keeps the rows of a unit that is gone, until it is back", () => {
    const rest = Array.from({ length: 20 }, (_, at) => unit(`REST${String.fromCodePoint(65 + at)}-1`));
    const gone = update([a, ...rest], rest);
    expect(kinds(gone)).toEqual([["gone", null, null]]);
    expect(gone.rows).toEqual([{ ...a, goneSince: MAY }]);
    expect(gone.difference.windCeases).toEqual([]);
    expect(update(gone.units, rest, JUNE).rows).toEqual([]);
    const back = update(gone.units, [a, ...rest], JULY);
    expect(kinds(back)).toEqual([["back", null, null]]);
    expect(back.units).toEqual([{ ...a, goneSince: MAY }, { ...a, validFrom: JULY }, ...rest]);
    expect(update(back.units, [a, ...rest], JULY).rows).toEqual([]);
    const onDates = [MAY, JUNE, JULY].map((on) => windUnits(back.units).unit("T_AAAAW-1", on));
    expect(onDates.map((row) => row?.goneSince)).toEqual([MAY, MAY, null]);
    expect(update(gone.units, [a, ...rest], MAY).units).toEqual([a, ...rest]);
  });

  it("counts a unit that is back among those that a list must not lack", () => {
    const held = Array.from({ length: 4 }, (_, at) => unit(`BACK${String.fromCodePoint(65 + at)}-1`));
    const gone = update(held, [], MAY, { loss: "accept" });
    expect(update(gone.units, [], JUNE).rows).toEqual([]);
    const back = update(gone.units, held, JUNE);
    expect(() => update(back.units, [], JULY)).toThrowError(expect.objectContaining({ code: "register" }));
  });

  it("takes a list for cut off that lacks more than a tenth of the listed units, unless it is told otherwise", () => {
    const held = Array.from({ length: 20 }, (_, at) => unit(`REST${String.fromCodePoint(65 + at)}-1`));
    expect(update(held, held.slice(2)).rows).toHaveLength(2);
    expect(() => update(held, held.slice(3))).toThrowError(
      expect.objectContaining({ code: "register", details: { absent: 3, listed: 20 } }),
    );
    expect(update(held, held.slice(3), MAY, { loss: "accept" }).rows).toHaveLength(3);
    expect(update(held, held.slice(3), MAY, { loss: "ignore" }).rows).toEqual([]);
  });

  it("takes the first of two rows of one unit", () => {
    expect(update([], [a, { ...a, name: "Other" }], MAY).units).toEqual([a]);
  });

  it("keeps a decision in all rows of the unit, whichever of its ids it is about", () => {
    const open = unit("AAAAW-1", { fuelType: null });
    const rows = update([open], [{ ...open, generationCapacityMw: "120" }]).units;
    for (const id of ["AAAAW-1", "T_AAAAW-1"]) {
      const decided = update(rows, null, JUNE, { decisions: [{ id, countsAsWind: true }] });
      expect(decided.units.map(({ countsAsWind }) => countsAsWind)).toEqual([true, true]);
      expect(kinds(decided)).toEqual([["decided", null, "wind"]]);
      expect(decided.difference.windBegins).toEqual(["AAAAW-1", "T_AAAAW-1"]);
      expect(update(decided.units, [{ ...open, generationCapacityMw: "120" }], JULY).rows).toEqual([]);
    }
  });

  it("gives a unit that no register lists a row of its id and what was decided", () => {
    const decided = update([a], [a], MAY, { decisions: [{ id: "T_OLDW-1", countsAsWind: true }] });
    expect(decided.rows).toMatchObject([
      {
        nationalGridId: "T_OLDW-1",
        elexonId: "T_OLDW-1",
        name: null,
        fuelType: null,
        goneSince: MAY,
        countsAsWind: true,
      },
    ]);
    expect(decided.difference.windBegins).toEqual(["T_OLDW-1"]);
    expect(kinds(decided)).toEqual([
      ["new", null, null],
      ["decided", null, "wind"],
    ]);
  });

  it("refuses a decision against what the register states", () => {
    expect(() => update([a], [a], MAY, { decisions: [{ id: "T_AAAAW-1", countsAsWind: false }] })).toThrowError(
      /must not be against what the register states, got one about AAAAW-1, which is WIND/,
    );
    expect(update([a], [a], MAY, { decisions: [{ id: "T_AAAAW-1", countsAsWind: true }] }).rows).toEqual([]);
  });

  it("loses no row and no id, changes nothing the second time, and writes exactly what differs", () => {
    const text = (values: readonly string[]) => fc.constantFrom(null, ...values);
    const units = fc
      .uniqueArray(
        fc.record({
          number: fc.integer({ min: 1, max: 6 }),
          elexonId: text(["T_X-1", "T_Y-1"]),
          name: text(["One", "Two"]),
          leadPartyId: text(["P", "Q"]),
          fuelType: text(["WIND", "CCGT"]),
          generationCapacityMw: text(["1.0", "1.00", "2"]),
        }),
        { selector: ({ number }) => number },
      )
      .map((rows) => rows.map(({ number, ...row }) => unit(`UNITW-${number}`, row)));
    const dates = [MAY, JUNE, JULY];
    fc.assert(
      fc.property(fc.array(units, { minLength: 1, maxLength: 3 }), (statements) => {
        let held: readonly BmUnit[] = [];
        for (const [at, stated] of statements.entries()) {
          const from = dates[at]!;
          const next = update(held, stated, from, { loss: "accept" });
          const keys = new Set(next.units.map(keyOf));
          expect(held.filter((row) => !keys.has(keyOf(row)))).toEqual([]);
          const ids = new Set(next.units.map(({ elexonId }) => elexonId));
          expect(held.filter(({ elexonId }) => elexonId !== null && !ids.has(elexonId))).toEqual([]);
          const merged = new Map([...held, ...next.rows].map((row) => [keyOf(row), row]));
          expect([...merged.values()].toSorted(byKey)).toEqual(next.units.toSorted(byKey));
          const again = update(next.units, stated, from, { loss: "accept" });
          expect(again).toEqual({
            rows: [],
            units: next.units,
            difference: { changes: [], windBegins: [], windCeases: [] },
          });
          held = next.units;
        }
      }),
    );
  });
});

function keyOf({ nationalGridId, validFrom }: BmUnit): string {
  return `${nationalGridId} ${validFrom ?? ""}`;
}

function byKey(a: BmUnit, b: BmUnit): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
