import { addRationals, type BmUnit, type BmUnitId, type Rational, rational, windUnits } from "@windhash/core";
import type { VolumeFile } from "./volumeFile.ts";

/** A unit of a file, by the id that it is written with. */
export type ImportedUnit = {
  readonly id: BmUnitId;
  readonly rows: number;
  /** Exact, 0 or less: what was taken away. */
  readonly volumeMwh: Rational;
};

/** The units of a file by what the register says of them, each in order of id. */
export type ImportedUnits = {
  /** Ids of the file. */
  readonly count: number;
  /** In the register under neither id: kept as they are written. */
  readonly unregistered: readonly ImportedUnit[];
  /** In the register, which does not call them wind: taken over all the same, since a file says what it is of. */
  readonly notWind: readonly ImportedUnit[];
};

/** What the register says of a file's units. */
export function importedUnits({ volumes }: VolumeFile, units: readonly BmUnit[]): ImportedUnits {
  const wind = windUnits(units);
  const sums = new Map<BmUnitId, ImportedUnit>();
  for (const { id, volumeMwh } of volumes) {
    const sum = sums.get(id) ?? { id, rows: 0, volumeMwh: rational(0n) };
    sums.set(id, { id, rows: sum.rows + 1, volumeMwh: addRationals(sum.volumeMwh, volumeMwh) });
  }
  const all = [...sums.keys()].toSorted().map((id) => sums.get(id)!);
  return {
    count: all.length,
    unregistered: all.filter(({ id }) => wind.unit(id) === null),
    notWind: all.filter(({ id }) => wind.unit(id) !== null && !wind.isWind(id)),
  };
}
