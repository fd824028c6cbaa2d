import {
  type AcceptedVolume,
  compareUnitPeriods,
  type CurtailmentDay,
  type CurtailmentRecord,
  type SettlementDate,
  StoreError,
} from "@windhash/core";

/** Tells a record from all others of its day. */
export function recordKey({ settlementPeriod, bmUnitId }: CurtailmentRecord): string {
  return `${settlementPeriod}|${bmUnitId}`;
}

/** Tells an accepted volume from all others of its day. */
export function volumeKey(volume: AcceptedVolume): string {
  const { settlementPeriod, bmUnitId, side, acceptanceId, bidOfferPairId, ordinal } = volume;
  return `${settlementPeriod}|${bmUnitId}|${side}|${acceptanceId}|${bidOfferPairId}|${ordinal}`;
}

/** Refuses rows of another day, a row that is there twice, and records out of key order. @throws {StoreError} */
export function checkDay({ settlementDate, records, volumes, unmapped = [] }: CurtailmentDay): void {
  const stray = [...records, ...volumes, ...unmapped].find((row) => row.settlementDate !== settlementDate);
  if (stray !== undefined)
    throw new StoreError(`Every row of ${settlementDate} must be of that day, got one of ${stray.settlementDate}.`);
  checkRecordOrder(settlementDate, records);
  checkOnce(settlementDate, "accepted volume", volumes.map(volumeKey));
  checkOnce(
    settlementDate,
    "unit of unknown fuel",
    unmapped.map(({ bmUnitId }) => bmUnitId),
  );
}

function checkRecordOrder(settlementDate: SettlementDate, records: readonly CurtailmentRecord[]): void {
  records.forEach((record, index) => {
    const previous = records[index - 1];
    if (previous === undefined || compareUnitPeriods(previous, record) < 0) return;
    const { settlementPeriod, bmUnitId } = record;
    throw new StoreError(
      `Records of ${settlementDate} must be in key order and each key there once, got ${bmUnitId} of period ` +
        `${settlementPeriod} out of place.`,
      { settlementDate, settlementPeriod, bmUnitId },
    );
  });
}

function checkOnce(settlementDate: SettlementDate, what: string, keys: readonly string[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key))
      throw new StoreError(`Each ${what} of ${settlementDate} must be there once, got ${key} twice.`, {
        settlementDate,
        key,
      });
    seen.add(key);
  }
}
