import { rationalFromDecimal } from "../quantity/rational.ts";
import type { SettlementDate } from "../settlement/types.ts";
import { grouped } from "./grouped.ts";
import { compareText } from "./order.ts";
import { curtailmentRecords } from "./records.ts";
import type { AcceptedVolume, BmUnitId, CurtailmentRecord, UnmappedBids } from "./types.ts";

/**
 * What the units of unknown fuel were bid down in one settlement day, unit by unit: their records, were they wind, added up.
 *
 * @param volumes accepted volumes of such units, made as those of wind are with `isUnmapped` in place of `isWind`
 * @param settlementDate volumes of other days are left out
 * @returns in order of unit; a unit that was never bid down nor back up is absent
 * @throws {SourceRowError} as `curtailmentRecords`
 */
export function unmappedBids(volumes: readonly AcceptedVolume[], settlementDate: SettlementDate): UnmappedBids[] {
  const ofDay = volumes.filter((volume) => volume.settlementDate === settlementDate);
  const paid = grouped(curtailmentRecords(ofDay.filter(isPaidDown)), unitOf);
  const priced = new Set(
    ofDay.filter(({ side, priceGbpPerMwh }) => side === "bid" && priceGbpPerMwh !== null).map(unitOf),
  );
  return [...grouped(curtailmentRecords(ofDay), unitOf)]
    .map(([bmUnitId, records]) => ({
      settlementDate,
      bmUnitId,
      grossWh: sum(records.map(({ grossWh }) => grossWh)),
      undoWh: sum(records.map(({ undoWh }) => undoWh)),
      soGrossWh: sumOrNull(records.map(({ soGrossWh }) => soGrossWh)),
      paidGrossWh: priced.has(bmUnitId) ? sum((paid.get(bmUnitId) ?? []).map(({ grossWh }) => grossWh)) : null,
      periods: records.length,
    }))
    .toSorted((a, b) => compareText(a.bmUnitId, b.bmUnitId));
}

function unitOf({ bmUnitId }: Pick<CurtailmentRecord, "bmUnitId">): BmUnitId {
  return bmUnitId;
}

/** At a price below 0 the unit is credited for going down: volume and price are both below 0. */
function isPaidDown({ side, priceGbpPerMwh }: AcceptedVolume): boolean {
  return side === "bid" && priceGbpPerMwh !== null && rationalFromDecimal(priceGbpPerMwh).numerator < 0n;
}

function sum(energiesWh: readonly number[]): number {
  return energiesWh.reduce((total, energyWh) => total + energyWh, 0);
}

function sumOrNull(energiesWh: readonly (number | null)[]): number | null {
  const known = energiesWh.filter((energyWh) => energyWh !== null);
  return known.length === energiesWh.length ? sum(known) : null;
}
