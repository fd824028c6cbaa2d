import type { Progress } from "@windhash/pipeline";
import { SingleBar } from "cli-progress";
import type { Output } from "./surroundings.ts";

/** A job that is over sooner shows nothing. */
const SHOWN_AFTER_MS = 1000;
const BAR_WIDTH = 16;

/** How far a job is, for someone who waits at a terminal. */
export type ProgressBar = {
  readonly onProgress: (progress: Progress) => void;
  /** Says something beside the bar. @returns false when nothing is shown, so that it must be said elsewhere */
  readonly say: (line: string) => boolean;
  /** Says how the job gets on, until something else is said of that. */
  readonly pace: (line: string) => void;
  readonly stop: () => void;
};

/** What is done, and to how many days where that is known from the beginning. */
export type JobTitle = {
  readonly verb: string;
  readonly days?: number;
  /** Whether several days are under way at the same time. */
  readonly isParallel?: boolean;
};

/** A bar on a terminal, once the job takes longer than a second. */
export function progressBar(stream: Output, { verb, days = 0 }: JobTitle): ProgressBar {
  const startedAtMs = performance.now();
  const seen: JobState = { verb, done: 0, total: days, pace: "", now: "", elapsedS: 0 };
  const bar = new SingleBar({
    stream: stream as unknown as NodeJS.WritableStream,
    format: () => barLine({ ...seen, elapsedS: (performance.now() - startedAtMs) / 1000 }),
    clearOnComplete: true,
    gracefulExit: false,
  });
  let isShown = false;
  const show = (): void => {
    isShown = true;
    bar.start(seen.total, seen.done);
  };
  const update = (changed: Partial<JobState>): boolean => {
    Object.assign(seen, changed);
    if (!isShown) return false;
    bar.setTotal(seen.total);
    bar.update(seen.done);
    return true;
  };
  const timer = setTimeout(show, SHOWN_AFTER_MS);
  return {
    onProgress: ({ settlementDate, done, total }) => void update({ done, total, now: settlementDate }),
    say: (now) => update({ now }),
    pace: (pace) => void update({ pace }),
    stop: () => {
      clearTimeout(timer);
      if (isShown) bar.stop();
    },
  };
}

/** What a bar shows. */
export type JobState = {
  readonly verb: string;
  readonly done: number;
  /** Days; 0 where it is not known. */
  readonly total: number;
  readonly pace: string;
  readonly now: string;
  readonly elapsedS: number;
};

/** The line of a bar, such as `reading [====------------] 3/12 days, 291 requests, 4.0/s, 3 min left  2025-03-03`. */
export function barLine({ verb, done, total, pace, now, elapsedS }: JobState): string {
  const days = total === 0 ? "..." : `[${drawn(done / total)}] ${done}/${total} days`;
  const facts = [`${verb} ${days}`, pace, timeLeft({ done, total, elapsedS })].filter((fact) => fact !== "");
  return now === "" ? facts.join(", ") : `${facts.join(", ")}  ${now}`;
}

function drawn(progress: number): string {
  const done = Math.round(progress * BAR_WIDTH);
  return "=".repeat(done) + "-".repeat(BAR_WIDTH - done);
}

/** As if the days to come took as long as those before; nothing where none is done yet, or none is left. */
function timeLeft({ done, total, elapsedS }: Pick<JobState, "done" | "total" | "elapsedS">): string {
  if (done === 0 || done >= total) return "";
  const leftS = Math.ceil((elapsedS / done) * (total - done));
  if (leftS < 60) return `${leftS} s left`;
  const minutes = Math.ceil(leftS / 60);
  if (minutes < 60) return `${minutes} min left`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}
