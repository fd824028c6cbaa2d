import { WindhashError } from "@windhash/core";
import type { Json } from "../result.ts";
import { type Look, styled } from "./look.ts";

/** An error for people. Of an error that nobody foresaw, where it came from too: it is a defect of windhash. */
export function errorText(error: unknown, look: Look): string {
  const prefix = styled(look, "red", "windhash:");
  if (error instanceof WindhashError) return `${prefix} ${error.message}`;
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${prefix} This should not happen, and is a defect of windhash.\n${shown}`;
}

/** An error as the one document of `--json`. */
export function errorDocument(error: unknown): { readonly error: { readonly [key: string]: Json } } {
  if (error instanceof WindhashError) {
    const { code, message, details } = error;
    return { error: { code, message, details } };
  }
  return { error: { code: "internal", message: error instanceof Error ? error.message : String(error), details: {} } };
}
