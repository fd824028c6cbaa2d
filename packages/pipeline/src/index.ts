export { ingestDay, type IngestInput, type IngestOutcome } from "./ingest/ingestDay.ts";
export { ingestRange } from "./ingest/ingestRange.ts";
export { PeriodsFailedError, type PeriodFailure } from "./ingest/periodsFailed.ts";
export type { JobOptions, Progress } from "./progress.ts";
export { type Ledger, type LedgerStores, openLedger } from "./reconcile/ledger.ts";
export { reconcileRange, type ReconcileOutcome, type ReconcileRequest } from "./reconcile/reconcileRange.ts";
export { type DayState, dayState, type KeyCounts, type Status, statusOf } from "./reconcile/status.ts";
export { type RangeSummary, summariseRange } from "./summarise/summariseRange.ts";
export { verifyRange, type VerifyFinding, type VerifyOutcome } from "./verify/verifyRange.ts";
