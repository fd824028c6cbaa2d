/**
 * Rows as the Insights API gives them. The stack row is a real one of 2026-07-10 (BM unit E_LITRB-1); the others are the
 * examples of the API document with the dates made to agree.
 */
export const STACK_ROW = {
  settlementDate: "2026-07-10",
  settlementPeriod: 20,
  startTime: "2026-07-10T08:30:00Z",
  createdDateTime: "2026-07-11T09:14:32Z",
  sequenceNumber: 1,
  id: "E_LITRB-1",
  acceptanceId: 49242,
  bidOfferPairId: 1,
  cadlFlag: false,
  soFlag: false,
  storProviderFlag: false,
  repricedIndicator: false,
  reserveScarcityPrice: 0.0,
  originalPrice: 90.25,
  volume: -0.004166666666666667,
  dmatAdjustedVolume: 0.0,
  arbitrageAdjustedVolume: null,
  nivAdjustedVolume: null,
  parAdjustedVolume: null,
  finalPrice: 90.25,
  transmissionLossMultiplier: 0.977241,
  tlmAdjustedVolume: null,
  tlmAdjustedCost: null,
};

export const ACCEPTANCE_VOLUMES_ROW = {
  createdDateTime: "2023-03-02T03:31:12.0000000+00:00",
  settlementDate: "2023-03-01",
  settlementPeriod: 2,
  startTime: "2023-03-01T00:30:00.0000000+00:00",
  bmUnit: "T_ABRBO-1",
  bmUnitType: "T",
  leadPartyName: "Aberdeen Offshore Wind Farm",
  nationalGridBmUnit: "ABRBO-1",
  acceptanceId: 76110,
  acceptanceDuration: "L",
  totalVolumeAccepted: -75.725,
  pairVolumes: {
    negative1: -75.725,
    positive1: null,
    negative2: -0.5,
    positive2: null,
    negative3: null,
    positive3: 0,
    negative4: null,
    positive4: null,
    negative5: null,
    positive5: null,
    negative6: null,
    positive6: null,
  },
};

export const NOTIFICATION_ROW = {
  dataset: "PN",
  settlementDate: "2022-07-01",
  settlementPeriod: 3,
  timeFrom: "2022-07-01T00:00:00.0000000+00:00",
  timeTo: "2022-07-01T00:30:00.0000000+00:00",
  levelFrom: 5,
  levelTo: 46,
  nationalGridBmUnit: "ABRBO-1",
  bmUnit: "T_ABRBO-1",
};

export const ACCEPTANCE_ROW = {
  dataset: "BOALF",
  settlementDate: "2022-07-01",
  settlementPeriodFrom: 3,
  settlementPeriodTo: 4,
  timeFrom: "2022-07-01T00:10:00.0000000+00:00",
  timeTo: "2022-07-01T00:37:00.0000000+00:00",
  levelFrom: 46,
  levelTo: 5,
  acceptanceNumber: 1234567,
  acceptanceTime: "2022-07-01T00:02:00.0000000+00:00",
  deemedBoFlag: false,
  soFlag: true,
  amendmentFlag: "ORI",
  storFlag: false,
  rrFlag: null,
  nationalGridBmUnit: "ABRBO-1",
  bmUnit: "T_ABRBO-1",
};

export const BID_OFFER_ROW = {
  dataset: "BOD",
  settlementDate: "2022-07-01",
  settlementPeriod: 3,
  timeFrom: "2022-07-01T00:00:00.0000000+00:00",
  levelFrom: -50,
  timeTo: "2022-07-01T00:30:00.0000000+00:00",
  levelTo: -50,
  pairId: -1,
  offer: 668.67,
  bid: -71.5,
  nationalGridBmUnit: "ABRBO-1",
  bmUnit: "T_ABRBO-1",
};

export const BM_UNIT_ROW = {
  nationalGridBmUnit: "ABRBO-1",
  elexonBmUnit: "T_ABRBO-1",
  eic: "48W00000ABRBO-19",
  fuelType: "WIND",
  leadPartyName: "Aberdeen Offshore Wind Farm",
  bmUnitType: "T",
  fpnFlag: true,
  bmUnitName: "ABRBO-1",
  leadPartyId: "ABERDEEN",
  demandCapacity: "-2.000",
  generationCapacity: "99.000",
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

export const ROW_COUNT_ROW = { settlementDate: "2026-07-10", settlementPeriod: 20, dataPointCount: 153 };

/** The wrapper of `/balancing/**`. */
export function withMetadata(dataset: string, rows: readonly unknown[]): unknown {
  return { metadata: { datasets: [dataset] }, data: rows };
}
