import { type SettlementDateRange, settlementDates, type SourceMethod } from "@windhash/core";
import { type IngestPlan, ingestRange, planIngest, planRefresh } from "@windhash/pipeline";
import type { DaySource } from "../compose.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exitCodes.ts";
import { type Answers, ingestDocument, type Ingested, ingestText } from "../render/ingest.ts";
import { plural } from "../render/numbers.ts";
import type { CommandResult } from "../result.ts";
import { registerOf, statedRegister } from "./ingestRegister.ts";

/** What every way to ingest takes. */
export type IngestOptions = {
  readonly method?: SourceMethod;
  readonly archive?: string;
  readonly rate?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
};

/** The days of a range, or those that may have been restated. */
type AskedDays = SettlementDateRange | "refresh";

/** Days of Elexon that are read at the same time: enough to keep the rate, and the rows of one more fit into memory. */
const LIVE_DAYS_AT_ONCE = 2;

/** Reads the days that were asked for and need it. */
export async function ingest(
  context: CommandContext,
  asked: AskedDays,
  options: IngestOptions,
): Promise<CommandResult> {
  const isLive = options.archive === undefined;
  const answers = countedAnswers();
  const source = await context.compose.openSource({
    archive: options.archive,
    rate: options.rate,
    onAnswer: answers.add,
  });
  const plan = await planOf(context, asked, options);
  const startedAt = context.clock();
  const isDryRun = options.dryRun === true;
  const isReading = !isDryRun && plan.days.length > 0;
  const read = isReading
    ? await readDays(context, { source, plan, isLive, answers, force: options.force === true })
    : NOTHING_READ;
  const ingested: Ingested = {
    asked,
    method: options.method ?? (asked === "refresh" ? null : "stack"),
    source: source.name,
    plan,
    isDryRun,
    ...read,
    resume: resumeCommand(context, { asked, options, plan, read }),
    answers: isLive ? answers.total() : null,
    durationS: context.clock() - startedAt,
  };
  warnOf(context, ingested);
  return {
    exitCode: exitCodeOf(ingested),
    text: ingestText(context.look, ingested),
    document: ingestDocument(ingested),
  };
}

type Read = Awaited<ReturnType<typeof ingestRange>>;

const NOTHING_READ: Read = { outcomes: [], interrupted: false, sourceIsDown: false };

/** An archive is read as asked; what of Elexon is complete is not asked for again. */
async function planOf(
  { compose, clock }: CommandContext,
  asked: AskedDays,
  { method, archive, force = false }: IngestOptions,
): Promise<IngestPlan> {
  const range = asked === "refresh" ? null : asked;
  const database = await compose.openDatabaseIfThere();
  const [held, attempts] =
    database === null ? [[], []] : await Promise.all([database.stores.days(range), database.stores.dayAttempts(range)]);
  const known = { held, attempts, now: clock() };
  if (range === null) return planRefresh({ ...known, method: method ?? null, force });
  const isForced = force || archive !== undefined;
  const dates = settlementDates(range);
  return planIngest({ ...known, dates, method: method ?? "stack", force: isForced, overImported: force });
}

/** The register comes first: without it no database is made. */
function readDays(
  context: CommandContext,
  input: {
    readonly source: DaySource;
    readonly plan: IngestPlan;
    readonly isLive: boolean;
    readonly answers: ReturnType<typeof countedAnswers>;
    readonly force: boolean;
  },
): Promise<Read> {
  const { source, isLive, answers, force } = input;
  const { days } = input.plan;
  const { clock } = context;
  return context.job({ verb: "reading", days: days.length, isParallel: isLive }, async ({ pace, ...options }) => {
    answers.tell(pace);
    const stated = await statedRegister(context, source, { isLive, signal: options.signal });
    const { stores: store } = await context.compose.openDatabase({ mayCreate: true });
    const units = await registerOf(context, store, { stated, source: source.name, isLive });
    const daysAtOnce = isLive ? LIVE_DAYS_AT_ONCE : 1;
    return ingestRange({ days, source: source.balancing, units, store, clock, daysAtOnce, force }, options);
  });
}

/** Counts what Elexon answered, and tells it with the rate since it was first told. */
function countedAnswers() {
  const total = { requests: 0, retries: 0, bytes: 0 };
  let pace = (_line: string): void => {};
  const startedAtMs = performance.now();
  return {
    add: ({ bytes, isRetry }: { readonly bytes: number; readonly isRetry: boolean }): void => {
      total.requests += 1;
      total.retries += isRetry ? 1 : 0;
      total.bytes += bytes;
      const perSecond = total.requests / Math.max(1, (performance.now() - startedAtMs) / 1000);
      pace(`${plural(total.requests, "request")}, ${perSecond.toFixed(1)}/s`);
    },
    tell: (to: (line: string) => void): void => void (pace = to),
    total: (): Answers => ({ ...total }),
  };
}

function warnOf({ warn }: CommandContext, { outcomes, sourceIsDown, source, plan }: Ingested): void {
  for (const outcome of outcomes)
    if ("error" in outcome) warn(`windhash: ${outcome.settlementDate} was not stored: ${outcome.error.message}`);
  if (!sourceIsDown) return;
  const left = plural(plan.days.length - outcomes.length, "day");
  warn(`windhash: the last days failed one after the other, so ${source} seems to be down; ${left} not begun`);
}

/** What to type to go on, as a shell takes it; null where no day was left out. */
function resumeCommand(
  { compose }: CommandContext,
  {
    asked,
    options,
    plan,
    read,
  }: { readonly asked: AskedDays; readonly options: IngestOptions; readonly plan: IngestPlan; readonly read: Read },
): string | null {
  if (!read.interrupted && !read.sourceIsDown) return null;
  const { method, archive, rate, force } = options;
  const next = plan.days.find(
    (_, index) => read.outcomes[index]?.outcome !== "stored" && read.outcomes[index]?.outcome !== "unchanged",
  );
  const days = asked === "refresh" ? ["--refresh"] : [next?.settlementDate ?? asked.from, "--to", asked.to];
  const how = method ?? (asked === "refresh" ? null : "stack");
  const words = [
    "windhash",
    "ingest",
    ...days,
    ...(how === null ? [] : ["--method", how]),
    ...(archive === undefined ? [] : ["--archive", archive]),
    ...(rate === undefined ? [] : ["--rate", rate]),
    ...(force === true ? ["--force"] : []),
    ...compose.databaseFlags(),
  ];
  return words.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}

/** A day that could not be read is an error; one that is not published yet leaves the range incomplete. */
function exitCodeOf({ outcomes, interrupted }: Ingested): ExitCode {
  if (interrupted) return EXIT.interrupted;
  if (outcomes.some(({ outcome }) => outcome === "failed")) return EXIT.error;
  return outcomes.some(({ outcome }) => outcome === "unpublished") ? EXIT.incomplete : EXIT.clean;
}
