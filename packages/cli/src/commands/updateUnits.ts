import {
  type BalancingSource,
  type BmUnit,
  RegisterError,
  registerUpdate,
  type RegisterUpdate,
  type SettlementDate,
  settlementPeriodAt,
  SourceError,
  type Stores,
  type WindDecision,
  windUnits,
} from "@windhash/core";
import { concernedDays, rederiveDays } from "@windhash/pipeline";
import type { Command } from "commander";
import { typedDate } from "../arguments/dates.ts";
import type { DaySource } from "../compose.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exitCodes.ts";
import {
  registerDifferenceDocument,
  registerDifferenceText,
  type UpdatedRegister,
} from "../render/registerDifference.ts";
import { utcShown } from "../render/time.ts";
import type { CommandResult } from "../result.ts";
import { UsageError } from "../usageError.ts";
import { describedCommand, GROUPS, type Start } from "./command.ts";

type UpdateOptions = {
  readonly archive?: string;
  readonly dryRun?: boolean;
  readonly effective?: string;
  readonly wind?: readonly string[];
  readonly notWind?: readonly string[];
  /** False with `--no-fetch`. */
  readonly fetch: boolean;
  readonly force?: boolean;
  readonly all?: boolean;
};

/** `windhash update-units`: the register of BM units as Elexon states it now. */
export function updateUnitsCommand(start: Start): Command {
  return describedCommand({
    name: "update-units",
    group: GROUPS.work,
    summary: "the register of BM units: what is new, and what follows from it",
    description:
      "Reads Elexon's register of BM units, shows what is otherwise than held, and writes it. Another capacity or lead party holds from the effective date on and the older row stays; a unit that is no longer listed stays. Where other units are wind than before, the days concerned are derived again from the archive.",
    examples: [
      ["windhash update-units --dry-run", "only show what is otherwise"],
      ["windhash update-units", "and write it"],
      ["windhash update-units --effective 2026-07-01", "changes hold from that day on"],
      ["windhash update-units --wind BRNLW-1 --no-fetch", "a unit of no stated fuel is wind"],
    ],
  })
    .option("--archive <folder>", "read from an archive instead")
    .option("--dry-run", "show what is otherwise, and write nothing")
    .option("--effective <date>", "first date of other capacities and lead parties (default: the day of the register)")
    .option("--wind <id...>", "units of no stated fuel type that count as wind")
    .option("--not-wind <id...>", "those that do not")
    .option("--no-fetch", "decide alone: ask for no register")
    .option("--force", "take a register that lacks more than a tenth of the units, or is older than held")
    .option("--all", "list every change, not of wind units alone")
    .action((options: UpdateOptions) => start((context) => updateUnits(context, options)));
}

async function updateUnits(context: CommandContext, options: UpdateOptions): Promise<CommandResult> {
  const now = context.clock();
  const typed = options.effective === undefined ? null : effectiveDate(options.effective, now);
  const decisions = typedDecisions(options);
  const stated = options.fetch
    ? await readRegister(context, options.archive)
    : { units: null, statedAt: now, source: null };
  const { stores } = await context.compose.openDatabase({ mayCreate: options.dryRun !== true });
  const effective = typed ?? settlementPeriodAt(stated.statedAt).settlementDate;
  const heldStatedAt = await stores.statedAt();
  if (stated.units !== null && options.force !== true) refuseOlder(stated.statedAt, heldStatedAt);
  const held = await stores.bmUnits();
  await refuseUnknownIds(stores, [...held, ...(stated.units ?? [])], decisions);
  const loss = options.force === true ? "accept" : "refuse";
  const update = registerUpdate({ held, stated: stated.units, from: effective, decisions, loss });
  const source = stated.source ?? "decision";
  if (options.dryRun !== true && update.rows.length > 0)
    await stores.putBmUnits(update.rows, {
      source,
      // A decision states no register: one that is given next may well be of the days before.
      statedAt: stated.units === null ? (heldStatedAt ?? now) : stated.statedAt,
      committedAt: context.clock(),
    });
  const followed = await follow(context, { stores, update, options });
  const updated: UpdatedRegister = {
    source: stated.source,
    effective,
    held,
    update,
    ...followed,
    ...shownOptions(context, options),
  };
  return {
    exitCode: exitCodeOf(updated),
    text: registerDifferenceText(context.look, updated),
    document: registerDifferenceDocument(updated),
  };
}

/** What an older register says otherwise is no news, but would be taken for it. @throws {RegisterError} */
function refuseOlder(statedAt: number, heldStatedAt: number | null): void {
  if (heldStatedAt === null || statedAt >= heldStatedAt) return;
  const [given, held] = [utcShown(statedAt), utcShown(heldStatedAt)];
  throw new RegisterError(
    `A register must be stated no earlier than the one that is held, which is of ${held}, got one of ${given}. Take it all the same: --force.`,
    { statedAt, heldStatedAt },
  );
}

function shownOptions({ compose }: CommandContext, { dryRun, all }: UpdateOptions) {
  return { isDryRun: dryRun === true, isAll: all === true, databaseFlags: compose.databaseFlags() };
}

/** What is stated of today is not known of tomorrow. @throws {UsageError} */
function effectiveDate(text: string, now: number): SettlementDate {
  const date = typedDate(text);
  const { settlementDate: today } = settlementPeriodAt(now);
  if (date <= today) return date;
  throw new UsageError(`Changes must have taken effect, got ${date}; today is ${today}.`, { date, today });
}

/** @throws {UsageError} where one id is both, or nothing is left to do */
function typedDecisions({ wind = [], notWind = [], fetch }: UpdateOptions): readonly WindDecision[] {
  const both = wind.find((id) => notWind.includes(id));
  if (both !== undefined) throw new UsageError(`A unit must be wind or not, got both for ${both}.`, { id: both });
  if (!fetch && wind.length + notWind.length === 0)
    throw new UsageError(
      "Without a register there must be something to decide, got --no-fetch alone. Give --wind or --not-wind.",
    );
  return [...wind.map((id) => ({ id, countsAsWind: true })), ...notWind.map((id) => ({ id, countsAsWind: false }))];
}

type StatedRegister = { readonly units: readonly BmUnit[]; readonly statedAt: number; readonly source: string };

async function readRegister(
  { compose, clock, busy }: CommandContext,
  archive: string | undefined,
): Promise<StatedRegister> {
  return busy("reading the register", async () => {
    const { register, name }: DaySource = await compose.openSource({ archive, rate: undefined, onAnswer: () => {} });
    if (register === null)
      throw new SourceError(`An archive must hold the register of BM units to update it, got none in ${name}.`);
    const { rows, fetchedAt } = await register.bmUnits();
    return { units: rows, statedAt: fetchedAt ?? clock(), source: name };
  });
}

/** An id that neither a register nor a day has was mistyped. @throws {UsageError} */
async function refuseUnknownIds(
  stores: Stores,
  units: readonly BmUnit[],
  decisions: readonly WindDecision[],
): Promise<void> {
  if (decisions.length === 0) return;
  const { unit } = windUnits(units);
  const unlisted = decisions.filter(({ id }) => unit(id) === null);
  if (unlisted.length === 0) return;
  const seen = new Set<string>((await stores.unmappedBids(null)).map(({ bmUnitId }) => bmUnitId));
  const unknown = unlisted.find(({ id }) => !seen.has(id));
  if (unknown === undefined) return;
  throw new UsageError(
    `A unit to decide about must be in the register or have been bid down in a held day, got "${unknown.id}". Look it up: windhash units --all, windhash radar.`,
    { id: unknown.id },
  );
}

/** Derives the days again that the register makes others than they are held. */
async function follow(
  context: CommandContext,
  given: { readonly stores: Stores; readonly update: RegisterUpdate; readonly options: UpdateOptions },
): Promise<Pick<UpdatedRegister, "concerned" | "rederived" | "isInterrupted">> {
  const { stores, update, options } = given;
  const { units } = update;
  const concerned = await context.busy("looking at the days", () => concernedDays(stores, units));
  if (options.dryRun === true || concerned.length === 0) return { concerned, rederived: [], isInterrupted: false };
  const archive = await archiveOf(context, options.archive);
  const { days, interrupted } = await context.job({ verb: "deriving again", days: concerned.length }, (jobOptions) =>
    rederiveDays({ days: concerned, archive, units, store: stores, clock: context.clock }, jobOptions),
  );
  return { concerned, rederived: days, isInterrupted: interrupted };
}

/** The answers that are kept; null where there are none. */
async function archiveOf({ compose }: CommandContext, typed: string | undefined): Promise<BalancingSource | null> {
  const archive = typed ?? compose.archiveFolder();
  try {
    return (await compose.openSource({ archive, rate: undefined, onAnswer: () => {} })).balancing;
  } catch (error) {
    if (error instanceof SourceError) return null;
    throw error;
  }
}

function exitCodeOf({ update, concerned, rederived, isDryRun, isInterrupted }: UpdatedRegister): ExitCode {
  if (isInterrupted) return EXIT.interrupted;
  if (rederived.some(({ outcome }) => outcome === "left")) return EXIT.incomplete;
  return isDryRun && update.rows.length + concerned.length > 0 ? EXIT.differences : EXIT.clean;
}
