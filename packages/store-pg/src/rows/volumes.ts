import {
  type AcceptedVolume,
  type BmUnitId,
  decimalFromRational,
  type Rational,
  rational,
  rationalFromDecimal,
  type SettlementDate,
  type SettlementPeriod,
  type Side,
} from "@windhash/core";
import { numeric } from "../db/copyNumeric.ts";
import { type BulkTable, column } from "../db/bulkTable.ts";
import { boolean, date, int2, int4, int8, text } from "../db/copyValues.ts";
import type { Queryable } from "../db/database.ts";
import { isoDate, type PackedColumns, queryPacked } from "../db/packed.ts";
import { numberOrNull, textOrNull } from "./common.ts";

/** The columns that a volume has by itself, in the order of the table. */
export const VOLUME_COLUMNS =
  "settlement_date, settlement_period, bm_unit_id, side, acceptance_id, bid_offer_pair_id, ordinal, sequence_number, so_flag, " +
  "volume_mwh, volume_exact, price_gbp_per_mwh";

/** Key order. */
export const VOLUME_ORDER =
  "settlement_date, settlement_period, bm_unit_id, side, acceptance_id, bid_offer_pair_id, ordinal";

const PACKED = {
  settlement_date: isoDate("settlement_date"),
  settlement_period: "settlement_period",
  bm_unit_id: "bm_unit_id",
  side: "side",
  acceptance_id: "acceptance_id",
  bid_offer_pair_id: "bid_offer_pair_id",
  ordinal: "ordinal",
  sequence_number: "sequence_number",
  so_flag: "so_flag",
  volume_mwh: "volume_mwh",
  volume_exact: "volume_exact",
  price_gbp_per_mwh: "price_gbp_per_mwh",
};

/** @param rows a statement that gives rows of the table in order */
export async function queryVolumes(
  queryable: Queryable,
  rows: string,
  parameters: readonly unknown[],
): Promise<readonly AcceptedVolume[]> {
  const columns = await queryPacked(queryable, PACKED, rows, parameters);
  return columns.bm_unit_id.map((_, row) => volumeAt(columns, row));
}

function volumeAt(columns: PackedColumns<keyof typeof PACKED>, row: number): AcceptedVolume {
  const at = (name: keyof typeof PACKED) => columns[name][row] as string;
  return {
    settlementDate: at("settlement_date") as SettlementDate,
    settlementPeriod: Number(at("settlement_period")) as SettlementPeriod,
    bmUnitId: at("bm_unit_id") as BmUnitId,
    side: at("side") as Side,
    acceptanceId: Number(at("acceptance_id")),
    bidOfferPairId: Number(at("bid_offer_pair_id")),
    ordinal: Number(at("ordinal")),
    sequenceNumber: numberOrNull(at("sequence_number")),
    soFlag: at("so_flag") === "" ? null : at("so_flag") === "true",
    volumeMwh: at("volume_exact") === "" ? rationalFromDecimal(at("volume_mwh")) : fraction(at("volume_exact")),
    priceGbpPerMwh: textOrNull(at("price_gbp_per_mwh")),
  };
}

/** Volumes as they are written in a revision of their day. */
export function volumesTable(revision: number): BulkTable<AcceptedVolume> {
  return {
    name: "accepted_volumes",
    columns: [
      column("settlement_date", date, (volume) => volume.settlementDate),
      column("settlement_period", int2, (volume) => volume.settlementPeriod),
      column("bm_unit_id", text, (volume) => volume.bmUnitId),
      column("side", text, (volume) => volume.side),
      column("acceptance_id", int8, (volume) => volume.acceptanceId),
      column("bid_offer_pair_id", int2, (volume) => volume.bidOfferPairId),
      column("ordinal", int4, (volume) => volume.ordinal),
      column("sequence_number", int4, (volume) => volume.sequenceNumber),
      column("so_flag", boolean, (volume) => volume.soFlag),
      column("volume_mwh", numeric, ({ volumeMwh }) =>
        decimalFromRational(volumeMwh, finitePlaces(volumeMwh) ?? ROUNDED_PLACES),
      ),
      column("volume_exact", text, ({ volumeMwh }) =>
        finitePlaces(volumeMwh) === null ? fractionText(volumeMwh) : null,
      ),
      column("price_gbp_per_mwh", numeric, (volume) => volume.priceGbpPerMwh),
      column("revision", int4, () => revision),
    ],
  };
}

/** Decimals of `volume_mwh` where the exact value has no finite decimal form: a millionth of a Wh. */
const ROUNDED_PLACES = 12;

/** Decimals of the exact value; null where they never end, for a prime factor other than 2 and 5 in the denominator. */
function finitePlaces({ denominator }: Rational): number | null {
  let [rest, places] = [denominator, 0];
  while (rest % 10n === 0n) [rest, places] = [rest / 10n, places + 1];
  const prime = rest % 2n === 0n ? 2n : 5n;
  while (rest % prime === 0n) [rest, places] = [rest / prime, places + 1];
  return rest === 1n ? places : null;
}

function fractionText({ numerator, denominator }: Rational): string {
  return `${numerator}/${denominator}`;
}

function fraction(exact: string): Rational {
  const [numerator, denominator] = exact.split("/") as [string, string];
  return rational(BigInt(numerator), BigInt(denominator));
}
