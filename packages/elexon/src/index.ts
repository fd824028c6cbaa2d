export {
  type Answer,
  ELEXON_BASE_URL,
  type ElexonClient,
  elexonClient,
  type ElexonClientOptions,
} from "./client/client.ts";
export { type Fetch, FETCHED_AT_HEADER } from "./client/fetch.ts";
export { systemTiming, type Timing } from "./client/timing.ts";
export type { ElexonAcceptanceVolumesRow } from "./schemas/acceptanceVolumes.ts";
export type { ElexonBidOfferRow } from "./schemas/bidOffers.ts";
export type { ElexonBmUnitRow } from "./schemas/bmUnits.ts";
export type { ElexonAcceptanceRow, ElexonNotificationRow } from "./schemas/levels.ts";
export type { ElexonRowCountRow } from "./schemas/rowCounts.ts";
export type { ElexonStackRow } from "./schemas/stack.ts";

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
