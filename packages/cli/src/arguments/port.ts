import { UsageError } from "../usageError.ts";

/** Where windhash serves unless told otherwise. */
export const DEFAULT_PORT = 4821;

/** A port as typed; 0 is any free one. @param name what it was typed as, for the message @throws {UsageError} */
export function typedPort(text: string, name: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`${name} must be a whole number from 0 (any free port) to 65535, got "${text}".`, {
    port: text,
  });
}
