import type { StopSignal } from "@windhash/core";
import { onStop, throwIfStopped } from "./stop.ts";

/**
 * Runs something that takes an `AbortSignal`, and stops it after a time or when the caller's own signal is aborted.
 *
 * Rejects by itself then, so that a `fetch` which does not heed its signal cannot hold the caller.
 *
 * @throws {DOMException} named `TimeoutError` after `timeoutMs`
 */
export async function withDeadline<T>(
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: StopSignal | undefined },
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  throwIfStopped(signal);
  const controller = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () => reject(controller.signal.reason as Error), { once: true });
  });
  const timer = setTimeout(() => controller.abort(timeout(timeoutMs)), timeoutMs);
  const release = onStop(signal, (reason) => controller.abort(reason));
  try {
    return await Promise.race([run(controller.signal), stopped]);
  } finally {
    clearTimeout(timer);
    release();
  }
}

function timeout(timeoutMs: number): DOMException {
  return new DOMException(`No whole answer within ${timeoutMs} ms.`, "TimeoutError");
}
