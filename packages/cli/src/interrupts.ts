import { EXIT } from "./exitCodes.ts";
import type { Surroundings } from "./surroundings.ts";

/** Listens for interrupts while a job runs. */
export type Interrupts = { readonly signal: AbortSignal; stop(): void };

/**
 * The first interrupt aborts the signal, at which a job ends after the day that it is at; the second one ends the command at
 * once. Each day is one transaction, so nothing is left half-written either way.
 */
export function listenForInterrupts(
  { signals, exit }: Pick<Surroundings, "signals" | "exit">,
  onFirst: () => void,
): Interrupts {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) return exit(EXIT.interrupted);
    controller.abort();
    onFirst();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) signals.on(name, interrupt);
  return {
    signal: controller.signal,
    stop: () => {
      for (const name of ["SIGINT", "SIGTERM"] as const) signals.off(name, interrupt);
    },
  };
}
