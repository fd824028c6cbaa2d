export { ELEXON_BASE_URL, type ElexonClient, elexonClient, type ElexonClientOptions } from "./client/client.ts";
export type { AnswerNotice } from "./client/attempt.ts";
export { type Fetch, FETCHED_AT_HEADER } from "./client/fetch.ts";
export type { ElexonHealth } from "./client/health.ts";
export type { ElexonCountedDataset } from "./client/queries.ts";
export type { Answer } from "./client/reading.ts";
export type { ElexonStream } from "./client/stream.ts";
export { systemTiming, type Timing } from "./client/timing.ts";

export type { ElexonAcceptancePricesRow } from "./schemas/acceptancePrices.ts";
export type { ElexonAcceptanceRow } from "./schemas/acceptances.ts";
export type { ElexonAcceptanceVolumesRow } from "./schemas/acceptanceVolumes.ts";
export type { ElexonBidOfferRow } from "./schemas/bidOffers.ts";
export type { ElexonBmUnitRow } from "./schemas/bmUnits.ts";
export type { ElexonDatasetUpdateRow } from "./schemas/datasetUpdates.ts";
export type { ElexonGenerationPerTypeRow } from "./schemas/generationPerType.ts";
export type { ElexonIndicativeCashflowsRow } from "./schemas/indicativeCashflows.ts";
export type { ElexonIndicativeDataType, ElexonIndicativeVolumesRow } from "./schemas/indicativeVolumes.ts";
export type {
  ElexonLevelRow,
  ElexonLimitRow,
  ElexonNotificationRow,
  ElexonPhysicalDataset,
  ElexonPhysicalRow,
} from "./schemas/levels.ts";
export type { ElexonMeteredVolumesRow } from "./schemas/meteredVolumes.ts";
export type { ElexonNonBmActionsRow } from "./schemas/nonBmActions.ts";
export type { ElexonPairs } from "./schemas/pairs.ts";
export type { ElexonRowCountRow } from "./schemas/rowCounts.ts";
export type { ElexonStackRow } from "./schemas/stack.ts";
export type { ElexonSystemPricesRow } from "./schemas/systemPrices.ts";

/** What the client takes and throws, for whoever uses it alone. */
export {
  type Interval,
  parseSettlementDate,
  parseSettlementPeriod,
  type SettlementDate,
  settlementDay,
  type SettlementPeriod,
  SourceError,
  UnpublishedError,
} from "@windhash/core";

export { elexonBalancingSource } from "./sources/balancingSource.ts";
export { elexonBmUnitSource } from "./sources/bmUnitSource.ts";

export { recordingFetch, type RecordingOptions } from "./archive/recordingFetch.ts";
export { replayFetch } from "./archive/replayFetch.ts";
export { ndjsonSource } from "./extract/ndjsonSource.ts";
export { openArchive, type OpenedArchive } from "./openArchive.ts";

export { registerSnapshot, type RegisterSnapshot } from "./register/registerSnapshot.ts";

export { bundledDay } from "./bundle/bundledDay.ts";
export { bundledSource } from "./bundle/bundledSource.ts";
export type { BundledDay } from "./bundle/format.ts";
export { bundledDayUrl } from "./bundledDayUrl.ts";
