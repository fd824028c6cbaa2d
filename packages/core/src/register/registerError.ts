import { type ErrorDetails, WindhashError } from "../errors.ts";

/** A statement about the register of BM units that cannot be taken over. Code `register`. */
export class RegisterError extends WindhashError {
  override readonly name = "RegisterError";

  constructor(message: string, details: ErrorDetails = {}) {
    super("register", message, details);
  }
}
