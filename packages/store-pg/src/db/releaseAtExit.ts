const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const held = new Set<() => void>();

/** Gives a function that runs `release` once: when it is called, or else when the process ends. */
export function releaseAtExit(release: () => void): () => void {
  const once = () => {
    if (!held.delete(once)) return;
    if (held.size === 0) unwatch();
    release();
  };
  if (held.size === 0) watch();
  held.add(once);
  return once;
}

function watch(): void {
  process.on("exit", releaseAll);
  // First in line: a listener that is called once is gone from the list when its turn is over.
  for (const signal of SIGNALS) process.prependListener(signal, endBySignal);
}

function unwatch(): void {
  process.off("exit", releaseAll);
  for (const signal of SIGNALS) process.off(signal, endBySignal);
}

function releaseAll(): void {
  for (const release of held) release();
}

/** Where nobody else listens, the process ends as it would have without us. A listener of the caller's decides for itself. */
function endBySignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  releaseAll();
  process.kill(process.pid, signal);
}
