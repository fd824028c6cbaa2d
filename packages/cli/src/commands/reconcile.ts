import { type Ledger, openLedger, reconcileRange, statusOf } from "@windhash/pipeline";
import type { Command } from "commander";
import { typedSpan } from "../arguments/dates.ts";
import type { CommandContext } from "../context.ts";
import { checkExitCode, EXIT, type ExitCode } from "../exitCodes.ts";
import { reconcileDocument, type Reconciled, reconcileText } from "../render/reconcile.ts";
import type { CommandResult } from "../result.ts";
import { describedCommand, GROUPS, type SpanOptions, spanOptions, type Start } from "./command.ts";

type ReconcileOptions = SpanOptions & { readonly rows?: boolean; readonly dryRun?: boolean };

/** `windhash reconcile`: finds every difference and repairs it. */
export function reconcileCommand(start: Start): Command {
  const command = describedCommand({
    name: "reconcile",
    group: GROUPS.check,
    summary: "find every difference and repair it",
    description:
      "Compares stored calculations with the expected ones, day by day, and repairs what differs: what is missing, stale or wrong is written, what is not expected is removed. Stopped at any point, it can simply be run again.",
    examples: [
      ["windhash reconcile", "everything that is held"],
      ["windhash reconcile --dry-run", "only say what differs"],
      ["windhash reconcile --from 2022-01-01 --to 2022-01-31 --rows", "a month, row by row"],
    ],
  })
    .option("--rows", "read every row, also of days that their tallies prove")
    .option("--dry-run", "find, and write nothing");
  for (const option of spanOptions()) command.addOption(option);
  return command.action((options: ReconcileOptions) => start((context) => reconcile(context, options)));
}

async function reconcile(context: CommandContext, options: ReconcileOptions): Promise<CommandResult> {
  const range = typedSpan(options);
  const { stores } = await context.compose.openDatabase({ mayCreate: false });
  const ledger = await openLedger(stores);
  const reconciled = await reconcileAll(context, ledger, {
    range,
    rows: options.rows ?? false,
    isDryRun: options.dryRun ?? false,
  });
  return {
    exitCode: exitCodeOf(reconciled, range !== null),
    text: reconcileText(context.look, reconciled),
    document: reconcileDocument(reconciled),
  };
}

/** Reconciles a range, null for all that is held, and looks at the days that it went over. */
export async function reconcileAll(
  { job, commandLine, clock }: Pick<CommandContext, "job" | "commandLine" | "clock">,
  ledger: Ledger,
  request: {
    readonly range: Parameters<typeof statusOf>[1]["range"];
    readonly rows: boolean;
    readonly isDryRun: boolean;
  },
): Promise<Reconciled> {
  const { range, rows, isDryRun } = request;
  const outcome = await job({ verb: "reconciling" }, (options) =>
    reconcileRange(ledger, { range, rows, dryRun: isDryRun, command: commandLine, clock }, options),
  );
  const { days, alteredDays, damagedDays } = await statusOf(ledger, { range });
  return { outcome, days, isDryRun, alteredDays, damagedDays };
}

function exitCodeOf(reconciled: Reconciled, isAsked: boolean): ExitCode {
  const { outcome, days, isDryRun, alteredDays, damagedDays } = reconciled;
  if (outcome.interrupted) return EXIT.interrupted;
  return checkExitCode({
    isIncomplete: days.provisional + days.unconfirmed + damagedDays.length + (isAsked ? days.unknown : 0) > 0,
    isDifferent:
      (isDryRun && outcome.findings.length + outcome.rebuiltDays.length > 0) ||
      alteredDays.length + outcome.damagedDays.length + outcome.beyondHistoryDays.length > 0,
  });
}
