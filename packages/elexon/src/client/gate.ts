import type { StopSignal } from "@windhash/core";
import { throwIfStopped } from "./stop.ts";
import type { Timing } from "./timing.ts";

/** Lets requests pass one by one, evenly spaced. */
export type Gate = {
  /** Resolves when it is this request's turn; turns are given in the order in which they were asked for. */
  readonly turn: (signal?: StopSignal) => Promise<void>;
  /** Lets nobody pass for so long, because the source asked to be left alone. */
  readonly hold: (durationMs: number) => void;
};

/** A gate that opens so many times a second; `Infinity` is no limit. */
export function evenGate(requestsPerSecond: number, timing: Pick<Timing, "elapsedMs" | "sleep">): Gate {
  const spacingMs = 1000 / requestsPerSecond;
  let opensAtMs = Number.NEGATIVE_INFINITY;
  let lastTurn: Promise<void> = Promise.resolve();

  async function pass(signal?: StopSignal): Promise<void> {
    throwIfStopped(signal);
    for (let waitMs = opensAtMs - timing.elapsedMs(); waitMs > 0; waitMs = opensAtMs - timing.elapsedMs()) {
      await timing.sleep(waitMs, signal);
    }
    opensAtMs = timing.elapsedMs() + spacingMs;
  }

  return {
    turn(signal) {
      const turn = lastTurn.then(() => pass(signal));
      lastTurn = turn.catch(() => undefined);
      return turn;
    },
    hold(durationMs) {
      opensAtMs = Math.max(opensAtMs, timing.elapsedMs() + durationMs);
    },
  };
}
