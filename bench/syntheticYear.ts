import type { AcceptedVolume, BmUnitId, CurtailmentDay, SettlementDate } from "@windhash/core";
import {
  curtailmentRecords,
  rational,
  settlementDates,
  settlementPeriods,
  settlementYear,
  sha256Hex,
} from "@windhash/core";

/** Unit-periods of the predecessor's last state: with three models 1,511,934 calculations. */
export const UNIT_PERIODS = 503_978;

const UNITS = Array.from({ length: 30 }, (_, index) => `T_BENCH-${index + 1}` as BmUnitId);
const dates = settlementDates(settlementYear("2024"));

/** The days of 2024, halving and retargets included, with made-up volumes: for benchmarks only, never for a database of figures. */
export function* syntheticYear(): Generator<CurtailmentDay> {
  const perDay = Math.ceil(UNIT_PERIODS / dates.length);
  let left = UNIT_PERIODS;
  for (const settlementDate of dates) {
    const rows = Math.min(perDay, left);
    left -= rows;
    yield syntheticDay(settlementDate, rows);
  }
}

function syntheticDay(settlementDate: SettlementDate, rows: number): CurtailmentDay {
  const periods = settlementPeriods(settlementDate);
  const keys = periods.flatMap((settlementPeriod) => UNITS.map((bmUnitId) => ({ settlementPeriod, bmUnitId })));
  const hash = sha256Hex(settlementDate);
  const volumes = keys
    .slice(0, rows)
    .map((key, index): AcceptedVolume => ({
      settlementDate,
      ...key,
      ...volumeOf(index + settlementDate.charCodeAt(9) * 7919),
    }))
    .toSorted((a, b) => a.settlementPeriod - b.settlementPeriod || (a.bmUnitId < b.bmUnitId ? -1 : 1));
  const held = {
    state: "unconfirmed" as const,
    reason: "made up for a benchmark",
    fetchedAt: null,
    sourceRows: UNITS.length,
  };
  return {
    settlementDate,
    method: "stack",
    payloadHash: hash,
    registerHash: hash,
    periods: periods.map((settlementPeriod) => ({ settlementPeriod, ...held })),
    volumes,
    records: curtailmentRecords(volumes),
  };
}

function volumeOf(seed: number) {
  const microMwh = 1n + BigInt((seed * 2_654_435_761) % 90_000_000);
  return {
    side: "bid" as const,
    acceptanceId: seed,
    bidOfferPairId: -1,
    ordinal: 0,
    sequenceNumber: 1,
    soFlag: seed % 3 !== 0,
    volumeMwh: rational(-microMwh, 1_000_000n),
    priceGbpPerMwh: "-71.25",
  };
}
