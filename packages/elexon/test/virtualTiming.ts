import type { Timing } from "../src/client/timing.ts";

/** A clock that only sleeping moves. */
export type VirtualTiming = Timing & {
  /** Every sleep, milliseconds, in order. */
  readonly slept: readonly number[];
};

/** 2026-07-11T09:14:32Z, when the settlement stack of the sample row was calculated. */
export const START_S = 1_783_761_272;

/** @param chances what `random` gives, in turn, over and over */
export function virtualTiming(chances: readonly number[] = [0.5]): VirtualTiming {
  const slept: number[] = [];
  let elapsed = 0;
  let drawn = 0;
  return {
    slept,
    nowMs: () => START_S * 1000 + elapsed,
    elapsedMs: () => elapsed,
    sleep: async (durationMs, signal) => {
      if (signal?.aborted) throw new DOMException("stopped", "AbortError");
      slept.push(durationMs);
      elapsed += durationMs;
    },
    random: () => chances[drawn++ % chances.length] ?? 0,
  };
}
