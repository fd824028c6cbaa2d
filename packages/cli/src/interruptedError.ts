import { WindhashError } from "@windhash/core";

/** What was begun was interrupted, and there is nothing whole to tell. Code `interrupted`, exit code 130. */
export class InterruptedError extends WindhashError {
  override readonly name = "InterruptedError";

  constructor(before: string) {
    super("interrupted", `Interrupted before ${before}. Nothing was changed; run the command again.`);
  }
}
