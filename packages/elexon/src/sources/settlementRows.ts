import type { AcceptanceVolumesRow, Side, StackRow } from "@windhash/core";
import type { ElexonAcceptanceVolumesRow } from "../schemas/acceptanceVolumes.ts";
import type { ElexonPairs } from "../schemas/pairs.ts";
import type { ElexonStackRow } from "../schemas/stack.ts";
import { numeralOf } from "./numeral.ts";
import { idOf, unitIdOf } from "./unitId.ts";

/** An ISPSTACK row as core's. Every digit of a number is kept. */
export function stackRowOf(row: ElexonStackRow, side: Side): StackRow {
  return {
    settlementDate: row.settlementDate,
    settlementPeriod: row.settlementPeriod,
    side,
    bmUnitId: idOf(row.id),
    acceptanceId: row.acceptanceId,
    bidOfferPairId: row.bidOfferPairId,
    sequenceNumber: row.sequenceNumber,
    soFlag: row.soFlag,
    volumeMwh: numeralOf(row.volumeMwh),
    originalPriceGbpPerMwh: row.originalPriceGbpPerMwh === null ? null : numeralOf(row.originalPriceGbpPerMwh),
  };
}

/** A BOAV row as core's. */
export function acceptanceVolumesRowOf(row: ElexonAcceptanceVolumesRow, side: Side): AcceptanceVolumesRow {
  return {
    settlementDate: row.settlementDate,
    settlementPeriod: row.settlementPeriod,
    side,
    bmUnitId: unitIdOf(row),
    acceptanceId: row.acceptanceId,
    pairVolumesMwh: pairVolumesOf(row.pairVolumesMwh),
  };
}

/** Elexon's field of each pair, from the outermost below the physical notification to the outermost above it. */
const PAIR_FIELDS = [
  [-6, "negative6"],
  [-5, "negative5"],
  [-4, "negative4"],
  [-3, "negative3"],
  [-2, "negative2"],
  [-1, "negative1"],
  [1, "positive1"],
  [2, "positive2"],
  [3, "positive3"],
  [4, "positive4"],
  [5, "positive5"],
  [6, "positive6"],
] as const;

/** Pairs without a volume are absent. */
function pairVolumesOf(volumes: ElexonPairs): ReadonlyMap<number, string> {
  const stated = new Map<number, string>();
  for (const [pair, field] of PAIR_FIELDS) {
    const volume = volumes[field];
    if (volume !== null) stated.set(pair, numeralOf(volume));
  }
  return stated;
}
