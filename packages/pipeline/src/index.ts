export {
  type ChangedDay,
  type ChangedRecordLine,
  type ChangedUnit,
  type ChangeGrouping,
  type ChangesReport,
  reportChanges,
  type RevisionLine,
} from "./changes/reportChanges.ts";
export { type ComparedDay, type CompareInput, compareRange } from "./compare/compareRange.ts";
export type { ComparedName } from "./compare/readMethod.ts";
export { NESO_BOA, type VolumeColumns, type VolumeFileFormat } from "./import/format.ts";
export { importDays, type ImportOutcome } from "./import/importDays.ts";
export type { ImportedUnit, ImportedUnits } from "./import/importedUnits.ts";
export {
  daysToStore,
  heldElsewhere,
  type ImportChoice,
  type ImportDay,
  type ImportPlan,
  planImport,
  type RecordCounts,
} from "./import/planImport.ts";
export { quarantineText } from "./import/quarantine.ts";
export { readVolumeFile } from "./import/readVolumeFile.ts";
export type { FileVolume, RefusedRow, RowRefusal, VolumeFile } from "./import/volumeFile.ts";
export { ingestDay, type IngestInput, type IngestOutcome } from "./ingest/ingestDay.ts";
export { ingestRange, type IngestRangeInput } from "./ingest/ingestRange.ts";
export {
  type IngestPlan,
  type IngestReason,
  planIngest,
  type PlanInput,
  type PlannedDay,
  type SkipReason,
} from "./ingest/planIngest.ts";
export { endedDays, planRefresh } from "./ingest/planRefresh.ts";
export { PeriodsFailedError, type PeriodFailure } from "./ingest/periodsFailed.ts";
export type { JobOptions, Progress } from "./progress.ts";
export { type Ledger, type LedgerStores, openLedger } from "./reconcile/ledger.ts";
export { reconcileRange, type ReconcileOutcome, type ReconcileRequest } from "./reconcile/reconcileRange.ts";
export { type DayState, dayState, daysByState } from "./reconcile/dayState.ts";
export { type KeyCounts, type Status, statusOf } from "./reconcile/status.ts";
export { type Calendar, type CalendarDay, calendarOf } from "./summarise/calendar.ts";
export { type DayRows, type RowKind, rowsOfDays } from "./summarise/rowsOfDays.ts";
export { type MarkedGroup, type RangeSummary, summariseRange } from "./summarise/summariseRange.ts";
export type { VerifyFinding } from "./verify/finding.ts";
export { verifyRange, type VerifyOutcome } from "./verify/verifyRange.ts";
export { type ConcernedDay, concernedDays, type ConcernedStores } from "./register/concernedDays.ts";
export { rederiveDays, type RederivedDay, type RederiveInput } from "./register/rederiveDays.ts";
