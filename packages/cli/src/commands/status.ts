import { openLedger, type Status, statusOf } from "@windhash/pipeline";
import type { Command } from "commander";
import { typedSpan } from "../arguments/dates.ts";
import { checkExitCode, type ExitCode } from "../exitCodes.ts";
import { InterruptedError } from "../interruptedError.ts";
import { statusDocument, statusText } from "../render/status.ts";
import { describedCommand, GROUPS, type SpanOptions, spanOptions, type Start } from "./command.ts";

/** `windhash status`: expected against present. */
export function statusCommand(start: Start): Command {
  const command = describedCommand({
    name: "status",
    group: GROUPS.check,
    summary: "is everything there, and is it right?",
    description:
      "Compares the calculations that are stored with those that the records call for, by key, and tells the state of every day. Days that their tallies prove are not read; --rows reads them all.",
    examples: [
      ["windhash status", "everything that is held"],
      ["windhash status --from 2022-01-01 --to 2022-01-31 --rows", "a month, row by row"],
    ],
  }).option("--rows", "read every row");
  for (const option of spanOptions()) command.addOption(option);
  return command.action((options: SpanOptions & { readonly rows?: boolean }) =>
    start(async ({ look, compose, job }) => {
      const range = typedSpan(options);
      const { stores, location } = await compose.openDatabase({ mayCreate: false });
      const ledger = await openLedger(stores);
      const status = await job({ verb: "looking" }, async (jobOptions) => {
        const found = await statusOf(ledger, { range, rows: options.rows ?? false }, jobOptions);
        if (jobOptions.signal.aborted) throw new InterruptedError("all days were looked at");
        return found;
      });
      return {
        exitCode: statusExitCode(status, range !== null),
        text: statusText(look, status, location),
        document: statusDocument(status),
      };
    }),
  );
}

/** Days that nobody asked for may be unknown; what is held must be complete, with all its settlement periods. */
export function statusExitCode(
  { days, missing, stale, wrong, orphan, alteredDays, damagedDays }: Status,
  isAsked: boolean,
): ExitCode {
  return checkExitCode({
    isIncomplete: days.provisional + days.unconfirmed + damagedDays.length + (isAsked ? days.unknown : 0) > 0,
    isDifferent: missing + stale + wrong + orphan + alteredDays.length > 0,
  });
}
