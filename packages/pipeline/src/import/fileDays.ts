import {
  type AcceptedVolume,
  type BmUnit,
  type BmUnitId,
  bmUnitIdOf,
  compareVolumes,
  type CurtailmentDay,
  curtailmentRecords,
  type HeldPeriod,
  heldPeriod,
  NO_ACCEPTANCE,
  registerHash,
  type SettlementDate,
  settlementPeriods,
  sha256Hex,
  type WindUnits,
  windUnits,
} from "@windhash/core";
import type { FileVolume, RefusedRow, VolumeFile } from "./volumeFile.ts";

/** A settlement day that a file speaks of, as it would be stored. */
export type FileDay = {
  readonly day: CurtailmentDay;
  /** Rows of it that are taken over, and that are refused. */
  readonly rows: number;
  readonly refusedRows: number;
};

/** How a file's days are made. */
export type FileDaysInput = {
  readonly file: VolumeFile;
  /** The register, by which units get the ids that records carry. */
  readonly units: readonly BmUnit[];
  /** Whose figures they are and under which licence, for people; null where nobody said. */
  readonly attribution: string | null;
};

/** The days of which the file has any row that is not refused, in order. Of other days it says nothing, and not that there was nothing. */
export function fileDays({ file, units, attribution }: FileDaysInput): readonly FileDay[] {
  const [wind, hash] = [windUnits(units), registerHash(units)];
  const rows = groupedByDate(file.volumes);
  const refused = groupedByDate(file.refused);
  const undated = refused.get(null) ?? [];
  return [...rows.keys()].toSorted().map((settlementDate) => {
    const [stated, lost] = [rows.get(settlementDate) ?? [], refused.get(settlementDate) ?? []];
    const volumes = acceptedVolumes(stated, wind);
    const doubts = { undated, lost, origin: originOf(file, attribution) };
    const day = {
      settlementDate,
      method: "import" as const,
      payloadHash: sha256Hex(statementOf(file, stated, [...lost, ...undated])),
      registerHash: hash,
      periods: heldPeriods({ settlementDate, stated, volumes, doubts }),
      volumes,
      records: curtailmentRecords(volumes),
      // A file says nothing of units that may be wind too: what a source said of the day it replaces holds no longer.
      unmapped: [],
    };
    return { day, rows: stated.length, refusedRows: lost.length };
  });
}

/** Rows by date; those whose date cannot be read under null. */
function groupedByDate<Row extends { readonly settlementDate: SettlementDate | null }>(
  rows: readonly Row[],
): ReadonlyMap<Row["settlementDate"], readonly Row[]> {
  const groups = new Map<Row["settlementDate"], Row[]>();
  for (const row of rows) {
    const group = groups.get(row.settlementDate);
    if (group === undefined) groups.set(row.settlementDate, [row]);
    else group.push(row);
  }
  return groups;
}

/** Rows of one unit and period are separate volumes, told apart by their order. A volume of 0 is none. */
function acceptedVolumes(rows: readonly FileVolume[], wind: WindUnits): readonly AcceptedVolume[] {
  const counts = new Map<string, number>();
  const volumes = rows
    .filter(({ volumeMwh }) => volumeMwh.numerator !== 0n)
    .map(({ settlementDate, settlementPeriod, id, volumeMwh }): AcceptedVolume => {
      const bmUnitId = recordId(wind, id, settlementDate);
      const key = `${settlementPeriod} ${bmUnitId}`;
      const ordinal = counts.get(key) ?? 0;
      counts.set(key, ordinal + 1);
      const identity = { settlementDate, settlementPeriod, bmUnitId, side: "bid" as const, ordinal };
      const unstated = { sequenceNumber: null, soFlag: null, priceGbpPerMwh: null };
      return { ...identity, acceptanceId: NO_ACCEPTANCE, bidOfferPairId: -1, volumeMwh, ...unstated };
    });
  return volumes.toSorted(compareVolumes);
}

/** The id that records of the unit carry; as written where the register does not hold it. */
function recordId(wind: WindUnits, id: BmUnitId, on: SettlementDate): BmUnitId {
  const unit = wind.unit(id, on);
  return unit === null ? id : bmUnitIdOf(unit);
}

/** What the file says of a day, in its own order: the same rows anew are the same payload. */
function statementOf(
  { format: { unit, sign } }: VolumeFile,
  stated: readonly FileVolume[],
  refused: readonly RefusedRow[],
): string {
  const rows = stated.map(
    ({ settlementPeriod, id, volumeMwh: { numerator, denominator } }) =>
      `${settlementPeriod}|${id}|${numerator}/${denominator}`,
  );
  return [`${unit}|${sign}`, ...rows, ...refused.map(({ raw }) => JSON.stringify(raw))].join("\n");
}

function originOf({ name }: VolumeFile, attribution: string | null): string {
  return `from the file ${name}${attribution === null ? "" : ` (${attribution})`}, and nothing vouches that it is whole`;
}

function heldPeriods(given: {
  readonly settlementDate: SettlementDate;
  readonly stated: readonly FileVolume[];
  readonly volumes: readonly AcceptedVolume[];
  readonly doubts: {
    readonly undated: readonly RefusedRow[];
    readonly lost: readonly RefusedRow[];
    readonly origin: string;
  };
}): readonly HeldPeriod[] {
  const { settlementDate, stated, volumes, doubts } = given;
  const curtailed = new Set(volumes.map(({ settlementPeriod }) => settlementPeriod));
  return settlementPeriods(settlementDate).map((settlementPeriod) => {
    const lost = doubts.lost.filter(
      (row) => row.settlementPeriod === null || row.settlementPeriod === settlementPeriod,
    );
    return heldPeriod({
      settlementDate,
      settlementPeriod,
      sourceRows: stated.filter((row) => row.settlementPeriod === settlementPeriod).length,
      countedRows: null,
      vouchedOtherwise: false,
      doubts: [doubts.origin, ...refusedText(lost, "of it"), ...refusedText(doubts.undated, "without a date")],
      fetchedAt: null,
      curtailed: curtailed.has(settlementPeriod),
    });
  });
}

function refusedText(rows: readonly RefusedRow[], which: string): readonly string[] {
  return rows.length === 0 ? [] : [`${rows.length} row${rows.length === 1 ? "" : "s"} ${which} refused`];
}
