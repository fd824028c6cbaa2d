import { isoFromInstant, settlementPeriodAt } from "@windhash/core";
import { chanceOf, wholeNumber } from "./chance.ts";
import type { WorldVolume } from "./course.ts";
import { priceOn } from "./prices.ts";
import type { WorldUnit } from "./units.ts";
import type { World, WorldPeriod, WorldUnitPeriod } from "./world.ts";

// Rows in the fields of the Insights API's document (2026), in their order.

type Side = "bid" | "offer";

/** One side of the settlement stack, by rank: acceptances of all units, and adjustment actions with bare numbers for ids. */
export function stackRows(world: World, period: WorldPeriod, side: Side): readonly object[] {
  const moved = period.units.flatMap(({ unit, volumes }) =>
    volumes.filter((volume) => volume.side === side).map((volume) => acceptedRow(world.seed, unit, volume)),
  );
  const actions = adjustmentRows(world.seed, period, side);
  const ranked = [...moved, ...actions].toSorted((a, b) => (a.originalPrice ?? 0) - (b.originalPrice ?? 0));
  return ranked.map(({ id, acceptanceId, bidOfferPairId, soFlag, cadlFlag, originalPrice, volume }, index) => {
    const repricedIndicator = index % 9 === 4;
    return {
      settlementDate: period.settlementDate,
      settlementPeriod: period.settlementPeriod,
      startTime: isoFromInstant(period.startsAt),
      createdDateTime: isoFromInstant(period.endsAt + 86_400),
      sequenceNumber: index + 1,
      id,
      acceptanceId,
      bidOfferPairId,
      cadlFlag,
      soFlag,
      storProviderFlag: false,
      repricedIndicator,
      reserveScarcityPrice: repricedIndicator ? 6000 : 0,
      originalPrice,
      volume,
      dmatAdjustedVolume: volume,
      arbitrageAdjustedVolume: index % 2 === 0 ? volume : null,
      nivAdjustedVolume: index % 3 === 0 ? 0 : null,
      parAdjustedVolume: null,
      finalPrice: repricedIndicator ? 6000 : originalPrice,
      transmissionLossMultiplier: 0.9772412,
      tlmAdjustedVolume: null,
      tlmAdjustedCost: null,
    };
  });
}

type Action = {
  readonly id: string | null;
  readonly acceptanceId: number | null;
  readonly bidOfferPairId: number | null;
  readonly soFlag: boolean;
  readonly cadlFlag: boolean | null;
  readonly originalPrice: number | null;
  readonly volume: number;
};

function acceptedRow(seed: number, unit: WorldUnit, volume: WorldVolume): Action {
  const pence = priceOn(seed, unit, volume);
  return {
    id: unit.elexonId ?? unit.nationalGridId,
    acceptanceId: volume.acceptance.number,
    bidOfferPairId: volume.pair,
    soFlag: volume.acceptance.soFlag,
    cadlFlag: false,
    originalPrice: pence === null ? null : pence / 100,
    volume: volume.volume120 / 120,
  };
}

/** In some periods: one with a number, one of nothing, one without any id. */
function adjustmentRows(seed: number, { halfHour, units }: WorldPeriod, side: Side): readonly Action[] {
  const chance = chanceOf(seed, "adjustment", side, halfHour);
  if (chance() < 0.6 || units.every(({ volumes }) => volumes.length === 0)) return [];
  const sign = side === "bid" ? -1 : 1;
  const common = { acceptanceId: null, bidOfferPairId: null, soFlag: true, cadlFlag: null };
  return [
    { ...common, id: "1", originalPrice: 42.5, volume: (sign * wholeNumber(chance, 1, 200)) / 8 },
    { ...common, id: "2", originalPrice: null, volume: 0 },
    { ...common, id: null, originalPrice: 12, volume: sign * 0.5 },
  ];
}

const PAIRS = [1, 2, 3, 4, 5, 6];

/** BOAV: every acceptance in force has a row on both sides, often of nothing. */
export function acceptanceVolumeRows(period: WorldPeriod, side: Side): readonly object[] {
  return period.units.flatMap(({ unit, acceptances, volumes }) =>
    acceptances.map((acceptance) => {
      const own = volumes.filter((volume) => volume.side === side && volume.acceptance === acceptance);
      const volumeOn = (pair: number) => own.find((volume) => volume.pair === pair)?.volume120;
      const mwhOn = (pair: number) => {
        const volume = volumeOn(pair);
        if (volume !== undefined) return volume / 120;
        return pair === -1 || pair === 1 ? 0 : null;
      };
      return {
        createdDateTime: isoFromInstant(period.endsAt + 86_400),
        settlementDate: period.settlementDate,
        settlementPeriod: period.settlementPeriod,
        startTime: isoFromInstant(period.startsAt),
        bmUnit: unit.elexonId,
        bmUnitType: unit.elexonId?.slice(0, 1) ?? "T",
        leadPartyName: "A lead party",
        nationalGridBmUnit: unit.nationalGridId,
        acceptanceId: acceptance.number,
        acceptanceDuration: "L",
        totalVolumeAccepted: own.reduce((sum, { volume120 }) => sum + volume120, 0) / 120,
        pairVolumes: Object.fromEntries(
          PAIRS.flatMap((pair) => [
            [`negative${pair}`, mwhOn(-pair)],
            [`positive${pair}`, mwhOn(pair)],
          ]),
        ),
      };
    }),
  );
}

type TimedRow = { readonly timeFrom: string };

/** PN: every unit, flat. */
export function notificationRows(period: WorldPeriod): readonly TimedRow[] {
  return period.units.map(({ unit, notifiedMw }) => ({
    dataset: "PN",
    ...periodOf(period),
    ...timesOf(period.startsAt, period.endsAt),
    levelFrom: notifiedMw,
    levelTo: notifiedMw,
    ...idsOf(unit),
  }));
}

/** BOALF: what begins in the period, of every unit. */
export function acceptanceRows(period: WorldPeriod): readonly TimedRow[] {
  return period.units.flatMap(({ unit, acceptances }) =>
    acceptances.flatMap((acceptance) =>
      acceptance.stretches
        .filter(({ fromMinute }) => Math.floor(fromMinute / 30) === period.halfHour)
        .map(({ fromMinute, toMinute, fromMw, toMw }) => ({
          dataset: "BOALF",
          settlementDate: period.settlementDate,
          settlementPeriodFrom: period.settlementPeriod,
          settlementPeriodTo: settlementPeriodAt(toMinute * 60 - 1).settlementPeriod,
          ...timesOf(fromMinute * 60, toMinute * 60),
          levelFrom: fromMw,
          levelTo: toMw,
          acceptanceNumber: acceptance.number,
          acceptanceTime: isoFromInstant(acceptance.acceptedAtMinute * 60),
          deemedBoFlag: false,
          soFlag: acceptance.soFlag,
          amendmentFlag: "ORI",
          storFlag: false,
          rrFlag: false,
          ...idsOf(unit),
        })),
    ),
  );
}

/** BOD: the pairs of every unit that submits any. Widths are MW, below zero for pairs below zero. */
export function bidOfferRows(period: WorldPeriod): readonly TimedRow[] {
  return period.units.flatMap((unitPeriod) =>
    unitPeriod.prices.map(({ pair, bidPence, offerPence }) => ({
      dataset: "BOD",
      ...periodOf(period),
      timeFrom: isoFromInstant(period.startsAt),
      levelFrom: widthOf(unitPeriod, pair),
      timeTo: isoFromInstant(period.endsAt),
      levelTo: widthOf(unitPeriod, pair),
      pairId: pair,
      offer: offerPence / 100,
      bid: bidPence / 100,
      ...idsOf(unitPeriod.unit),
    })),
  );
}

function widthOf({ unit }: WorldUnitPeriod, pair: number): number {
  return pair === -1 && unit.firstBandMw !== null ? -unit.firstBandMw : pair * 500;
}

function periodOf({ settlementDate, settlementPeriod }: WorldPeriod) {
  return { settlementDate, settlementPeriod };
}

function timesOf(startsAt: number, endsAt: number) {
  return { timeFrom: isoFromInstant(startsAt), timeTo: isoFromInstant(endsAt) };
}

function idsOf({ nationalGridId, elexonId }: WorldUnit) {
  return { nationalGridBmUnit: nationalGridId, bmUnit: elexonId };
}

/** The register: all units, one of them twice, as Elexon lists Walney 4. */
export function registerRows(units: readonly WorldUnit[]): readonly object[] {
  const rows = units.map((unit, index) => registerRow(unit, index));
  return [...rows, ...rows.slice(-1).map((row) => ({ ...row, eic: "48W000000TWICE-1" }))];
}

function registerRow({ nationalGridId, elexonId, fuelType, capacityMw }: WorldUnit, index: number): object {
  return {
    nationalGridBmUnit: nationalGridId,
    elexonBmUnit: elexonId,
    eic: `48W0000000${String(index).padStart(4, "0")}-1`,
    fuelType,
    leadPartyName: "A lead party",
    bmUnitType: elexonId?.slice(0, 1) ?? "T",
    fpnFlag: true,
    bmUnitName: nationalGridId,
    leadPartyId: "LEADPTY",
    demandCapacity: "-2.000",
    generationCapacity: `${capacityMw}.000`,
    productionOrConsumptionFlag: "P",
    transmissionLossFactor: "-0.0301340",
    workingDayCreditAssessmentImportCapability: "-0.800",
    nonWorkingDayCreditAssessmentImportCapability: "-0.800",
    workingDayCreditAssessmentExportCapability: "39.600",
    nonWorkingDayCreditAssessmentExportCapability: "39.600",
    creditQualifyingStatus: true,
    demandInProductionFlag: false,
    gspGroupId: null,
    gspGroupName: null,
    interconnectorId: null,
  };
}
