import type { SettlementDate, SettlementPeriod } from "@windhash/core";
import { z } from "zod";
import { instant, read, secondsOf, settlementDate, settlementPeriod, unread } from "./scalars.ts";

/** One row of the metered volumes (B1610), as the Insights API document states it. It has names of its own. */
export const meteredVolumesFields = z.object({
  dataset: unread.text,
  psrType: unread.text,
  bmUnit: read.text,
  nationalGridBmUnitId: read.text,
  settlementDate,
  settlementPeriod,
  halfHourEndTime: instant,
  quantity: z.number(),
});

/** A row of `GET /datasets/B1610/stream`, checked: what a unit's meters counted in one period. */
export type ElexonMeteredVolumesRow = {
  readonly psrType: string | null;
  readonly bmUnit: string | null;
  /** Elexon's `nationalGridBmUnitId`, which every other dataset calls as here. */
  readonly nationalGridBmUnit: string | null;
  readonly settlementDate: SettlementDate;
  readonly settlementPeriod: SettlementPeriod;
  /** Unix seconds at which the period ends, where every other dataset states its beginning. */
  readonly halfHourEndTime: number;
  /** Negative when the unit took power. */
  readonly quantityMwh: number;
};

/** The fields of a row under names that carry their units. */
export const meteredVolumesRow = meteredVolumesFields.transform((row): ElexonMeteredVolumesRow => ({
  psrType: row.psrType ?? null,
  bmUnit: row.bmUnit,
  nationalGridBmUnit: row.nationalGridBmUnitId,
  settlementDate: row.settlementDate,
  settlementPeriod: row.settlementPeriod,
  halfHourEndTime: secondsOf(row.halfHourEndTime),
  quantityMwh: row.quantity,
}));
