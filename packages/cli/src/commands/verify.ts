import { openLedger, statusOf, verifyRange } from "@windhash/pipeline";
import type { Command } from "commander";
import { typedSpan } from "../arguments/dates.ts";
import { checkExitCode } from "../exitCodes.ts";
import { InterruptedError } from "../interruptedError.ts";
import { verifyDocument, verifyText } from "../render/verify.ts";
import { describedCommand, GROUPS, type SpanOptions, spanOptions, type Start } from "./command.ts";

/** `windhash verify`: every stored value worked out again. */
export function verifyCommand(start: Start): Command {
  const command = describedCommand({
    name: "verify",
    group: GROUPS.check,
    summary: "work every stored value out again and compare",
    description:
      "Works every record out again from its accepted volumes, every calculation from its own energy and inputs, and every tally and summary from its rows. Reads everything and writes nothing.",
    examples: [
      ["windhash verify", "everything that is held"],
      ["windhash verify --from 2022-01-01 --to 2022-01-31 --json", "a month"],
    ],
  });
  for (const option of spanOptions()) command.addOption(option);
  return command.action((options: SpanOptions) =>
    start(async ({ look, compose, job }) => {
      const range = typedSpan(options);
      const { stores } = await compose.openDatabase({ mayCreate: false });
      const ledger = await openLedger(stores);
      const outcome = await job({ verb: "verifying" }, (jobOptions) => verifyRange(ledger, { range }, jobOptions));
      if (outcome.interrupted) throw new InterruptedError("all days were looked at");
      const { days, damagedDays } = await statusOf(ledger, { range });
      const exitCode = checkExitCode({
        isIncomplete:
          days.provisional + days.unconfirmed + damagedDays.length + (range === null ? 0 : days.unknown) > 0,
        isDifferent: outcome.findings.length > 0,
      });
      const verified = { outcome, days, damagedDays };
      return { exitCode, text: verifyText(look, verified), document: verifyDocument(verified) };
    }),
  );
}
