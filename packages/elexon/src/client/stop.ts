import type { StopSignal } from "@windhash/core";

/** Throws the reason of an aborted signal, as `AbortSignal.throwIfAborted` does: usually a `DOMException` named `AbortError`. */
export function throwIfStopped(signal: StopSignal | undefined): void {
  if (signal?.aborted) throw stopReason(signal);
}

/** Calls back once with the reason when the signal is aborted from now on. Gives the function that stops listening. */
export function onStop(signal: StopSignal | undefined, stop: (reason: Error) => void): () => void {
  if (signal === undefined) return () => undefined;
  const listener = () => stop(stopReason(signal));
  signal.addEventListener("abort", listener, { once: true });
  return () => signal.removeEventListener("abort", listener);
}

function stopReason(signal: StopSignal): Error {
  const reason: unknown = "reason" in signal ? signal.reason : undefined;
  return reason instanceof Error ? reason : new DOMException("Reading from Elexon was stopped.", "AbortError");
}
