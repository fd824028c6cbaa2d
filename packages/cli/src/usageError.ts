import { type ErrorDetails, WindhashError } from "@windhash/core";

/** What was typed cannot be meant: exit code 2, nothing done. Code `usage`, or the code of core's refusal. */
export class UsageError extends WindhashError {
  override readonly name = "UsageError";

  constructor(message: string, details: ErrorDetails = {}, options: { code?: string; cause?: unknown } = {}) {
    super(options.code ?? "usage", message, details, { cause: options.cause });
  }
}

/** Runs one of core's parse functions on what was typed: its refusal is then one of usage. @throws {UsageError} */
export function asTyped<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof WindhashError)) throw error;
    throw new UsageError(error.message, error.details, { code: error.code, cause: error });
  }
}
