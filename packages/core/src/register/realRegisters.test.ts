import { describe, expect, it } from "vitest";
import { hasSharedData, sharedText } from "../../test/sharedData.ts";
import { farmIdFromNationalGridId } from "../curtailment/bmUnit.ts";
import type { BmUnit } from "../curtailment/sourceRows.ts";
import { windUnits } from "../curtailment/windUnits.ts";
import { parseSettlementDate } from "../settlement/parse.ts";
import { registerUpdate } from "./registerUpdate.ts";
import type { UnitChange } from "./types.ts";

/** A raw row of either file, which name their fields alike; what is empty in the CSV is null in the JSON. */
type Raw = Readonly<Record<string, string | null>>;

/** A unit with what was stated of it and what is. */
type Stated = readonly [id: string, was: string | null, is: string | null];

const byId = ([a]: Stated, [b]: Stated): number => (a < b ? -1 : 1);

const LATE_2025 = parseSettlementDate("2025-11-30");
const MID_2026 = parseSettlementDate("2026-07-01");
const LATER = parseSettlementDate("2026-08-01");

const stated = (rows: readonly Raw[]): BmUnit[] =>
  rows.map((row) => ({
    nationalGridId: row["nationalGridBmUnit"]!,
    elexonId: row["elexonBmUnit"] ?? null,
    name: row["bmUnitName"] ?? null,
    farmId: farmIdFromNationalGridId(row["nationalGridBmUnit"]!),
    leadPartyId: row["leadPartyId"] ?? null,
    leadPartyName: row["leadPartyName"] ?? null,
    fuelType: row["fuelType"] ?? null,
    generationCapacityMw: row["generationCapacity"] ?? null,
    validFrom: null,
    goneSince: null,
    countsAsWind: null,
  }));

describe.skipIf(!hasSharedData)("the register of November 2025, then of mid 2026", () => {
  const before = JSON.parse(hasSharedData ? sharedText("elexon/reference/bmunits_all_2025-11.json") : "[]") as Raw[];
  const after = hasSharedData ? csvRows(sharedText("elexon/reference/rdalton_bmu_register_elexon_2026.csv")) : [];
  const first = registerUpdate({ held: [], stated: stated(before), from: LATE_2025 });
  const second = registerUpdate({ held: first.units, stated: stated(after), from: MID_2026 });
  const ofKind = (kind: UnitChange["kind"]) =>
    second.difference.changes
      .filter((change) => change.kind === kind)
      .map(({ unit, before: was, after: is }): Stated => [unit.nationalGridId, was, is])
      .toSorted(byId);

  /** Counted from the files alone: units of both in which a field differs, with what it was and is. */
  const differing = (field: string): Stated[] => {
    const was = new Map(before.toReversed().map((row) => [row["nationalGridBmUnit"]!, row]));
    return after
      .map((row): Stated => {
        const id = row["nationalGridBmUnit"]!;
        return [id, (was.get(id) ?? row)[field] ?? null, row[field] ?? null];
      })
      .filter(([, a, b]) => a !== b)
      .toSorted(byId);
  };

  it("has 199 units that are new and 59 that are gone, as the files have", () => {
    const ids = (rows: readonly Raw[]) => new Set(rows.map((row) => row["nationalGridBmUnit"]!));
    const [was, is] = [ids(before), ids(after)];
    expect(ofKind("new").map(([id]) => id)).toEqual([...is].filter((id) => !was.has(id)).toSorted());
    expect(ofKind("gone").map(([id]) => id)).toEqual([...was].filter((id) => !is.has(id)).toSorted());
    expect([ofKind("new").length, ofKind("gone").length]).toEqual([199, 59]);
  });

  it.each([
    ["capacity", "generationCapacity", 185],
    ["leadParty", "leadPartyId", 14],
    ["fuelType", "fuelType", 9],
    ["name", "bmUnitName", 1],
    ["elexonId", "elexonBmUnit", 1],
  ] as const)("tells every change of %s that the files show (%s), %i in all", (kind, field, count) => {
    expect(ofKind(kind)).toEqual(differing(field));
    expect(ofKind(kind)).toHaveLength(count);
  });

  it("gives the 191 units of another capacity or lead party a row of their own, and fills one unit in that said nothing before", () => {
    const dated = second.rows.filter(({ validFrom }) => validFrom === MID_2026);
    const changed = [...differing("generationCapacity"), ...differing("leadPartyId")].filter(([, was]) => was !== null);
    const ids = [...new Set(changed.map(([id]) => id))].toSorted();
    expect(dated.map(({ nationalGridId }) => nationalGridId)).toEqual(ids);
    expect(dated).toHaveLength(191);
    const party = (on: typeof LATER) => windUnits(second.units).unit("CUMHW-1", on)?.leadPartyId;
    expect([party(LATE_2025), party(MID_2026)]).toEqual(["LENCO", "EECL"]);
  });

  it("finds the 13 units that are stated to be wind since: nine new ones and four whose fuel type was not stated", () => {
    const wind = (rows: readonly Raw[]) =>
      new Set(rows.filter((row) => row["fuelType"] === "WIND").map((row) => row["nationalGridBmUnit"]!));
    const [was, is] = [wind(before), wind(after)];
    const since = [...is].filter((id) => !was.has(id)).toSorted();
    expect(since).toHaveLength(13);
    const begins = new Set(second.difference.windBegins);
    expect(since.filter((id) => !begins.has(id))).toEqual(["KHLLW-1"]); // Kirk Hill counted already.
    expect(second.difference.windCeases).toEqual([]);
  });

  it("loses nothing: every row, id and wind unit of before is there after", () => {
    const keys = new Set(second.units.map(({ nationalGridId, validFrom }) => `${nationalGridId} ${validFrom}`));
    expect(first.units.filter(({ nationalGridId, validFrom }) => !keys.has(`${nationalGridId} ${validFrom}`))).toEqual(
      [],
    );
    const index = windUnits(second.units);
    const wind = first.units.filter(({ fuelType }) => fuelType === "WIND");
    expect(wind).toHaveLength(246);
    for (const { nationalGridId, elexonId } of wind)
      expect([nationalGridId, elexonId ?? nationalGridId].every(index.isWind)).toBe(true);
  });

  it("changes nothing the second time", () => {
    const again = registerUpdate({ held: second.units, stated: stated(after), from: LATER });
    expect([again.rows, again.difference.changes]).toEqual([[], []]);
  });

  it("goes back and forth, and knows of each date what held then", () => {
    const back = registerUpdate({ held: second.units, stated: stated(before), from: LATER });
    const capacity = (on: typeof LATER) => windUnits(back.units).unit("BLKWW-1", on)?.generationCapacityMw;
    expect([LATE_2025, MID_2026, LATER].map(capacity)).toEqual(["54.688", "56.216", "54.688"]);
    const latest = windUnits(back.units).unit;
    const ids = new Set(back.units.map(({ nationalGridId }) => nationalGridId));
    const gone = new Set([...ids].filter((id) => (latest(id)?.goneSince ?? null) !== null));
    expect([gone.size, back.units.length > second.units.length]).toEqual([199, true]);
    const forth = registerUpdate({ held: back.units, stated: stated(after), from: parseSettlementDate("2026-09-01") });
    expect(forth.difference.changes.filter(({ kind }) => kind === "back")).toHaveLength(199);
    expect(windUnits(forth.units).unit("BLKWW-1")?.generationCapacityMw).toBe("56.216");
  });
});

/** Rows by column name; what is empty is null. A cell in quotes may hold commas. */
function csvRows(text: string): Raw[] {
  const [header = [], ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      Array.from(`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g), (cell) => cell[1] ?? cell[2] ?? ""),
    );
  return rows.map((row) =>
    Object.fromEntries(header.map((name, at) => [name, row[at]?.replaceAll('""', '"') || null])),
  );
}
