import { WindhashError } from "../src/errors.ts";

/** The `code` of the error that a call throws on purpose; null when it throws none. Other errors pass through. */
export function refusalCode(call: () => unknown): string | null {
  try {
    call();
    return null;
  } catch (error) {
    if (error instanceof WindhashError) return error.code;
    throw error;
  }
}
