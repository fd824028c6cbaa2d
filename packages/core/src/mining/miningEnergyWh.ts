import type { CurtailmentRecord } from "../curtailment/types.ts";
import { QuantityError } from "../errors.ts";
import type { MiningBasis } from "./types.ts";

/** The part of a curtailment record that this file reads: its key and its energies. */
export type RecordEnergies = Pick<
  CurtailmentRecord,
  "settlementDate" | "settlementPeriod" | "bmUnitId" | "grossWh" | "netWh" | "soGrossWh" | "soNetWh"
>;

const FIELDS = {
  all: { net: "netWh", gross: "grossWh" },
  so: { net: "soNetWh", gross: "soGrossWh" },
} as const;

/**
 * The energy of a record that mining could have had: net or gross, all of it or the SO-flagged part.
 *
 * Net energy below 0 (more was undone than bid) is a finding of its own; here there is nothing to mine from, so it gives 0.
 *
 * @returns integer watt-hours, 0 or more
 * @throws {QuantityError} when the SO-flagged part is asked for and the record's method has no flag: unknown is not 0
 */
export function miningEnergyWh(record: RecordEnergies, basis: Pick<MiningBasis, "measure" | "flags">): number {
  const field = FIELDS[basis.flags][basis.measure];
  const energyWh = record[field];
  if (energyWh === null) throw unknownPart(record, field);
  return Math.max(0, energyWh);
}

function unknownPart({ settlementDate, settlementPeriod, bmUnitId }: RecordEnergies, field: string): QuantityError {
  const where = `${bmUnitId} in period ${settlementPeriod} of ${settlementDate}`;
  const message =
    `${field} of ${where} must be known for flags "so", got null: the day's method has no SO flag. ` +
    `Use flags "all", or ingest the day again with method "stack" or "pn".`;
  return new QuantityError(message, { settlementDate, settlementPeriod, bmUnitId, field, rule: "known", value: null });
}
