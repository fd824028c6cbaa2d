export {
  DayMovedError,
  type ErrorDetails,
  MinerError,
  NetworkError,
  QuantityError,
  SettlementError,
  SourceError,
  SourceRowError,
  StoreError,
  UnpublishedError,
  WindhashError,
} from "./errors.ts";

export { mwhText, whFromMwh } from "./quantity/energy.ts";
export {
  add as addRationals,
  compare as compareRationals,
  decimalFromRational,
  divide as divideRationals,
  multiply as multiplyRationals,
  type Rational,
  rational,
  rationalFromDecimal,
  roundHalfEven,
  subtract as subtractRationals,
} from "./quantity/rational.ts";
export { sha256Hex } from "./quantity/sha256.ts";

export {
  addDays,
  nextSettlementDate,
  previousSettlementDate,
  settlementDates,
  settlementMonth,
  settlementYear,
} from "./settlement/dates.ts";
export { isoFromInstant } from "./settlement/instants.ts";
export {
  FIRST_SETTLEMENT_DATE,
  LAST_SETTLEMENT_DATE,
  parseSettlementDate,
  parseSettlementPeriod,
  periodCount,
} from "./settlement/parse.ts";
export {
  SETTLEMENT_PERIOD_S,
  settlementDay,
  settlementPeriodAt,
  settlementPeriodInterval,
  settlementPeriods,
  type SettlementTime,
} from "./settlement/periods.ts";
export { type SettlementRun, settlementRunDates } from "./settlement/runs.ts";
export type { Interval, SettlementDate, SettlementDateRange, SettlementPeriod } from "./settlement/types.ts";

export { minerModel, minerModels } from "./miners/catalogue.ts";
export { type CustomMiner, customMiner } from "./miners/custom.ts";
export { efficiencyJPerTh } from "./miners/efficiency.ts";
export { parseMinerModelId } from "./miners/ids.ts";
export { isAnachronism, type MinerWarning, releaseWarning } from "./miners/release.ts";
export type { MinerModel, MinerModelId } from "./miners/types.ts";

export { networkAt, networkDuring } from "./network/at.ts";
export {
  bitsFromTarget,
  bitsText,
  difficultyFromBits,
  difficultyText,
  parseBits,
  targetFromBits,
} from "./network/bits.ts";
export { checkedBits, type StatedDifficulty } from "./network/check.ts";
export {
  EPOCH_BLOCKS,
  extendNetworkHistory,
  makeNetworkHistory,
  type NetworkFacts,
  networkHistoryText,
} from "./network/history.ts";
export { snapDifficulty } from "./network/snap.ts";
export { HALVING_INTERVAL, subsidyMsat } from "./network/subsidy.ts";
export type { Epoch, Halving, NetworkHistory, NetworkState, NetworkStretch } from "./network/types.ts";

export { DEFAULT_BASIS, type MiningBasisInput, parseBasis } from "./mining/basis.ts";
export { bitcoinText } from "./mining/bitcoinText.ts";
export { exactMsat } from "./mining/exactMsat.ts";
export { expectedBitcoin, expectedMsat, type MiningQuestion } from "./mining/expectedMsat.ts";
export { type ExplainedStretch, explainExpected, type MiningExplanation } from "./mining/explainExpected.ts";
export {
  calculationInputs,
  type CalculationInputsInput,
  canonicalInputs,
  inputStretches,
  type MinerFiguresInput,
  type StretchFigures,
} from "./mining/inputs.ts";
export { type CalculationColumns, calculateColumns } from "./mining/kernel.ts";
export { miningEnergyWh, type RecordEnergies } from "./mining/miningEnergyWh.ts";
export { mintRate, type Rate, type RateInputs } from "./mining/rate.ts";
export type {
  BitcoinCalculation,
  CalculationInputs,
  CalculationKey,
  InputStretch,
  MinerFigures,
  MiningBasis,
} from "./mining/types.ts";

export { type AcceptanceNumberGap, acceptanceNumberGaps } from "./curtailment/acceptanceNumberGaps.ts";
export { volumesFromAcceptanceVolumes } from "./curtailment/acceptanceVolumes.ts";
export { bmUnitIdOf, farmIdFromNationalGridId, parseBmUnitId } from "./curtailment/bmUnit.ts";
export { heldPeriod, type PeriodReading, PROVISIONAL_S } from "./curtailment/heldPeriod.ts";
export { type DayLevels, volumesFromLevels } from "./curtailment/levels.ts";
export { compareUnitPeriods, compareVolumes } from "./curtailment/order.ts";
export { curtailmentRecords, NO_ACCEPTANCE } from "./curtailment/records.ts";
export { reducedAtStart } from "./curtailment/reducedAtStart.ts";
export type {
  AcceptanceSegment,
  AcceptanceVolumesRow,
  BidOfferPair,
  BmUnit,
  LevelSegment,
  StackRow,
} from "./curtailment/sourceRows.ts";
export { volumesFromStack } from "./curtailment/stack.ts";
export type {
  AcceptedVolume,
  BmUnitId,
  CurtailmentDay,
  CurtailmentMethod,
  CurtailmentRecord,
  HeldPeriod,
  PeriodState,
  Side,
  SourceMethod,
  UnitPeriodKey,
  UnmappedBids,
} from "./curtailment/types.ts";
export { unmappedBids } from "./curtailment/unmappedBids.ts";
export { registerHash, windIds, type WindUnits, windUnits } from "./curtailment/windUnits.ts";

export { isGone, type RegisteredFarm, registeredFarms } from "./register/farms.ts";
export { type RadarUnit, registerRadar } from "./register/radar.ts";
export { RegisterError } from "./register/registerError.ts";
export { registerUpdate, type RegisterStatement, type RegisterUpdate } from "./register/registerUpdate.ts";
export type { RegisterDifference, UnitChange, WindDecision } from "./register/types.ts";
export { likelyWindUnits, type WindSign, windSigns } from "./register/windLikeness.ts";

export {
  addBitcoinTotals,
  bitcoinTotals,
  groupRows,
  type GroupSum,
  type GroupSums,
  type RowGrouping,
  rowGrouping,
  type RowsToGroup,
  UNREGISTERED,
} from "./summary/groups.ts";
export { bidPriceGbpPerMwh, netPriceGbpPerMwh } from "./summary/prices.ts";
export { addTotals, NO_RECORDS, totalsOf } from "./summary/totals.ts";
export type { BitcoinTotal, CurtailmentTotals, SummaryGroup, SummaryGrouping } from "./summary/types.ts";

export { addChangeTotals, changeTotalsOf, NO_CHANGE } from "./changes/changeTotals.ts";
export { dayChanges, type TalliedRevision } from "./changes/dayChanges.ts";
export type { ChangeCause, ChangedRecord, ChangeTotals, RevisionChange } from "./changes/types.ts";

export { canonicalCalculation, canonicalRecord, canonicalVolume } from "./reconciliation/canonical.ts";
export { diffDay, isReconciled } from "./reconciliation/diffDay.ts";
export { type DayInputs, dayInputs, type DayQuestion, expectedDay } from "./reconciliation/expectedDay.ts";
export { compareCalculationKeys } from "./reconciliation/keys.ts";
export { calculationTally, inputsChecksum, recordTally } from "./reconciliation/tally.ts";
export type {
  CalculationChange,
  CalculationTally,
  ChangedCalculation,
  DayDifference,
  RecordTally,
} from "./reconciliation/types.ts";

export { AGREEMENT_RULE, type Agreement, agreementOf, type AgreementRule, agrees } from "./comparison/agreement.ts";
export { comparePeriods } from "./comparison/comparePeriods.ts";
export { compareUnitDays, unitDaysOf } from "./comparison/compareUnitDays.ts";
export { type Plans, plansOf } from "./comparison/planned.ts";
export { publishedStepMwh } from "./comparison/rounding.ts";
export { DIFFERENCE_TERMS, NO_TERMS, sumOfTerms } from "./comparison/terms.ts";
export type {
  ComparedMethod,
  DifferenceTerm,
  DifferenceTermsWh,
  Energies,
  ExplainedUnitDay,
  PeriodDifference,
  UnitDayDifference,
  UnitDayEnergy,
} from "./comparison/types.ts";

export type {
  BalancingSource,
  BmUnitSource,
  CountedDataset,
  Fetched,
  FetchedLevels,
  StopSignal,
} from "./ports/sources.ts";
export type {
  CalculationSettings,
  CalculationStore,
  CalculationSum,
  CurtailmentStore,
  DayAttempts,
  DayChange,
  DayRevision,
  FetchAttempt,
  HeldDay,
  LedgerEntry,
  LedgerStore,
  NetworkStore,
  PastStores,
  ReconciliationFinding,
  ReconciliationRun,
  RecordVersion,
  RegisterStore,
  RunStore,
  SettingsStore,
  Stores,
  SummaryStore,
} from "./ports/stores.ts";
