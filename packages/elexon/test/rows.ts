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

const NO_PAIRS = {
  negative1: null,
  positive1: null,
  negative2: null,
  positive2: null,
  negative3: null,
  positive3: null,
  negative4: null,
  positive4: null,
  negative5: null,
  positive5: null,
  negative6: null,
  positive6: null,
};

export const INDICATIVE_VOLUMES_ROW = {
  createdDateTime: "2023-03-02T03:31:12.0000000+00:00",
  settlementDate: "2023-03-01",
  settlementPeriod: 2,
  startTime: "2023-03-01T00:30:00.0000000+00:00",
  bmUnit: "T_ABRBO-1",
  bmUnitType: "T",
  leadPartyName: "Aberdeen Offshore Wind Farm",
  nationalGridBmUnit: "ABRBO-1",
  dataType: "Original",
  totalVolumeAccepted: -75.725,
  pairVolumes: { ...NO_PAIRS, negative1: -75.725 },
};

export const INDICATIVE_CASHFLOWS_ROW = {
  settlementDate: "2023-03-01",
  settlementPeriod: 2,
  startTime: "2023-03-01T00:30:00.0000000+00:00",
  createdDateTime: "2023-03-02T09:03:18.0000000+00:00",
  bmUnit: "T_ABRBO-1",
  bmUnitType: "T",
  leadPartyName: "Aberdeen Offshore Wind Farm",
  nationalGridBmUnit: "ABRBO-1",
  bidOfferPairCashflows: { ...NO_PAIRS, negative1: 5017.6255 },
  totalCashflow: 5017.6255,
};

export const ACCEPTANCE_PRICES_ROW = {
  settlementDate: "2026-07-10",
  settlementPeriod: 20,
  bmUnit: "2__AFLEX003",
  nationalGridBmUnit: "AG-AFLX03",
  acceptanceNumber: 22,
  acceptanceTime: "2026-07-10T08:12:00.0000000+00:00",
  bidPrice: -44.95,
  offerPrice: 449.95,
  bidOfferPairId: 1,
};

export const LIMIT_ROW = {
  dataset: "MELS",
  settlementDate: "2022-07-01",
  settlementPeriod: 3,
  timeFrom: "2022-07-01T00:00:00.0000000+00:00",
  timeTo: "2022-07-01T00:23:00.0000000+00:00",
  levelFrom: 99,
  levelTo: 46,
  notificationTime: "2022-06-30T23:34:00.0000000+00:00",
  notificationSequence: 93210322,
  nationalGridBmUnit: "ABRBO-1",
  bmUnit: "T_ABRBO-1",
};

export const METERED_VOLUMES_ROW = {
  dataset: "B1610",
  psrType: "Generation",
  bmUnit: "T_CNQPS-1",
  nationalGridBmUnitId: "CNQPS-1",
  settlementDate: "2022-08-12",
  settlementPeriod: 10,
  halfHourEndTime: "2022-08-12T04:00:00.0000000+00:00",
  quantity: 116.109,
};

export const SYSTEM_PRICES_ROW = {
  settlementDate: "2026-07-10",
  settlementPeriod: 20,
  startTime: "2026-07-10T08:30:00.0000000+00:00",
  createdDateTime: "2026-07-11T09:14:32.0000000+00:00",
  systemSellPrice: 215,
  systemBuyPrice: 215,
  bsadDefaulted: false,
  priceDerivationCode: "P",
  reserveScarcityPrice: 0,
  netImbalanceVolume: 291.9136,
  sellPriceAdjustment: 0,
  buyPriceAdjustment: 0,
  replacementPrice: null,
  replacementPriceReferenceVolume: null,
  totalAcceptedOfferVolume: 790.6547,
  totalAcceptedBidVolume: -738.74115,
  totalAdjustmentSellVolume: 0,
  totalAdjustmentBuyVolume: 240,
  totalSystemTaggedAcceptedOfferVolume: 789.6547,
  totalSystemTaggedAcceptedBidVolume: -738.74115,
  totalSystemTaggedAdjustmentSellVolume: null,
  totalSystemTaggedAdjustmentBuyVolume: 240,
};

export const GENERATION_PER_TYPE_ROW = {
  dataset: "AGPT",
  documentId: "NGET-EMFIP-AGPT-06426954",
  documentRevisionNumber: 1,
  publishTime: "2022-07-01T00:05:00.0000000+00:00",
  businessType: "Production",
  psrType: "Wind Onshore",
  quantity: 1829,
  startTime: "2022-06-30T23:00:00.0000000+00:00",
  settlementDate: "2022-07-01",
  settlementPeriod: 1,
};

/** A real one: the first of 2024-05-01, period 40. */
export const NON_BM_ACTIONS_ROW = {
  settlementDate: "2024-05-01",
  settlementPeriod: 40,
  startTime: "2024-05-01T18:30:00Z",
  id: 1,
  cost: 2501.33,
  volume: 27.842,
  price: 89.84,
  soFlag: false,
  storFlag: false,
  partyId: "ENWL",
  assetId: "OFR-ENWL-1",
  isTendered: false,
  service: "Non-BM FR",
};

export const DATASET_UPDATE_ROW = { dataset: "BOALF", lastUpdated: "2026-07-10T08:31:07.1230000+00:00" };

export const ROW_COUNT_ROW = { settlementDate: "2026-07-10", settlementPeriod: 20, dataPointCount: 153 };

/** The wrapper of `/balancing/**`. */
export function withMetadata(dataset: string, rows: readonly unknown[]): unknown {
  return { metadata: { datasets: [dataset] }, data: rows };
}
