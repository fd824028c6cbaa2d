import type { StopSignal } from "@windhash/core";
import { onStop, throwIfStopped } from "./stop.ts";

/** Clock, sleep and chance of the client, all in one place so that a test can set them. */
export type Timing = {
  /** Wall clock, Unix milliseconds. */
  readonly nowMs: () => number;
  /** A clock that never goes back, milliseconds from any beginning. */
  readonly elapsedMs: () => number;
  /** Resolves after the time; rejects as soon as the signal is aborted. */
  readonly sleep: (durationMs: number, signal?: StopSignal) => Promise<void>;
  /** Evenly from 0 to below 1: spreads retries. */
  readonly random: () => number;
};

/** The machine's own clock and chance. */
export const systemTiming: Timing = {
  nowMs: () => Date.now(),
  elapsedMs: () => performance.now(),
  sleep: sleepOnTimer,
  random: () => Math.random(),
};

function sleepOnTimer(durationMs: number, signal?: StopSignal): Promise<void> {
  throwIfStopped(signal);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      release();
      resolve();
    }, durationMs);
    const release = onStop(signal, (reason) => {
      clearTimeout(timer);
      reject(reason);
    });
  });
}
