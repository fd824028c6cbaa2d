import { z } from "zod";
import { numeral, read, unread } from "./scalars.ts";

/** One row of the register of BM units, as the Insights API document states it. Its numbers are texts, such as `"15.400"`. */
export const bmUnitFields = z.object({
  nationalGridBmUnit: read.text,
  elexonBmUnit: read.text,
  eic: unread.text,
  fuelType: read.text,
  leadPartyName: read.text,
  bmUnitType: unread.text,
  fpnFlag: unread.flag,
  bmUnitName: read.text,
  leadPartyId: read.text,
  demandCapacity: unread.text,
  generationCapacity: numeral.nullable(),
  productionOrConsumptionFlag: unread.text,
  transmissionLossFactor: unread.text,
  workingDayCreditAssessmentImportCapability: unread.text,
  nonWorkingDayCreditAssessmentImportCapability: unread.text,
  workingDayCreditAssessmentExportCapability: unread.text,
  nonWorkingDayCreditAssessmentExportCapability: unread.text,
  creditQualifyingStatus: z.boolean(),
  demandInProductionFlag: z.boolean(),
  gspGroupId: unread.text,
  gspGroupName: unread.text,
  interconnectorId: unread.text,
});

/**
 * A row of `GET /reference/bmunits/all`, checked. It knows no dates: what it states holds today. Figures are texts with
 * Elexon's digits.
 */
export type ElexonBmUnitRow = {
  readonly nationalGridBmUnit: string | null;
  /** Null for some units, wind among them. It is not always the National Grid id with a prefix. */
  readonly elexonBmUnit: string | null;
  readonly eic: string | null;
  /** For example `WIND`; null for most units, and for some wind units. */
  readonly fuelType: string | null;
  readonly leadPartyName: string | null;
  readonly bmUnitType: string | null;
  readonly fpnFlag: boolean | null;
  readonly bmUnitName: string | null;
  readonly leadPartyId: string | null;
  readonly demandCapacityMw: string | null;
  /** Declared, not nameplate: no bound of what the unit can do. A decimal numeral. */
  readonly generationCapacityMw: string | null;
  readonly productionOrConsumptionFlag: string | null;
  readonly transmissionLossFactor: string | null;
  readonly workingDayCreditAssessmentImportCapabilityMw: string | null;
  readonly nonWorkingDayCreditAssessmentImportCapabilityMw: string | null;
  readonly workingDayCreditAssessmentExportCapabilityMw: string | null;
  readonly nonWorkingDayCreditAssessmentExportCapabilityMw: string | null;
  readonly creditQualifyingStatus: boolean;
  readonly demandInProductionFlag: boolean;
  readonly gspGroupId: string | null;
  readonly gspGroupName: string | null;
  readonly interconnectorId: string | null;
};

/** The fields of a row under names that carry their units. */
export const bmUnitRow = bmUnitFields.transform((row): ElexonBmUnitRow => ({
  nationalGridBmUnit: row.nationalGridBmUnit,
  elexonBmUnit: row.elexonBmUnit,
  eic: row.eic ?? null,
  fuelType: row.fuelType,
  leadPartyName: row.leadPartyName,
  bmUnitType: row.bmUnitType ?? null,
  fpnFlag: row.fpnFlag ?? null,
  bmUnitName: row.bmUnitName,
  leadPartyId: row.leadPartyId,
  demandCapacityMw: row.demandCapacity ?? null,
  generationCapacityMw: row.generationCapacity,
  productionOrConsumptionFlag: row.productionOrConsumptionFlag ?? null,
  transmissionLossFactor: row.transmissionLossFactor ?? null,
  workingDayCreditAssessmentImportCapabilityMw: row.workingDayCreditAssessmentImportCapability ?? null,
  nonWorkingDayCreditAssessmentImportCapabilityMw: row.nonWorkingDayCreditAssessmentImportCapability ?? null,
  workingDayCreditAssessmentExportCapabilityMw: row.workingDayCreditAssessmentExportCapability ?? null,
  nonWorkingDayCreditAssessmentExportCapabilityMw: row.nonWorkingDayCreditAssessmentExportCapability ?? null,
  creditQualifyingStatus: row.creditQualifyingStatus,
  demandInProductionFlag: row.demandInProductionFlag,
  gspGroupId: row.gspGroupId ?? null,
  gspGroupName: row.gspGroupName ?? null,
  interconnectorId: row.interconnectorId ?? null,
}));
