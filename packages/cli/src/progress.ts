import type { Progress } from "@windhash/pipeline";
import { SingleBar } from "cli-progress";
import type { Output } from "./surroundings.ts";

/** A job that is over sooner shows nothing. */
const SHOWN_AFTER_MS = 1000;
const BAR_WIDTH = 24;

/** How far a job is, for someone who waits at a terminal. */
export type ProgressBar = {
  readonly onProgress: (progress: Progress) => void;
  /** Says something beside the bar. @returns false when nothing is shown, so that it must be said elsewhere */
  readonly say: (line: string) => boolean;
  readonly stop: () => void;
};

/** What is done, and to how many days where that is known from the beginning. */
export type JobTitle = { readonly verb: string; readonly days?: number };

/** A bar on a terminal, once the job takes longer than a second. */
export function progressBar(stream: Output, { verb, days = 0 }: JobTitle): ProgressBar {
  const bar = new SingleBar({
    stream: stream as unknown as NodeJS.WritableStream,
    format: (_, { progress, value, total }, { now }: { readonly now: string }) =>
      total === 0 ? `${verb} ...  ${now}` : `${verb} [${drawn(progress)}] ${value}/${total} days  ${now}`,
    clearOnComplete: true,
    gracefulExit: false,
  });
  const seen = { done: 0, total: days, now: "" };
  let isShown = false;
  const show = (): void => {
    isShown = true;
    bar.start(seen.total, seen.done, { now: seen.now });
  };
  const update = (): void => {
    if (!isShown) return;
    bar.setTotal(seen.total);
    bar.update(seen.done, { now: seen.now });
  };
  const timer = setTimeout(show, SHOWN_AFTER_MS);
  return {
    onProgress: ({ settlementDate, done, total }) => {
      Object.assign(seen, { done, total, now: settlementDate });
      update();
    },
    say: (line) => {
      seen.now = line;
      update();
      return isShown;
    },
    stop: () => {
      clearTimeout(timer);
      if (isShown) bar.stop();
    },
  };
}

function drawn(progress: number): string {
  const done = Math.round(progress * BAR_WIDTH);
  return "=".repeat(done) + "-".repeat(BAR_WIDTH - done);
}
