import type { ExitCode } from "./exitCodes.ts";

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What a command gives: the same in words and as a document, of which one is printed. */
export type CommandResult = {
  readonly exitCode: ExitCode;
  /** Lines for people. */
  readonly text: readonly string[];
  /** The one document of `--json`. */
  readonly document: { readonly [key: string]: Json };
  /** What goes on once the result is printed: serving. */
  readonly afterwards?: () => Promise<ExitCode>;
};
