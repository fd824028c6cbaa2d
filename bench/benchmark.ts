/** One benchmark: prints ratios against named peers, and says when a result is wrong. */
export type Benchmark = {
  /** What `npm run bench -- <name>` calls it. */
  readonly name: string;
  /** Prints its lines; gives false when a result is wrong. Timings never decide that. */
  readonly run: () => boolean | Promise<boolean>;
};

/** Something to time, and how often. */
export type Contestant<Result> = {
  /** Timed in the first and then in every `every`-th round; slow ones less often. */
  readonly every: number;
  readonly work: () => Result;
};

/** How a contestant did, and what it gave the last time. */
export type Timing<Result> = { readonly medianMs: number; readonly result: Result };

/**
 * Times the contestants in turns, so that a slow moment of the machine falls on all of them. Those of every round run twice
 * before, untimed, so that none is measured before it is compiled.
 */
export function interleaved<Result>(contestants: readonly Contestant<Result>[], rounds: number): Timing<Result>[] {
  for (const { every, work } of [...contestants, ...contestants]) if (every === 1) work();
  const times = contestants.map((): number[] => []);
  const results: Result[] = [];
  for (let round = 0; round < rounds; round += 1) {
    contestants.forEach(({ work, every }, at) => {
      if (round % every !== 0) return;
      const startedAt = performance.now();
      results[at] = work();
      times[at]?.push(performance.now() - startedAt);
    });
  }
  return results.map((result, at) => ({ result, medianMs: median(times[at] ?? []) }));
}

/** `label` in a column of its own, then the rest. */
export function line(label: string, text: string): void {
  console.log(`  ${label.padEnd(34)} ${text}`);
}

/** A ratio beside the bar it is measured against. */
export function barText(ratio: number, { atMost, atLeast }: { atMost?: number; atLeast?: number }): string {
  if (atMost !== undefined) return `${ratio.toFixed(2)}x (bar <= ${atMost}x, ${ratio <= atMost ? "met" : "MISSED"})`;
  return `${ratio.toFixed(0)}x (bar >= ${atLeast}x, ${ratio >= (atLeast ?? 0) ? "met" : "MISSED"})`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
