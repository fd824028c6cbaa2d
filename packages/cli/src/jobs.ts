import type { JobContext } from "./context.ts";
import { listenForInterrupts } from "./interrupts.ts";
import type { JobTitle, ProgressBar } from "./progress.ts";
import type { Surroundings } from "./surroundings.ts";

const stopping = ({ isParallel }: JobTitle): string =>
  `stopping after ${isParallel === true ? "the days under way" : "this day"}; once more to end at once`;

/** Runs `work` with a progress bar where someone watches, and with a signal that the first interrupt aborts. */
export async function runJob<Outcome>(
  surroundings: Surroundings,
  shown: { readonly title: JobTitle; readonly isWatched: boolean; readonly note: (line: string) => void },
  work: (options: JobContext) => Promise<Outcome>,
): Promise<Outcome> {
  const bar = shown.isWatched ? await openBar(surroundings, shown.title) : null;
  const interrupts = listenForInterrupts(surroundings, () => {
    const line = stopping(shown.title);
    if (bar?.say(line) !== true) shown.note(`windhash: ${line}`);
  });
  try {
    return await work({
      signal: interrupts.signal,
      onProgress: (progress) => bar?.onProgress(progress),
      say: (line) => void bar?.say(line),
      pace: (line) => bar?.pace(line),
    });
  } finally {
    bar?.stop();
    interrupts.stop();
  }
}

/** Runs `work` with a sign of life where someone watches. An interrupt ends it at once, as whatever it writes is a transaction. */
export async function runBusy<Outcome>(
  surroundings: Surroundings,
  shown: { readonly verb: string; readonly isWatched: boolean },
  work: (say: (line: string) => void) => Promise<Outcome>,
): Promise<Outcome> {
  const bar = shown.isWatched ? await openBar(surroundings, { verb: shown.verb }) : null;
  try {
    return await work((line) => void bar?.say(line));
  } finally {
    bar?.stop();
  }
}

/** Read only where it is wanted: most commands are over before anybody could look at a bar. */
async function openBar({ stderr }: Surroundings, title: JobTitle): Promise<ProgressBar> {
  const { progressBar } = await import("./progress.ts");
  return progressBar(stderr, title);
}

/** Resolves at the first interrupt. */
export function untilInterrupted(surroundings: Surroundings): Promise<void> {
  return new Promise((resolve) => {
    const interrupts = listenForInterrupts(surroundings, () => {
      resolve();
      interrupts.stop();
    });
  });
}
