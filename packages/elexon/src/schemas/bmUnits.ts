import { z } from "zod";

const text = z.string().nullable();
const unread = z.string().nullish();

/** One row of the register of BM units, as the Insights API document states it. Its numbers are texts, such as `"15.400"`. */
export const bmUnitRow = z.object({
  nationalGridBmUnit: text,
  elexonBmUnit: text,
  eic: unread,
  fuelType: text,
  leadPartyName: text,
  bmUnitType: unread,
  fpnFlag: z.boolean().nullish(),
  bmUnitName: text,
  leadPartyId: text,
  demandCapacity: unread,
  generationCapacity: z
    .string()
    .regex(/^-?\d+(\.\d+)?$/, "must be a decimal numeral")
    .nullable(),
  productionOrConsumptionFlag: unread,
  transmissionLossFactor: unread,
  workingDayCreditAssessmentImportCapability: unread,
  nonWorkingDayCreditAssessmentImportCapability: unread,
  workingDayCreditAssessmentExportCapability: unread,
  nonWorkingDayCreditAssessmentExportCapability: unread,
  creditQualifyingStatus: z.boolean(),
  demandInProductionFlag: z.boolean(),
  gspGroupId: unread,
  gspGroupName: unread,
  interconnectorId: unread,
});

/** A row of `GET /reference/bmunits/all`, checked. */
export type ElexonBmUnitRow = z.output<typeof bmUnitRow>;
